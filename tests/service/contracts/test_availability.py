"""A month of a service: outages noticed, confirmed, withdrawn; maintenance announced; what the
client and the vendor are told."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from contracts.agreements import provider_agreement
from contracts.agreements.agreed import Content
from contracts.agreements.clause import Availability, Exclusion
from contracts.compliance.counted import compliance
from contracts.compliance.frozen import compliance_freezing, compliance_period, compliance_verifying
from contracts.compliance.outages import availability_reading, maintenance, outage
from contracts.compliance.outages.outage_rows import Outage
from contracts.instant import DAY, HOUR, MINUTE
from contracts.signed import contract, vendor
from tests.conftest import Database
from tests.service.contracts import party, world
from tests.service.contracts.party import Party
from tests.service.contracts.world import known
from underpin.kernel import db, ids
from underpin.kernel.database.scope import Member, Work
from underpin.kernel.errors import Forbidden, Malformed, NotFound
from underpin.kernel.principal import Principal

tenants = world.TENANTS
JANUARY = date(2026, 1, 15)
WORKS = frozenset({"outage.write", "compliance.read", "contract.read", "compliance.freeze"})
PROMISED = Availability(Decimal("99.5"), minimum_outage_us=15 * MINUTE)
EXCUSED = (Exclusion("planned_maintenance", notice_hours=48),)


def at(day: int, time: str, month: int = 1) -> datetime:
    hour, minute = map(int, time.split(":"))
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


@pytest.fixture
async def acme(scopes: Database) -> Party:
    number = next(tenants)
    (gold,) = world.client(number).agreements
    always = known(number, "cv", "always")
    promised = replace(PROMISED, calendar_version_id=always)
    content = replace(gold.content, availability=promised, exclusions=EXCUSED)
    made = await party.of(number, agreements=(replace(gold, content=content),))
    return replace(
        made,
        anna=replace(made.anna, capabilities=made.anna.capabilities | WORKS),
        ben=replace(made.ben, capabilities=made.ben.capabilities | WORKS),
        admin=replace(made.admin, capabilities=frozenset({"compliance.read"})),
    )


async def it_is(acme: Party, now: datetime) -> None:
    async with world.acting(acme.tenant, now):
        pass


def network(acme: Party) -> UUID:
    return known(acme.tenant, "network")


async def confirmed(acme: Party, start: datetime, end: datetime | None, **more: Any) -> Outage:
    drafted = await acme.ask(acme.anna, outage.draft, network(acme), start, end, **more)
    found: Outage = await acme.ask(acme.anna, outage.confirm, drafted.id)
    return found


async def reading(
    acme: Party, on: date = JANUARY, who: Principal | None = None
) -> availability_reading.Reading:
    found: availability_reading.Reading = await acme.ask(
        who or acme.anna, availability_reading.of_service, acme.tenant, network(acme), on
    )
    return found


async def test_a_confirmed_outage_counts_and_a_drafted_one_does_not(acme: Party) -> None:
    await it_is(acme, at(2, "09:00", 2))
    drafted = await acme.ask(
        acme.anna, outage.draft, network(acme), at(12, "08:00"), at(12, "12:00")
    )
    before = await reading(acme)
    assert (before.down_us, before.shown, before.kept) == (0, "100.00", True)
    found = await acme.ask(acme.anna, outage.confirm, drafted.id)
    assert (found.state, found.confirmed_at) == ("confirmed", at(2, "09:00", 2))
    after = await reading(acme)
    assert after.is_over
    assert (after.service_us, after.down_us) == (31 * DAY, 4 * HOUR)
    assert (after.shown, after.commitment, after.kept) == ("99.46", Decimal("99.5"), False)
    assert [each.id for each in after.outages] == [found.id]
    assert after.version_id == known(acme.tenant, "slav")
    with pytest.raises(outage.NotNow):
        await acme.ask(acme.ben, outage.confirm, drafted.id)


async def test_an_open_outage_counts_up_to_now_and_then_to_its_end(acme: Party) -> None:
    await it_is(acme, at(12, "10:00"))
    running = await confirmed(acme, at(12, "09:00"), None)
    first = await reading(acme)
    assert (first.is_over, first.until, first.down_us) == (False, at(12, "10:00"), HOUR)
    await it_is(acme, at(12, "11:00"))
    assert (await reading(acme)).down_us == 2 * HOUR
    await acme.ask(acme.ben, outage.end, running.id, at(12, "10:30"))
    assert (await reading(acme)).down_us == 90 * MINUTE
    with pytest.raises(outage.NotNow):
        await acme.ask(acme.ben, outage.end, running.id, at(12, "10:45"))
    assert (await reading(acme)).down_us == 90 * MINUTE


async def test_a_withdrawn_outage_counts_no_more_and_the_client_reads_why(acme: Party) -> None:
    await it_is(acme, at(12, "10:00"))
    found = await confirmed(acme, at(12, "08:00"), at(12, "09:00"))
    with pytest.raises(Malformed):
        await acme.ask(acme.anna, outage.withdraw, found.id, "  ")
    assert (await reading(acme)).down_us == HOUR
    await acme.ask(acme.anna, outage.withdraw, found.id, "The probe was down, not the line.")
    assert (await reading(acme)).down_us == 0
    (seen,) = await acme.ask(acme.admin, outage.of_service, acme.tenant, network(acme))
    assert (seen.state, seen.withdrawn_for) == ("withdrawn", "The probe was down, not the line.")


async def test_maintenance_excuses_only_what_was_announced_in_time(acme: Party) -> None:
    await it_is(acme, at(5, "12:00"))
    windows = [(at(7, "12:00"), at(7, "14:00")), (at(7, "11:00"), at(7, "12:00"))]
    for start, end in windows:
        await acme.ask(acme.anna, maintenance.announce, network(acme), start, end)
    with pytest.raises(Malformed):
        await acme.ask(
            acme.anna, maintenance.announce, network(acme), at(5, "11:59"), at(5, "13:00")
        )
    await it_is(acme, at(2, "09:00", 2))
    await confirmed(acme, at(7, "11:00"), at(7, "14:30"))
    found = await reading(acme)
    assert (found.down_us, found.excused_us) == (90 * MINUTE, 2 * HOUR)


async def test_maintenance_called_off_excuses_nothing(acme: Party) -> None:
    await it_is(acme, at(5, "12:00"))
    window = await acme.ask(
        acme.anna, maintenance.announce, network(acme), at(9, "12:00"), at(9, "14:00")
    )
    await acme.ask(acme.ben, maintenance.withdraw, window.id)
    with pytest.raises(maintenance.Over):
        await acme.ask(acme.ben, maintenance.withdraw, window.id)
    await it_is(acme, at(2, "09:00", 2))
    await confirmed(acme, at(9, "12:00"), at(9, "14:00"))
    found = await reading(acme)
    assert (found.down_us, found.excused_us) == (2 * HOUR, 0)
    (seen,) = await acme.ask(acme.admin, maintenance.of_service, acme.tenant, network(acme))
    assert seen.withdrawn_at == at(5, "12:00")


@pytest.mark.parametrize(
    ("start", "end", "field"),
    [
        (at(12, "10:01"), None, "starts_at"),
        (at(12, "09:00"), at(12, "09:00"), "ends_at"),
        (at(12, "09:00"), at(12, "10:01"), "ends_at"),
    ],
)
async def test_an_outage_that_cannot_have_been_is_refused(
    acme: Party, start: datetime, end: datetime | None, field: str
) -> None:
    await it_is(acme, at(12, "10:00"))
    with pytest.raises(Malformed) as refusal:
        await acme.ask(acme.anna, outage.draft, network(acme), start, end)
    assert refusal.value.field == field
    assert await acme.ask(acme.anna, outage.of_service, acme.tenant, network(acme)) == []


async def test_without_a_promise_there_is_no_figure(acme: Party) -> None:
    day = date(2019, 1, 15)
    with pytest.raises(availability_reading.NothingPromised):
        await reading(acme, day)
    with pytest.raises(NotFound):
        await acme.ask(acme.anna, availability_reading.of_service, acme.tenant, ids.new(), day)


async def under_a_uc(acme: Party) -> UUID:
    """A vendor of its own behind the client's network, 99 % a month round the clock."""
    key = str(ids.new())
    carrier = await acme.ask(acme.anna, vendor.add, f"Carrier {key}", "noc@carrier.example")
    content = Content(
        known("pcv", "always"),
        (world.target("fix", "P1", 4),),
        availability=Availability(Decimal(99)),
    )
    drafted = await acme.ask(
        acme.anna, provider_agreement.draft_uc, carrier.id, f"Line {key}", content
    )
    await acme.ask(acme.ben, provider_agreement.approve, drafted.id)
    active = await acme.ask(acme.anna, provider_agreement.activate, drafted.id, world.LONG_AGO)
    assert active.content.availability == content.availability
    await acme.ask(acme.anna, contract.cover, network(acme), drafted.agreement_id)
    return UUID(str(carrier.id))


