"""A month's way from provisional to frozen: objections, exclusions, evidence, corrections."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import asyncpg
import msgspec
import pytest

from contracts import erasing, facts
from contracts.agreements.clause import Exclusion
from contracts.agreements.versions import OwnWork
from contracts.compliance.apart import counted_ticket, exclusion, objection
from contracts.compliance.counted import two_truths
from contracts.compliance.frozen import (
    compliance_freezing,
    compliance_hearing,
    compliance_period,
    compliance_verifying,
    correction,
)
from contracts.compliance.frozen.compliance_period import PeriodFrozen, StillProvisional
from tenants.erasing import WORDS, Known
from tests.conftest import Database
from tests.service.contracts import months, world
from tests.service.contracts.months import DAY_AFTER, FEBRUARY, JANUARY, Client, january, resolved
from tests.service.contracts.world import berlin, known
from underpin.kernel import db, events, ids, relay, verb
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import Forbidden, Malformed, NotFound

tenants = world.TENANTS


@pytest.fixture
async def client(scopes: Database) -> Client:
    return await months.opened(next(tenants))


async def test_a_month_is_frozen_by_itself_after_the_days_to_object(client: Client) -> None:
    await january(client)
    before = await client.month()
    assert (before.state, before.provisional_until) == ("provisional", berlin("2026-02-11T00:00"))
    await client.at(berlin("2026-02-10T23:59"))
    assert (await client.period()).state == "provisional"
    await client.at(DAY_AFTER)
    frozen = await client.period()
    assert (frozen.state, frozen.frozen_by, frozen.counted) == ("frozen", None, 4)
    after = await client.month()
    assert after.state == "frozen"
    assert (after.totals, after.figures) == (before.totals, before.figures)
    assert (await client.verified()).holds is True


async def test_compliance_is_told_by_service_too(client: Client) -> None:
    await january(client)
    await client.at(DAY_AFTER)
    found = {
        (each.service_id, each.metric): (each.met, each.breached, each.shown, each.kept)
        for each in (await client.month()).services
    }
    network, printing = known(client.tenant, "network"), known(client.tenant, "printing")
    assert found[(network, "first_response")] == (1, 0, "100.00", True)
    assert found[(printing, "first_response")] == (0, 1, "0.00", False)


async def test_the_evidence_shows_the_intervals_and_every_change_of_it_is_found(
    client: Client, database: Database
) -> None:
    await january(client)
    await client.at(DAY_AFTER)
    pieces = await client.ask(client.lead, compliance_verifying.pieces, client.tenant, *JANUARY)
    missed = next(p for p in pieces if (p.metric, p.outcome) == ("first_response", "breached"))
    body = msgspec.json.decode(missed.body)
    assert body["over"] == 60 * 60 * 1_000_000
    assert body["clock_shown"]["counted"][0]["start"] == "2026-01-13T09:00:00Z"
    owner = await asyncpg.connect(database.owner)
    try:
        await owner.execute(
            "UPDATE compliance_evidence SET outcome = 'met' WHERE tenant_id = $1 AND position = $2",
            *(client.tenant, missed.position),
        )
    finally:
        await owner.close()
    found = await client.verified()
    assert (found.altered, found.holds) == ((missed.position,), False)


async def test_evidence_left_out_breaks_the_chain(client: Client, database: Database) -> None:
    await january(client)
    await client.at(DAY_AFTER)
    owner = await asyncpg.connect(database.owner)
    try:
        await owner.execute(
            "DELETE FROM compliance_evidence WHERE tenant_id = $1 AND position = 2", client.tenant
        )
    finally:
        await owner.close()
    found = await client.verified()
    assert (found.seen, found.is_whole, found.holds) == (3, False, None)


async def test_a_frozen_month_names_the_one_before_it(client: Client) -> None:
    await january(client)
    await resolved(client, "2026-02-03T10:00", "2026-02-03T10:30")
    await client.at(berlin("2026-03-12T00:00"))
    first, second = await client.period(JANUARY), await client.period(FEBRUARY)
    assert second.previous_hash == first.hash != second.hash
    assert (await client.verified(FEBRUARY)).holds is True


async def test_months_without_tickets_are_kept_as_well(client: Client) -> None:
    await january(client)
    await client.at(berlin("2026-05-01T12:00"))
    found = await client.ask(client.lead, compliance_period.of_tenant, client.tenant)
    assert [(each.year, each.month) for each in found] == [(2026, m) for m in (5, 4, 3, 2, 1)]
    march = await client.month((2026, 3))
    assert (march.state, march.totals) == ("frozen", ())


async def test_nobody_freezes_before_the_client_has_had_its_days(client: Client) -> None:
    await january(client)
    await client.at(berlin("2026-02-05T00:00"))
    with pytest.raises(StillProvisional):
        await client.ask(client.lead, compliance_freezing.freeze, *JANUARY)
    assert (await client.period()).state == "provisional"


async def test_an_open_objection_holds_the_freeze_and_upheld_makes_a_miss(client: Client) -> None:
    good, _ = await january(client)
    await client.at(berlin("2026-02-05T00:00"))
    filed = await client.object(await client.clock(good, "resolution"))
    await client.at(berlin("2026-02-14T00:00"))
    assert (await client.period()).state == "provisional"
    with pytest.raises(StillProvisional):
        await client.ask(client.lead, compliance_freezing.freeze, *JANUARY)
    before = await client.figure("resolution")
    await client.ask(client.manager, objection.uphold, filed.id, "The printer stayed down.")
    after = await client.figure("resolution")
    assert (before.met, before.breached) == (2, 0)
    assert (after.met, after.breached) == (1, 1)
    frozen = await client.ask(client.lead, compliance_freezing.freeze, *JANUARY)
    assert (frozen.state, frozen.frozen_by) == ("frozen", client.lead.person_id)
    read = await verb.perform(objection.of_month, client.ada, client.tenant, *JANUARY)
    assert [(each.state, each.answer) for each in read] == [("upheld", "The printer stayed down.")]


async def test_who_worked_the_ticket_does_not_answer_the_objection(client: Client) -> None:
    good, _ = await january(client)
    async with world.acting(client.tenant) as act:
        theirs = replace(act, principal=client.lead)
        note = events.New("ticket.internal_note", good)
        await events.emit(theirs, note)
    filed = await client.object(await client.clock(good, "resolution"))
    with pytest.raises(OwnWork):
        await client.ask(client.lead, objection.reject, filed.id, "No.")
    (left,) = await client.ask(client.lead, objection.of_month, client.tenant, *JANUARY)
    assert (left.state, left.answer) == ("open", None)
    rejected = await client.ask(client.manager, objection.reject, filed.id, "The log shows it.")
    assert rejected.state == "rejected"
    assert (await client.figure("resolution")).breached == 0


async def test_a_member_objects_only_to_what_they_see_and_only_in_time(client: Client) -> None:
    good, _ = await january(client)
    clock = await client.clock(good, "resolution")
    with pytest.raises(NotFound):
        await verb.begin(objection.object_to, client.ben, clock, "missed", "Not mine.")
    with pytest.raises(Forbidden):
        await verb.begin(objection.object_to, client.lead, clock, "missed", "Ours.")
    await client.at(DAY_AFTER)
    with pytest.raises(PeriodFrozen):
        await client.object(clock)
    assert await client.ask(client.lead, objection.of_month, client.tenant, *JANUARY) == []


async def test_an_exclusion_needs_a_second_person_and_shows_at_once(client: Client) -> None:
    _, late = await january(client)
    clock = await client.clock(late, "first_response")
    words = (clock, "client_caused", "Their line was down.")
    proposed = await client.ask(client.lead, exclusion.propose, *words)
    assert (await client.figure("first_response")).breached == 1
    (shown,) = await verb.perform(exclusion.of_month, client.ada, client.tenant, *JANUARY)
    assert (shown.state, shown.reason) == ("proposed", "client_caused")
    assert await verb.perform(exclusion.of_month, client.ben, client.tenant, *JANUARY) == []
    with pytest.raises(OwnWork):
        await client.ask(client.lead, exclusion.confirm, proposed.id)
    with pytest.raises(exclusion.AlreadyProposed):
        await client.ask(client.manager, exclusion.propose, *words)
    assert (await client.figure("first_response")).breached == 1
    await client.ask(client.manager, exclusion.confirm, proposed.id)
    figure = await client.figure("first_response")
    assert (figure.met, figure.breached) == (1, 0)
    assert [(each.reason, each.count) for each in figure.excluded] == [("client_caused", 1)]


async def test_an_upheld_objection_lifts_the_exclusion(client: Client) -> None:
    _, late = await january(client)
    clock = await client.clock(late, "first_response")
    words = (clock, "client_caused", "Their line was down.")
    proposed = await client.ask(client.lead, exclusion.propose, *words)
    await client.ask(client.manager, exclusion.confirm, proposed.id)
    filed = await client.object(clock, "counted")
    await client.ask(client.manager, objection.uphold, filed.id, "The line was up.")
    assert (await client.figure("first_response")).breached == 1


async def test_what_nobody_confirmed_lapses_with_the_freeze(client: Client) -> None:
    _, late = await january(client)
    clock = await client.clock(late, "first_response")
    await client.ask(client.lead, exclusion.propose, clock, "client_caused", "Their line.")
    await client.at(DAY_AFTER)
    (left,) = await client.ask(client.lead, exclusion.of_month, client.tenant, *JANUARY)
    assert left.state == "lapsed"
    assert (await client.figure("first_response")).breached == 1
    with pytest.raises(PeriodFrozen):
        await client.ask(client.lead, exclusion.propose, clock, "client_caused", "Their line.")


async def test_alerts_no_person_touched_and_spam_stand_apart(client: Client) -> None:
    await resolved(client, "2026-01-12T10:00", "2026-01-12T10:30", channel=facts.ALERT)
    spam = await resolved(client, "2026-01-13T10:00", "2026-01-13T10:30")
    await client.at(berlin("2026-02-02T00:00"))
    async with world.acting(client.tenant) as act:
        await counted_ticket.settle(act, berlin("2026-01-01T00:00"), berlin("2026-02-01T00:00"))
    await client.ask(client.lead, counted_ticket.set_apart, spam, "spam", "An advertisement.")
    figure = await client.figure("resolution")
    assert (figure.met, figure.breached, figure.shown) == (0, 0, None)
    assert [(each.reason, each.count) for each in figure.apart] == [("alert", 1), ("spam", 1)]
    (shown,) = await verb.perform(counted_ticket.apart_of, client.ada, client.tenant)
    assert (shown.ticket_id, shown.reason, shown.by) == (
        spam,
        "An advertisement.",
        client.lead.person_id,
    )
    await client.ask(client.lead, counted_ticket.count_again, spam)
    assert (await client.figure("resolution")).met == 1


async def test_a_late_fact_after_the_freeze_makes_a_correction_and_no_edit(client: Client) -> None:
    _, late = await january(client)
    await client.at(DAY_AFTER)
    pieces = await client.ask(client.lead, compliance_verifying.pieces, client.tenant, *JANUARY)
    earlier = berlin("2026-01-13T10:20")
    now = berlin("2026-02-12T10:00")
    await client.tickets.hear(late, earlier, facts.PublicReply, late=now)
    async with world.acting(client.tenant) as act:
        assert await correction.look(act, [late], "call_logged_late") == 1
        assert await correction.look(act, [late], "call_logged_late") == 0
    (made,) = await client.ask(client.lead, correction.of_month, client.tenant, *JANUARY)
    assert (made.was, made.outcome, made.reason) == ("breached", "met", "call_logged_late")
    assert msgspec.json.decode(made.body)["clock_shown"]["spans"]
    same = await client.ask(client.lead, compliance_verifying.pieces, client.tenant, *JANUARY)
    assert same == pieces
    assert (await client.verified()).holds is True
    month = await client.month()
    assert (month.state, month.corrections) == ("frozen", 1)
    seen = await verb.perform(correction.of_month, client.ada, client.tenant, *JANUARY)
    assert seen == [made]
    assert await verb.perform(correction.of_month, client.ben, client.tenant, *JANUARY) == []


async def test_a_ticket_reopened_after_the_freeze_counts_where_it_is_decided(
    client: Client,
) -> None:
    good, _ = await january(client)
    await client.at(DAY_AFTER)
    row = {"state": "open", "live": True}
    await client.tickets.hear(good, berlin("2026-02-12T10:00"), facts.Reopened, row=row)
    await client.at(berlin("2026-03-01T01:00"))
    made = await client.ask(client.lead, correction.of_month, client.tenant, *JANUARY)
    assert [(each.ticket_id, each.metric, each.was, each.outcome) for each in made] == [
        (good, "resolution", "met", "uncounted")
    ]
    assert (await client.figure("resolution", FEBRUARY)).breached == 1


async def test_what_the_relay_tells_counts_at_once(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever day it is: the client leaves simulated time, in which alone January is near."""
    monkeypatch.setattr(correction, "SETTLED_AFTER", timedelta(days=36_500))
    events.subscribe(compliance_hearing.CONSUMER)
    try:
        _, late = await january(client)
        await client.at(DAY_AFTER)
        async with world.acting(client.tenant, berlin("2026-02-12T10:00")):
            pass
        await client.tickets.hear(
            late, berlin("2026-01-13T10:20"), facts.PublicReply, late=berlin("2026-02-12T10:00")
        )
        while await relay.drain(client.tenant):
            pass
        async with db.open(Work(client.tenant)):
            await db.execute("UPDATE tenant SET simulated_now = NULL WHERE id = $1", client.tenant)
            row = await db.row("SELECT * FROM counted_ticket WHERE id = $1", late)
        async with world.acting(client.tenant) as act:
            await events.emit(act, events.New("ticket.breach_withdrawn", late))
        while await relay.drain(client.tenant):
            pass
    finally:
        del events.CONSUMERS["compliance"]
    assert row is not None and row["service_id"] == known(client.tenant, "printing")
    (made,) = await client.ask(client.lead, correction.of_month, client.tenant, *JANUARY)
    assert (made.outcome, made.reason) == ("met", "breach_withdrawn")


