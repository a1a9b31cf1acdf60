"""What a vendor owes for missing its own targets, whether or not the client's were missed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
import pytest

from contracts import facts
from contracts.agreements.agreed import Content, Settings
from contracts.agreements.clause import Availability
from contracts.agreements.credit_clause import Clause, PerUnit, Step
from contracts.agreements.credit_schedule import Schedule
from contracts.compliance.recoveries import recovery
from contracts.compliance.recoveries.recovery import Recovery, WrongState
from contracts.signed import setting_up
from tests.conftest import Database
from tests.service.contracts import months, world
from tests.service.contracts.months import Client
from tests.service.contracts.world import berlin, known, target
from underpin.kernel import db, ids, verb
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Member, Provider, Work
from underpin.kernel.errors import Forbidden, Malformed
from underpin.kernel.principal import worker

tenants = world.TENANTS
MISSED_FIX = Clause("fix", commitment=Decimal(90), steps=(Step(Decimal(90), Decimal(20)),))
SCHEDULE = Schedule("day_charge", (MISSED_FIX,), on_claim_days=30)


async def opened(
    owing: Schedule | None = SCHEDULE,
    holder: Any = "msp",
    availability: Availability | None = None,
    promised: Schedule | None = None,
) -> Client:
    """A client whose network stands on a vendor and a UC of its own: fix within 24 hours.
    `promised`: the credits of its own SLA."""
    tenant = next(tenants)
    vendor, agreement = known(tenant, "vendor"), known(tenant, "uc")
    targets = tuple(target("fix", priority, 24) for priority in world.PRIORITIES)
    said = {"credits": owing, "availability": availability}
    content = Content(known("pcv", "always"), targets, Settings(holder=holder), **said)
    await _provide(tenant, vendor, agreement, content)
    client = await months.opened(tenant, **({"credits": promised} if promised else {}))
    async with db.open(Work(tenant)):
        await db.execute(
            "UPDATE coverage SET vendor_id = $2, agreement_id = $3 WHERE tenant_id = $1",
            *(tenant, vendor, agreement),
        )
    return client


async def _provide(tenant: int, vendor: UUID, agreement: UUID, content: Content) -> None:
    agreed = setting_up.Agreed(
        agreement_id=agreement,
        version_id=known(tenant, "ucv"),
        name=f"UC of {tenant}",
        content=content,
        effective_from=world.LONG_AGO,
        author_id=known("author"),
        approver_id=known("approver"),
        vendor_id=vendor,
    )
    sold = setting_up.Vendor(vendor, f"Vendor {tenant}", "support@fabrikam.example")
    async with db.open(Provider()):
        act = Act(worker(tenant), None, await db.now(), "seed", "world")
        await setting_up.provider_ready_made(act, world.PROVIDER)
        await setting_up.provider_ready_made(
            act, setting_up.Provider(hours=(), vendors=(sold,), agreements=(agreed,))
        )


async def handed_out(client: Client, opened_at: str, fixed_at: str | None) -> UUID:
    """A case at the vendor; the ticket itself waits for the client, so that only the vendor's
    clock runs on."""
    ticket = await client.tickets.raise_ticket(berlin(opened_at))
    await client.tickets.hear(ticket, berlin(opened_at), facts.PublicReply)
    case = {
        "case_id": ids.new(),
        "vendor": known(client.tenant, "vendor"),
        "service": known(client.tenant, "network"),
    }
    await client.tickets.hear(ticket, berlin(opened_at), facts.CaseOpened, **case)
    if fixed_at is not None:
        await client.tickets.hear(ticket, berlin(fixed_at), facts.CaseFixed, by="vendor", **case)
    return ticket


async def owed(client: Client) -> list[Recovery]:
    found: list[Recovery] = await client.ask(client.lead, recovery.of_tenant, client.tenant)
    return found


async def test_a_vendor_owes_for_its_own_misses_from_the_end_of_the_month(
    scopes: Database,
) -> None:
    client = await opened()
    await handed_out(client, "2026-01-12T09:00", "2026-01-12T12:00")
    await handed_out(client, "2026-01-13T09:00", "2026-01-15T09:00")
    await client.at(berlin("2026-02-01T00:01"))
    (found,) = await owed(client)
    assert (found.state, found.holder, found.percent, found.basis) == (
        *("due", "msp", "20", "day_charge"),
    )
    assert (found.missed, found.counted) == (1, 2)
    assert found.claim_by == berlin("2026-03-03T00:00")
    detail = msgspec.json.decode(found.detail)
    assert len(detail["missed_clocks"]) == 1


async def test_per_hour_over_counts_the_hours_that_were_over(scopes: Database) -> None:
    hours = PerUnit("minute", "completed", Decimal(1), size=Decimal(60))
    client = await opened(Schedule("service_fee", (Clause("fix", per_unit=hours),)))
    await handed_out(client, "2026-01-13T09:00", "2026-01-15T12:30")
    await client.at(berlin("2026-02-01T00:01"))
    (found,) = await owed(client)
    assert (found.percent, found.claim_by) == ("27", None)


async def test_where_the_uc_has_no_schedule_the_misses_are_listed_all_the_same(
    scopes: Database,
) -> None:
    client = await opened(None, holder="client")
    await handed_out(client, "2026-01-13T09:00", "2026-01-15T09:00")
    await client.at(berlin("2026-02-01T00:01"))
    (found,) = await owed(client)
    assert (found.percent, found.holder, found.missed) == (None, "client", 1)


async def test_a_quarter_is_owed_for_though_its_last_month_was_kept(scopes: Database) -> None:
    client = await opened(replace(SCHEDULE, period="quarter"))
    await handed_out(client, "2026-01-13T09:00", "2026-01-15T09:00")
    await client.at(berlin("2026-03-31T12:00"))
    assert await owed(client) == []
    await client.at(berlin("2026-04-01T12:00"))
    (found,) = await owed(client)
    assert (found.month, found.percent, found.missed) == (3, "20", 1)


async def test_a_service_that_was_down_is_owed_for_without_any_ticket(scopes: Database) -> None:
    down = Clause(
        "availability", commitment=Decimal("99.9"), steps=(Step(Decimal("99.9"), Decimal(10)),)
    )
    client = await opened(
        Schedule("service_fee", (down,)), availability=Availability(Decimal("99.9"))
    )
    outage = ids.new()
    async with world.acting(client.tenant):
        await db.execute(
            "INSERT INTO outage (tenant_id, id, service_id, starts_at, ends_at, state, note, "
            "drafted_by, drafted_at, confirmed_by, confirmed_at) "
            "VALUES ($1, $2, $3, $4, $5, 'confirmed', '', $6, $5, $6, $5)",
            *(client.tenant, outage, known(client.tenant, "network")),
            *(berlin("2026-01-20T10:00"), berlin("2026-01-20T15:00"), client.lead.person_id),
        )
        await db.execute(
            "INSERT INTO outage_vendor (tenant_id, outage_id, vendor_id) VALUES ($1, $2, $3)",
            *(client.tenant, outage, known(client.tenant, "vendor")),
        )
    await client.at(berlin("2026-02-12T00:00"))
    (found,) = await owed(client)
    assert (found.percent, found.missed, found.counted) == ("10", 1, 1)


async def test_a_vendor_that_kept_its_targets_owes_nothing(scopes: Database) -> None:
    client = await opened()
    await handed_out(client, "2026-01-12T09:00", "2026-01-12T12:00")
    await client.at(berlin("2026-02-12T00:00"))
    assert await owed(client) == []


async def test_reminders_come_before_the_deadline_and_then_it_lapses(scopes: Database) -> None:
    client = await opened()
    await handed_out(client, "2026-01-13T09:00", "2026-01-15T09:00")
    await client.at(berlin("2026-02-18T00:00"))
    assert (await owed(client))[0].reminded_at == berlin("2026-02-17T00:00")
    await client.at(berlin("2026-03-02T00:00"))
    assert (await owed(client))[0].reminded_at == berlin("2026-03-01T00:00")
    await client.at(berlin("2026-03-03T00:01"))
    (late,) = await owed(client)
    assert late.state == "lapsed"
    with pytest.raises(WrongState):
        await client.ask(client.lead, recovery.file, late.id, "CLAIM-1")


async def test_it_is_filed_and_granted_and_stays_as_it_was_filed(scopes: Database) -> None:
    client = await opened()
    await handed_out(client, "2026-01-13T09:00", "2026-01-15T09:00")
    await client.at(berlin("2026-02-02T00:00"))
    (found,) = await owed(client)
    with pytest.raises(Malformed):
        await client.ask(client.lead, recovery.file, found.id, " ")
    with pytest.raises(WrongState):
        await client.ask(client.lead, recovery.grant, found.id, "Paid.")
    assert await owed(client) == [found]
    filed = await client.ask(client.lead, recovery.file, found.id, "CLAIM-1")
    await client.at(berlin("2026-03-04T00:00"))
    assert await owed(client) == [filed]
    granted = await client.ask(client.lead, recovery.grant, found.id, "Credit note 17.")
    assert (granted.state, granted.reference, granted.answer) == (
        *("granted", "CLAIM-1", "Credit note 17."),
    )


async def test_members_never_see_recoveries(scopes: Database) -> None:
    client = await opened()
    await handed_out(client, "2026-01-13T09:00", "2026-01-15T09:00")
    await client.at(berlin("2026-02-02T00:00"))
    generous = replace(client.ada, capabilities=frozenset({"recovery.read"}))
    with pytest.raises(Forbidden):
        await verb.perform(recovery.of_tenant, generous, client.tenant)
    assert client.ada.person_id is not None
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with db.open(Member(client.tenant, client.ada.person_id)):
            await db.rows("SELECT * FROM recovery")
