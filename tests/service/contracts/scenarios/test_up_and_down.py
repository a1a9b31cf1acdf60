"""Tiers, priorities and the month: what moves a ticket, what moves its target, what is counted."""

from __future__ import annotations

from typing import Any

import pytest

from contracts.agreements.versions import OwnWork
from contracts.compliance.apart import exclusion
from contracts.compliance.counted import compliance
from contracts.compliance.counted.figures import Reason
from tests.service.contracts.scenarios import stage as stages
from tests.service.contracts.scenarios.stage import HOUR, MINUTE, Stage, local, micros


async def test_a_tier_visited_twice_has_two_records(stage: Stage) -> None:
    """L1 hands to L2, which hands back: each visit is held to its own target, from its start."""
    await stage.at("2026-01-12T09:00")
    number = await stage.raises()
    await stage.takes(number)
    await stage.at("2026-01-12T10:30")
    await stage.moves(number, 2)
    await stage.at("2026-01-12T11:00")
    await stage.moves(number, 1)
    await stage.at("2026-01-12T12:00")
    await stage.takes(number)
    await stage.resolves(number)
    visits = [
        (each.holder, each.number, each.used_us, each.outcome)
        for each in await stage.clocks(number)
        if each.metric == "hold"
    ]
    assert visits == [
        ("L1", 1, micros(90 * MINUTE), "met"),
        ("L2", 1, micros(30 * MINUTE), "met"),
        ("L1", 2, micros(60 * MINUTE), "met"),
    ]
    pickups = [each for each in await stage.clocks(number) if each.metric == "pickup"]
    assert [(each.holder, each.outcome) for each in pickups] == [
        ("L1", "met"),
        ("L2", "met"),
        ("L1", "breached"),
    ]
    assert pickups[-1].breached_at == local("2026-01-12T11:30")


async def test_the_first_line_goes_home_and_the_ticket_moves_on_monday() -> None:
    """L1 may hold it two office hours (nine to five): one on Friday, one on Monday. The worker was
    late; the move is dated when it fell due, once."""
    stage = await stages.set_up(*stages.UP_THE_TIERS)
    await stage.at("2026-01-16T16:00")
    number = await stage.raises()
    await stage.at("2026-01-19T09:59")
    assert (await stage.ticket(number)).tier == 1
    await stage.at("2026-01-19T11:30")
    assert (await stage.ticket(number)).tier == 2
    hold = await stage.clock(number, "hold", "L1")
    assert (hold.outcome, hold.breached_at) == ("breached", local("2026-01-19T10:00"))
    assert (await stage.clock(number, "hold", "L2")).started_at - local("2026-01-19T10:00") < HOUR
    assert await stage.steps_done(number) == [("move_tier", "done")]
    await stage.at("2026-01-19T13:30")
    assert await stage.steps_done(number) == [("move_tier", "done"), ("notify", "done")]


async def test_worse_than_we_knew_counts_from_now_and_our_mistake_from_the_start(
    stage: Stage,
) -> None:
    """Raised as P3 on Monday at nine; on Tuesday at eleven it is P1, four hours. New facts give us
    four hours from then; a priority we read wrongly was exceeded on Monday already, which is
    shown apart, at the moment of the change."""
    await stage.at("2026-01-12T09:00")
    facts, mistake = [await stage.raises("high", "low") for _ in range(2)]
    assert (await stage.clock(facts, "resolution")).due_at == local("2026-01-13T16:00")
    await stage.at("2026-01-13T11:00")
    await stage.reprioritises(facts, "high", "high")
    await stage.reprioritises(mistake, "high", "high", corrects=True)
    clock = await stage.clock(facts, "resolution")
    assert (clock.due_at, clock.used_us) == (local("2026-01-13T15:00"), 0)
    assert (clock.outcome, clock.breached_at) == ("open", None)
    wrong = await stage.clock(mistake, "resolution")
    assert (wrong.used_us, wrong.breached_at) == (micros(11 * HOUR), local("2026-01-13T11:00"))
    assert (wrong.outcome, wrong.caused_by_change) == ("breached", True)


async def test_a_fall_the_client_agrees_to_withdraws_the_miss(stage: Stage) -> None:
    """A P1 missed at 13:00 turns out to be a P3: with the client's consent the miss is withdrawn,
    without it stands."""
    await stage.at("2026-01-12T09:00")
    agreed, alone = [await stage.raises("high", "high") for _ in range(2)]
    await stage.at("2026-01-12T14:00")
    assert (await stage.clock(agreed, "resolution")).breached_at == local("2026-01-12T13:00")
    await stage.reprioritises(agreed, "high", "low", agreed=True)
    await stage.reprioritises(alone, "high", "low")
    withdrawn = await stage.clock(agreed, "resolution")
    assert (withdrawn.breached_at, withdrawn.withdrawn_at) == (None, local("2026-01-12T14:00"))
    assert withdrawn.due_at == local("2026-01-13T16:00")
    stands = await stage.clock(alone, "resolution")
    assert (stands.breached_at, stands.outcome) == (local("2026-01-12T13:00"), "breached")


async def test_a_month_with_one_breach_and_one_exclusion_is_at_94_7_per_cent(
    stage: Stage,
) -> None:
    """Twenty tickets: eighteen kept, one missed, one missed by the client's own doing. Eighteen of
    nineteen is under the committed 95, and shown rounded down."""
    numbers = []
    for day in range(20):
        await stage.at(f"2026-02-{day // 5 * 7 + 2 + day % 5:02}T09:00")
        numbers.append(await stage.raises())
        await stage.answers(numbers[-1])
        if day not in (3, 11):
            await stage.at(f"2026-02-{day // 5 * 7 + 2 + day % 5:02}T10:00")
            await stage.resolves(numbers[-1])
    await stage.at("2026-02-27T12:00")
    for number in (numbers[3], numbers[11]):
        await stage.resolves(number)
    before = await month(stage)
    assert (before.met, before.breached, before.shown, before.kept) == (18, 2, "90.00", False)
    clock = await stage.clock(numbers[11], "resolution")
    words = (clock.id, "client_caused", "Nobody let us in until Friday.")
    proposed = await lead_does(stage, exclusion.propose, *words)
    assert (await month(stage)).breached == 2
    with pytest.raises(OwnWork):
        await lead_does(stage, exclusion.confirm, proposed.id)
    assert (await month(stage)).breached == 2
    await lead_does(stage, exclusion.confirm, proposed.id, second=True)
    after = await month(stage)
    assert (after.met, after.breached, after.shown, after.kept) == (18, 1, "94.73", False)
    assert after.excluded == (Reason("client_caused", 1),)


async def month(stage: Stage) -> Any:
    """The month's resolutions, all priorities together, as the client reads them."""
    found = await stages.verb.perform(compliance.of_month, stage.ada, stage.tenant, 2026, 2)
    (total,) = (each for each in found.totals if each.metric == "resolution")
    return total


async def lead_does(stage: Stage, wanted: Any, *words: Any, second: bool = False) -> Any:
    person = stage.agent if second else stage.lead
    may = person.capabilities | {"compliance.exclude"}
    who = stages.replace(person, capabilities=may)
    return await stages.verb.perform(wanted, who, *words, tenant=stage.tenant)
