"""An account manager is reminded in time, once, of what the contract's terms say now."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from contracts.signed import amending, contract, reminder, reminder_timers
from contracts.signed.contract import Contract
from contracts.signed.contract_terms import Changes
from contracts.signed.reminder import Reminder, Settled
from tests.conftest import Database
from tests.service.contracts import party, world
from tests.service.contracts.party import Party
from underpin.kernel import db, events, pulse, timers
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import Forbidden, NotFound

tenants = world.TENANTS


@pytest.fixture
async def acme(scopes: Database) -> Party:
    timers.handle(reminder_timers.kind())
    found = await party.of(next(tenants))
    await found.at(2026, 3, 2)
    return found


async def signed(acme: Party, **more: Any) -> Contract:
    terms: dict[str, Any] = {
        "ends_on": date(2026, 12, 31),
        "notice_days": 90,
        "renewal": "automatic",
    }
    found: Contract = await acme.ask(
        acme.anna, contract.sign, f"C {uuid4()}", date(2026, 1, 1), **(terms | more)
    )
    return found


async def lives_until(acme: Party, *day: int) -> int:
    """The client's time goes on to noon of that day, and the worker fires what falls due."""
    await acme.at(*day)
    fired = 0
    while batch := await pulse.drain(acme.tenant):
        fired += batch
    return fired


async def waiting(acme: Party) -> list[tuple[str, date]]:
    found = await acme.ask(acme.anna, reminder.waiting)
    return [(each.occasion, each.due_on) for each in found]


async def armed(acme: Party) -> dict[str, datetime]:
    async with db.open(Work(acme.tenant)):
        rows = await db.rows(
            "SELECT key, fires_at FROM timer WHERE tenant_id = $1 AND kind = $2",
            *(acme.tenant, reminder_timers.KIND),
        )
    return {row["key"].partition(":")[2]: row["fires_at"] for row in rows}


async def test_notice_and_renewal_are_said_in_time_and_once(acme: Party) -> None:
    await signed(acme)
    assert await armed(acme) == {
        "notice": datetime(2026, 9, 1, 22, tzinfo=UTC),
        "renewal": datetime(2026, 11, 1, 23, tzinfo=UTC),
    }
    assert await lives_until(acme, 2026, 9, 1) == 0
    assert await waiting(acme) == []
    assert await lives_until(acme, 2026, 9, 2) == 1
    assert await waiting(acme) == [("notice", date(2026, 10, 2))]
    assert await lives_until(acme, 2026, 12, 31) == 1
    assert await waiting(acme) == [
        ("notice", date(2026, 10, 2)),
        ("renewal", date(2027, 1, 1)),
    ]
    assert await lives_until(acme, 2027, 12, 1) == 2
    assert (await waiting(acme))[2:] == [
        ("notice", date(2027, 10, 2)),
        ("renewal", date(2028, 1, 1)),
    ]


async def test_it_is_an_event_at_its_own_instant(acme: Party) -> None:
    made = await signed(acme, uplift_percent=Decimal(3), uplift_on=date(2026, 6, 1))
    await lives_until(acme, 2026, 5, 20)
    async with db.open(Work(acme.tenant)):
        (row,) = await db.rows(
            "SELECT * FROM event WHERE tenant_id = $1 AND subject_id = $2 AND kind = $3",
            *(acme.tenant, made.id, reminder_timers.RAISED),
        )
    event = events.read(row)
    assert event.body == {"occasion": "uplift", "due_on": "2026-06-01"}
    assert event.happened_at == datetime(2026, 5, 1, 22, tzinfo=UTC)


async def test_a_change_of_terms_moves_what_was_armed_and_withdraws_what_was_said(
    acme: Party,
) -> None:
    made = await signed(acme)
    await lives_until(acme, 2026, 9, 2)
    await acme.ask(acme.anna, amending.change_terms, made.id, Changes(notice_days=30))
    assert await waiting(acme) == []
    assert (await armed(acme))["notice"] == datetime(2026, 10, 31, 23, tzinfo=UTC)
    await lives_until(acme, 2026, 11, 1)
    assert await waiting(acme) == [("notice", date(2026, 12, 1))]
    await acme.ask(acme.anna, amending.change_terms, made.id, Changes(notice_days=31))
    await acme.ask(acme.anna, amending.change_terms, made.id, Changes(notice_days=30))
    await lives_until(acme, 2026, 11, 2)
    assert ("notice", date(2026, 12, 1)) in await waiting(acme)
    assert len(await waiting(acme)) == 2