async def test_maintenance_counts_only_if_announced_with_the_agreed_notice(
    scopes: Database,
) -> None:
    listed = (Exclusion("planned_maintenance", notice_hours=48), Exclusion("other", name="strike"))
    client = await months.opened(next(tenants), exclusions=listed)
    _, late = await january(client)
    clock = await client.clock(late, "first_response")
    in_time = await _maintenance(client, announced="2026-01-11T08:00")
    too_late = await _maintenance(client, announced="2026-01-12T08:00")
    async with world.acting(client.tenant) as act:
        await counted_ticket.settle(act, berlin("2026-01-01T00:00"), berlin("2026-02-01T00:00"))
    words = ("planned_maintenance", "The printers were being replaced.")
    for given in (too_late, ids.new(), None):
        with pytest.raises(Malformed):
            await client.ask(client.lead, exclusion.propose, clock, *words, maintenance_id=given)
    with pytest.raises(Malformed, match="planned_maintenance, strike"):
        await client.ask(client.lead, exclusion.propose, clock, "client_caused", "Theirs.")
    assert await client.ask(client.lead, exclusion.of_month, client.tenant, *JANUARY) == []
    made = await client.ask(client.lead, exclusion.propose, clock, *words, maintenance_id=in_time)
    assert (made.state, made.maintenance_id) == ("proposed", in_time)


