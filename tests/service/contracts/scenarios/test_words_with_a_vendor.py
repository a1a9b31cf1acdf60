"""What is said between us and a vendor moves the vendor's clocks, and the ticket with them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.service.contracts.scenarios.stage import HOUR, MINUTE, Stage, micros
from underpin.desk.cases import case_answering
from underpin.kernel import db
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.principal import Principal


async def _asked(stage: Stage) -> tuple[int, Principal]:
    await stage.at("2026-03-03T10:00")
    number = await stage.raises()
    vendor = await stage.hands_to_the_vendor(number)
    await stage.at("2026-03-03T10:30")
    await stage.hears(vendor, "question", "Which firmware is on it?")
    return number, vendor


async def test_our_answer_gives_the_case_back_to_the_vendor(stage: Stage) -> None:
    """Half an hour theirs, two hours ours, then theirs again."""
    number, vendor = await _asked(stage)
    await stage.at("2026-03-03T12:30")
    fix = await stage.clock(number, "fix")
    assert (fix.state, fix.used_us) == ("paused", micros(30 * MINUTE))
    await stage.tells(number, vendor)
    await stage.at("2026-03-03T13:30")
    fix = await stage.clock(number, "fix")
    assert (fix.state, fix.used_us) == ("running", micros(HOUR + 30 * MINUTE))
    assert await _said(stage) == [
        ("in", "#question\nWhich firmware is on it?"),
        ("out", "It is 4.2."),
    ]


async def test_the_answer_goes_out_as_a_mail_that_can_be_undone_for_ten_seconds(
    stage: Stage,
) -> None:
    number, vendor = await _asked(stage)
    await stage.tells(number, vendor)
    async with db.open(Work(stage.tenant)):
        (row,) = await db.rows(
            "SELECT o.channel, o.identity, m.message_id, "
            "o.due_at - o.created_at >= interval '10 seconds' AS held FROM outgoing o "
            "JOIN case_message m ON m.tenant_id = o.tenant_id AND m.case_id = o.subject_id "
            "AND m.direction = 'out' WHERE o.tenant_id = $1",
            stage.tenant,
        )
    assert (row["channel"], row["identity"], row["held"]) == ("mail", row["message_id"], True)


async def test_a_fix_that_does_not_hold_never_stopped_its_clock(stage: Stage) -> None:
    number, vendor = await _asked(stage)
    await stage.tells(number, vendor)
    await stage.at("2026-03-03T11:30")
    await stage.hears(vendor, "fixed", "Firmware replaced.")
    assert (await stage.clock(number, "fix")).state == "stopped"
    assert (await stage.ticket(number)).tier == 3
    await stage.at("2026-03-03T12:30")
    await stage.rejects(number, vendor)
    found = await stage.ticket(number)
    assert (found.tier, found.state) == (4, "waiting_vendor")
    fix = await stage.clock(number, "fix")
    assert (fix.state, fix.used_us) == ("running", micros(timedelta(hours=2, minutes=30)))


async def test_a_fix_that_holds_ends_the_case(stage: Stage) -> None:
    number, vendor = await _asked(stage)
    with pytest.raises(case_answering.NotFixed):
        await stage.confirms(number, vendor)
    await stage.hears(vendor, "fixed", "Firmware replaced.")
    await stage.confirms(number, vendor)
    for again in (stage.confirms, stage.rejects):
        with pytest.raises(case_answering.NotFixed):
            await again(number, vendor)
    with pytest.raises(case_answering.Ended):
        await stage.tells(number, vendor)
    assert (await stage.clock(number, "fix")).state == "stopped"


async def test_nothing_is_said_by_an_empty_answer_or_in_another_tickets_case(stage: Stage) -> None:
    number, vendor = await _asked(stage)
    other = await stage.raises()
    with pytest.raises(NotFound):
        await stage.tells(other, vendor)
    with pytest.raises(Malformed):
        await stage.tells(number, vendor, "  ")
    assert (await stage.clock(number, "fix")).state == "paused"
    assert [direction for direction, _ in await _said(stage)] == ["in"]


async def _said(stage: Stage) -> list[tuple[str, str]]:
    async with db.open(Work(stage.tenant)):
        rows = await db.rows(
            "SELECT direction, body FROM case_message WHERE tenant_id = $1 "
            "ORDER BY happened_at, recorded_at, id",
            stage.tenant,
        )
    return [(row["direction"], row["body"]) for row in rows]