async def test_after_notice_only_the_end_is_left(acme: Party) -> None:
    made = await signed(acme)
    await acme.ask(acme.anna, amending.give_notice, made.id, "client")
    assert await armed(acme) == {"end": datetime(2026, 10, 31, 23, tzinfo=UTC)}
    await lives_until(acme, 2027, 6, 1)
    assert await waiting(acme) == [("end", date(2026, 12, 31))]
    assert await armed(acme) == {}


async def test_one_that_runs_until_notice_reminds_of_nothing(acme: Party) -> None:
    await signed(acme, ends_on=None, renewal="none")
    assert await armed(acme) == {}


async def test_signed_too_late_for_the_lead_it_is_said_at_once(acme: Party) -> None:
    await signed(acme, ends_on=date(2026, 3, 31), renewal="none", notice_days=0)
    assert (await armed(acme))["end"] == datetime(2026, 3, 2, 11, tzinfo=UTC)
    await lives_until(acme, 2026, 3, 3)
    assert await waiting(acme) == [("end", date(2026, 3, 31))]


async def test_done_by_one_it_is_gone_for_all(acme: Party) -> None:
    made = await signed(acme)
    await lives_until(acme, 2026, 9, 2)
    (found,) = await acme.ask(acme.anna, reminder.waiting)
    settled: Reminder = await acme.ask(acme.ben, reminder.done, found.id, "Called Ada.")
    assert (settled.done_by, settled.note) == (acme.ben.person_id, "Called Ada.")
    assert await waiting(acme) == []
    with pytest.raises(Settled):
        await acme.ask(acme.anna, reminder.done, found.id)
    with pytest.raises(NotFound):
        await acme.ask(acme.anna, reminder.done, uuid4())
    await acme.ask(acme.anna, amending.change_terms, made.id, Changes(notice_days=30))
    async with db.open(Work(acme.tenant)):
        kept = "SELECT withdrawn_at FROM contract_reminder WHERE tenant_id = $1 AND id = $2"
        assert await db.value(kept, acme.tenant, found.id) is None


async def test_pages_of_many_and_other_clients(acme: Party) -> None:
    for month in (4, 5, 6):
        await signed(acme, ends_on=date(2026, month, 30), renewal="none")
    await lives_until(acme, 2026, 6, 1)
    first = await acme.ask(acme.anna, reminder.waiting, None, 2)
    rest = await acme.ask(acme.anna, reminder.waiting, (first[-1].due_on, first[-1].id), 2)
    assert [each.due_on.month for each in (*first, *rest)] == [4, 5, 6]
    other = await party.of(next(tenants))
    assert await waiting(other) == []
    with pytest.raises(NotFound):
        await other.ask(other.anna, reminder.done, first[0].id)


async def test_members_are_told_nothing_of_it(acme: Party) -> None:
    await signed(acme)
    await lives_until(acme, 2026, 9, 2)
    with pytest.raises(Forbidden):
        await acme.ask(acme.admin, reminder.waiting)
    with pytest.raises(Forbidden):
        await acme.ask(acme.admin, reminder.done, uuid4())
    assert len(await waiting(acme)) == 1


async def test_many_contracts_due_at_one_instant_are_said_together(acme: Party) -> None:
    async with world.acting(acme.tenant) as act:
        rows = await db.rows(
            "INSERT INTO contract (tenant_id, id, name, starts_on, ends_on, notice_days, renewal) "
            "SELECT $1, uuidv7(), 'C' || n, '2026-01-01', '2026-12-31', 0, 'none' "
            "FROM generate_series(1, 300) n RETURNING id",
            acme.tenant,
        )
        await reminder_timers.rearm(act, *(row["id"] for row in rows))
    assert await lives_until(acme, 2026, 11, 2) == 300
    async with db.open(Work(acme.tenant)):
        count = "SELECT count(*) FROM contract_reminder WHERE tenant_id = $1"
        assert await db.value(count, acme.tenant) == 300