async def test_a_vendor_answers_for_its_own_outages_alone(acme: Party) -> None:
    carrier = await under_a_uc(acme)
    await it_is(acme, at(2, "09:00", 2))
    await confirmed(acme, at(12, "08:00"), at(12, "16:00"), vendor_id=carrier)
    ours = await confirmed(acme, at(13, "08:00"), at(13, "09:00"))
    behind = await acme.ask(
        acme.anna, availability_reading.of_vendors, acme.tenant, network(acme), JANUARY
    )
    (found,) = [each for each in behind if each.vendor_id == carrier]
    assert (found.down_us, found.shown, found.kept) == (8 * HOUR, "98.92", False)
    assert ours.id not in [each.id for each in found.outages]
    assert (await reading(acme)).down_us == 9 * HOUR


async def test_a_client_sees_what_was_confirmed_and_never_whose_fault_it_was(
    acme: Party,
) -> None:
    carrier = await under_a_uc(acme)
    await it_is(acme, at(12, "18:00"))
    await confirmed(acme, at(12, "08:00"), at(12, "16:00"), vendor_id=carrier)
    await acme.ask(acme.anna, outage.draft, network(acme), at(12, "17:00"))
    (seen,) = await acme.ask(acme.admin, outage.of_service, acme.tenant, network(acme))
    assert (seen.state, seen.vendor_id) == ("confirmed", None)
    theirs = await reading(acme, who=acme.admin)
    assert (theirs.down_us, [each.vendor_id for each in theirs.outages]) == (8 * HOUR, [None])
    staff = await acme.ask(acme.anna, outage.of_service, acme.tenant, network(acme))
    assert [each.vendor_id for each in staff] == [None, carrier]
    with pytest.raises(Forbidden):
        await acme.ask(
            acme.admin, availability_reading.of_vendors, acme.tenant, network(acme), JANUARY
        )
    async with db.open(Member(acme.tenant, known(acme.tenant, "ada"))):
        assert await db.value("SELECT count(*) FROM outage") == 1
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with db.open(Member(acme.tenant, known(acme.tenant, "ada"))):
            await db.value("SELECT count(*) FROM outage_vendor")