async def _maintenance(client: Client, announced: str) -> UUID:
    """Of printing, on the morning on which the late ticket was raised."""
    new = ids.new()
    async with world.acting(client.tenant):
        await db.execute(
            "INSERT INTO maintenance (tenant_id, id, service_id, starts_at, ends_at, note, "
            "announced_by, announced_at) VALUES ($1, $2, $3, $4, $5, '', $6, $7)",
            *(client.tenant, new, known(client.tenant, "printing")),
            *(berlin("2026-01-13T09:00"), berlin("2026-01-13T12:00")),
            *(client.lead.person_id, berlin(announced)),
        )
    return new


async def test_beside_a_missed_resolution_stands_what_it_took_without_the_vendor(
    client: Client,
) -> None:
    ticket = await client.tickets.raise_ticket(berlin("2026-01-12T09:00"))
    await client.tickets.hear(ticket, berlin("2026-01-12T09:10"), facts.PublicReply)
    away = {"old": "open", "new": "waiting_vendor"}
    back = {"old": "waiting_vendor", "new": "open"}
    await client.tickets.hear(ticket, berlin("2026-01-12T11:00"), facts.StateChanged, **away)
    await client.tickets.hear(ticket, berlin("2026-01-13T15:00"), facts.StateChanged, **back)
    await client.tickets.hear(ticket, berlin("2026-01-13T16:00"), facts.Resolved)
    (found,) = await client.ask(client.lead, two_truths.of_month, client.tenant, *JANUARY)
    assert found.ticket_id == ticket
    assert (found.used_us, found.other_us) == (15 * world.HOUR, 3 * world.HOUR)
    assert found.missed_otherwise is False
    assert (await client.figure("resolution")).breached == 1
    generous = replace(client.ada, capabilities=frozenset({"compliance.read"}))
    with pytest.raises(Forbidden):
        await verb.perform(two_truths.of_month, generous, client.tenant, *JANUARY)


