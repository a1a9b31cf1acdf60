"""What of a ticket's work is billed: the client's own matters, once, and work when it was done."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from contracts.compliance.apart import counted_ticket
from contracts.compliance.apart import verdict as verdicts
from contracts.compliance.counted import compliance
from tests import world
from tests.conftest import Database
from tests.service.desk import ground
from tests.world import World
from underpin.desk.tickets import finishing, judging, raising, time_entry
from underpin.desk.tickets.raising import NewTicket
from underpin.kernel import db, verb
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import Forbidden, Malformed
from underpin.kernel.principal import worker


@pytest.fixture
async def house(scopes: Database) -> World:
    made = await world.build("Europe/Berlin")
    await ground.under_contract(made.acme)
    return made


async def _ticket(house: World) -> int:
    new = NewTicket("Printer", service_id=ground.service(house.acme))  # type: ignore[arg-type]
    raised = await verb.perform(raising.raise_ticket, house.acme.requester.principal, new)
    number: int = raised.number
    return number


async def _do(house: World, wanted: Any, *words: Any, **more: Any) -> Any:
    return await verb.perform(wanted, house.lead.principal, *words, tenant=house.acme.id, **more)


async def _held(house: World, meter: str) -> list[tuple[Decimal, datetime]]:
    """What stands in the ledger."""
    await ground.settle(house.acme)
    async with db.open(Work(house.acme.id)):
        rows = await db.rows(
            "SELECT quantity, happened_at FROM usage_event u WHERE tenant_id = $1 AND meter = $2 "
            "AND reverses IS NULL AND NOT EXISTS (SELECT FROM usage_event r "
            "WHERE r.tenant_id = $1 AND r.source = u.source AND r.reverses = u.event_id)",
            *(house.acme.id, meter),
        )
    return [(row["quantity"], row["happened_at"]) for row in rows]


@pytest.mark.parametrize("verdict", ["spam", "duplicate", "own_fault"])
async def test_what_was_not_the_clients_matter_leaves_the_ledger_again(
    house: World, verdict: str
) -> None:
    number = await _ticket(house)
    await _do(house, finishing.resolve, number)
    assert await _held(house, "tickets") == [(1, ground.MONDAY)]
    await _do(house, judging.judge, number, verdict, "Looked into it")
    assert await _held(house, "tickets") == []
    await _do(house, judging.judge, number, "genuine", "It was theirs after all")
    await _do(house, judging.judge, number, "genuine", "Said twice")
    assert await _held(house, "tickets") == [(1, ground.MONDAY)]


async def test_a_verdict_needs_a_reason_and_is_the_staffs(house: World) -> None:
    number = await _ticket(house)
    with pytest.raises(Malformed):
        await _do(house, judging.judge, number, "spam", " ")
    words = (number, "own_fault", "Surely")
    with pytest.raises(Forbidden):
        await verb.perform(judging.judge, house.acme.requester.principal, *words)
    await _do(house, finishing.resolve, number)
    assert await _held(house, "tickets") == [(1, ground.MONDAY)]


async def test_work_is_billed_in_the_month_it_was_done_not_posted(house: World) -> None:
    number = await _ticket(house)
    friday = ground.MONDAY - timedelta(days=3)
    entry = await _do(
        house,
        time_entry.log,
        number,
        30,
        coverage="chargeable",
        worked_at=friday,
        staff_id=house.l2.id,
    )
    await _do(house, time_entry.post, entry)
    assert await _held(house, "staff_minutes") == [(30, friday)]
    with pytest.raises(Malformed):
        await _do(house, time_entry.log, number, 30, worked_at=ground.MONDAY + timedelta(hours=1))


async def test_what_is_judged_spam_after_its_resolution_stands_apart_until_judged_genuine(
    house: World,
) -> None:
    async def counted() -> tuple[int, list[tuple[str, int]]]:
        await ground.settle(house.acme)
        words = (house.acme.id, ground.MONDAY.year, ground.MONDAY.month)
        month = await _do(house, compliance.of_month, *words)
        (found,) = [each for each in month.totals if each.metric == "resolution"]
        return found.met, [(each.reason, each.count) for each in found.apart]

    number = await _ticket(house)
    await _do(house, finishing.resolve, number)
    assert await counted() == (1, [])
    await _do(house, judging.judge, number, "spam", "An advertisement.")
    assert await counted() == (0, [("spam", 1)])
    (shown,) = await _do(house, counted_ticket.apart_of, house.acme.id)
    assert (shown.reason, shown.by) == ("An advertisement.", house.lead.id)
    await _do(house, judging.judge, number, "own_fault", "Our update broke it.")
    assert await counted() == (1, []), "free of charge, and promised like any other"
    await _do(house, judging.judge, number, "duplicate", "Of the one before.")
    assert await counted() == (0, [("duplicate", 1)])
    await _do(house, counted_ticket.count_again, shown.ticket_id)
    async with db.open(Work(house.acme.id)):
        act = Act(worker(house.acme.id), house.acme.id, ground.MONDAY, "relay", "test")
        span = (ground.MONDAY - timedelta(days=2), ground.MONDAY + timedelta(days=2))
        await verdicts.settle(act, *span)
    assert await counted() == (1, []), "the last word is the one by hand"