@pytest.mark.parametrize("wanted", [outage.confirm, outage.draft, maintenance.withdraw])
async def test_a_client_changes_nothing_about_outages(
    acme: Party, wanted: Callable[..., Awaitable[Any]]
) -> None:
    await it_is(acme, at(12, "18:00"))
    drafted = await acme.ask(acme.anna, outage.draft, network(acme), at(12, "17:00"))
    given = (network(acme), at(12, "17:00")) if wanted is outage.draft else (drafted.id,)
    with pytest.raises((Forbidden, NotFound)):
        await acme.ask(acme.admin, wanted, *given)
    async with db.open(Work(acme.tenant)):
        states = await db.rows("SELECT state FROM outage WHERE tenant_id = $1", acme.tenant)
    assert [row["state"] for row in states] == ["draft"]


async def test_another_clients_outage_is_not_there(acme: Party, scopes: Database) -> None:
    await it_is(acme, at(12, "18:00"))
    drafted = await acme.ask(acme.anna, outage.draft, network(acme), at(12, "17:00"))
    other = await party.of(next(tenants))
    stranger = replace(other.anna, capabilities=other.anna.capabilities | WORKS)
    with pytest.raises(NotFound):
        await other.ask(stranger, outage.confirm, drafted.id)
    with pytest.raises(NotFound):
        await other.ask(stranger, outage.draft, network(acme), at(12, "10:00"))
    admin = replace(other.admin, capabilities=WORKS)
    with pytest.raises(NotFound):
        await other.ask(admin, outage.of_service, acme.tenant, network(acme))
    with pytest.raises(NotFound):
        await other.ask(admin, availability_reading.of_service, acme.tenant, network(acme), JANUARY)