async def test_an_erased_persons_objection_stays_without_their_words(client: Client) -> None:
    good, _ = await january(client)
    await client.object(await client.clock(good, "resolution"))
    assert client.ada.person_id is not None
    known = Known(client.ada.person_id, "Ada", "ada@client.example")
    async with world.acting(client.tenant) as act:
        assert await erasing.erase(act, known) == 1
    (left,) = await client.ask(client.lead, objection.of_month, client.tenant, *JANUARY)
    assert (left.words, left.state, left.raised_by) == (WORDS, "open", client.ada.person_id)


async def test_what_comes_while_a_month_is_frozen_waits_and_finds_it_frozen(
    client: Client,
) -> None:
    good, late = await january(client)
    met, missed = [await client.clock(each, "first_response") for each in (good, late)]
    await client.at(berlin("2026-02-10T12:00"))
    is_frozen, may_commit = asyncio.Event(), asyncio.Event()

    async def freezing() -> None:
        async with world.acting(client.tenant, berlin("2026-02-11T12:00")) as act:
            await compliance_freezing.freeze(replace(act, principal=client.lead), *JANUARY)
            is_frozen.set()
            await may_commit.wait()

    frozen = asyncio.create_task(freezing())
    await is_frozen.wait()
    words = (missed, "client_caused", "Their line.")
    late_comers = {
        asyncio.create_task(client.object(met)),
        asyncio.create_task(client.ask(client.manager, exclusion.propose, *words)),
    }
    _, waiting = await asyncio.wait(late_comers, timeout=0.5)
    assert waiting == late_comers
    may_commit.set()
    await frozen
    for each in late_comers:
        with pytest.raises(PeriodFrozen):
            await each
    assert await client.ask(client.lead, objection.of_month, client.tenant, *JANUARY) == []
    assert await client.ask(client.lead, exclusion.of_month, client.tenant, *JANUARY) == []