async def test_pages_of_outages_follow_one_another(acme: Party) -> None:
    await it_is(acme, at(12, "18:00"))
    for hour in ("08", "09", "10"):
        await acme.ask(acme.anna, outage.draft, network(acme), at(12, f"{hour}:00"))
    first = await acme.ask(acme.anna, outage.of_service, acme.tenant, network(acme), None, 2)
    rest = await acme.ask(acme.anna, outage.of_service, acme.tenant, network(acme), first[-1].id, 2)
    assert [each.starts_at.hour for each in (*first, *rest)] == [10, 9, 8]


async def test_a_frozen_months_availability_stands_and_is_corrected_beside_it(acme: Party) -> None:
    """Whatever is confirmed, ended or withdrawn after it; what it leaves alone still goes on."""
    await it_is(acme, at(31, "23:00"))
    counted = await confirmed(acme, at(12, "08:00"), at(12, "09:00"))
    running = await confirmed(acme, at(31, "21:00"), None)
    late = await acme.ask(acme.anna, outage.draft, network(acme), at(20, "08:00"), at(20, "09:00"))
    await _freeze_january(acme)
    for changed, comes_to in (
        ((outage.confirm, late.id), 4 * HOUR),
        ((outage.withdraw, counted.id, "It was the probe."), 3 * HOUR),
        ((outage.end, running.id, at(31, "21:30")), HOUR + 30 * MINUTE),
    ):
        await acme.ask(acme.anna, *changed)
        found = await reading(acme)
        assert (found.state, found.down_us, found.corrected_down_us) == (
            *("frozen", 3 * HOUR),
            comes_to,
        )
    words = (acme.tenant, 2026, 1)
    said = await acme.ask(acme.admin, compliance_verifying.availability, *words)
    kept = {each.service_id: each.down_us for each in said.kept}
    assert kept == {network(acme): 3 * HOUR, known(acme.tenant, "printing"): 0}
    assert [(each.number, each.reason) for each in said.corrections] == [
        (1, "An outage was confirmed."),
        (2, "It was the probe."),
        (3, "An outage ended."),
    ]
    found = await acme.ask(acme.admin, compliance_verifying.verify, *words)
    assert (found.counted, found.altered, found.holds) == (2, (), True)
    month = await acme.ask(acme.admin, compliance.of_month, *words)
    assert (month.state, month.corrections) == ("frozen", 3)


async def test_an_outage_that_goes_on_past_a_frozen_month_leaves_it_alone(acme: Party) -> None:
    await it_is(acme, at(31, "23:00"))
    running = await confirmed(acme, at(31, "21:00"), None)
    await _freeze_january(acme)
    ended = await acme.ask(acme.anna, outage.end, running.id, at(2, "06:00", 2))
    assert ended.ends_at == at(2, "06:00", 2)
    found = await reading(acme)
    assert (found.down_us, found.corrected_down_us) == (2 * HOUR, None)
    said = await acme.ask(acme.admin, compliance_verifying.availability, acme.tenant, 2026, 1)
    assert said.corrections == ()


async def test_availability_rewritten_after_the_freeze_is_found_out(
    acme: Party, database: Database
) -> None:
    await it_is(acme, at(31, "23:00"))
    await confirmed(acme, at(12, "08:00"), at(12, "09:00"))
    await _freeze_january(acme)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with db.open(Work(acme.tenant)):
            await db.execute(REWRITE, acme.tenant)
    owner = await asyncpg.connect(database.owner)
    try:
        await owner.execute(REWRITE, acme.tenant)
    finally:
        await owner.close()
    found = await acme.ask(acme.admin, compliance_verifying.verify, acme.tenant, 2026, 1)
    assert (len(found.altered), found.holds) == (1, False)


REWRITE = "UPDATE availability_evidence SET down_us = 0 WHERE tenant_id = $1"


async def _freeze_january(acme: Party) -> None:
    async with world.acting(acme.tenant, at(15, "12:00")) as act:
        await compliance_period.opened(act, at(15, "12:00"))
    await it_is(acme, at(15, "12:00", 2))
    await acme.ask(acme.anna, compliance_freezing.freeze, 2026, 1)
