"""An SLA's way from draft to active: two people of ours, the client's consent, and a check."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from contracts.agreements import agreement, agreement_rows, provider_agreement, version_store
from contracts.agreements.agreed import Content, Settings, Target
from contracts.agreements.clause import Arrival, Availability, Commitment, StartingTier
from contracts.agreements.versions import OwnWork, Version, WrongState
from contracts.calendars import calendars
from contracts.clocks import running
from contracts.coherence.promised import NotKept, Risk
from contracts.escalation import policy
from contracts.escalation.escalation import Step
from contracts.signed import contract
from tests.conftest import Database
from tests.service.contracts import world
from tests.service.contracts.world import HOUR, known
from underpin.kernel import db, ids, verb
from underpin.kernel.database.scope import Member, Provider, Work
from underpin.kernel.errors import Forbidden, Malformed, NotFound
from underpin.kernel.principal import MEMBER, STAFF, Principal

tenants = world.TENANTS
NOW = datetime(2026, 1, 12, 9, tzinfo=UTC)
FEBRUARY = datetime(2026, 2, 1, tzinfo=UTC)
WAITS = ("waiting_client", "scheduled")
MANAGES = frozenset({"contract.read", "contract.write", "contract.approve", "vendor.write"})


@dataclass(frozen=True)
class Client:
    """A client of its own with its people; `ask` performs a verb for one of them."""

    tenant: int
    anna: Principal
    ben: Principal
    admin: Principal
    requester: Principal

    async def ask(
        self, who: Principal, wanted: Callable[..., Awaitable[Any]], *a: Any, **k: Any
    ) -> Any:
        where = self.tenant if who.audience is STAFF and not _provides(wanted) else None
        return await verb.perform(wanted, who, *a, tenant=where, **k)

    async def drafted(self, content: Content | None = None, **more: Any) -> Version:
        found: Version = await self.ask(
            self.anna,
            agreement.draft,
            known(self.tenant, "contract"),
            f"SLA {ids.new()}",
            content or self.content(),
            **more,
        )
        return found

    async def approved(self, content: Content | None = None, **more: Any) -> Version:
        version = await self.drafted(content, **more)
        found: Version = await self.ask(self.ben, agreement.approve, version.id)
        return found

    async def accepted(self, content: Content | None = None, **more: Any) -> Version:
        version = await self.approved(content, **more)
        found: Version = await self.ask(self.admin, agreement.accept, version.id)
        return found

    def content(self, hours: float = 200, **changes: Any) -> Content:
        office = known(self.tenant, "cv", "office")
        target = Target("resolution", "incident", "P3", int(hours * HOUR), (75,), WAITS)
        return Content(office, (target,), Settings(**changes))


def _provides(wanted: Any) -> bool:
    return bool(wanted.mode is verb.Mode.PROVIDE)


@pytest.fixture
async def acme(scopes: Database) -> Client:
    tenant = next(tenants)
    await world.set_up(tenant)
    anna, ben = ids.new(), ids.new()
    async with world.acting(tenant, NOW):
        await db.execute(
            "INSERT INTO member_role VALUES ($1, $2, 'client_admin')", tenant, known(tenant, "ada")
        )
    async with db.open(Provider()):
        for person in (anna, ben):
            await db.execute(
                "WITH hired AS (INSERT INTO staff VALUES ($1, 'X', $1::uuid || '@msp.example', "
                "NULL, 'active', 'en', 'UTC', $3)) "
                "INSERT INTO assignment (staff_id, tenant_id) VALUES ($1, $2)",
                *(person, tenant, NOW),
            )
    capabilities = frozenset({"contract.read", "contract.accept"})
    return Client(
        tenant,
        Principal(STAFF, anna, MANAGES, {"T": tenant}),
        Principal(STAFF, ben, MANAGES, {"T": tenant}),
        Principal(MEMBER, known(tenant, "ada"), capabilities, {"T": tenant}),
        Principal(MEMBER, known(tenant, "bob"), frozenset({"contract.read"}), {"T": tenant}),
    )


async def states(acme: Client, version: Version) -> list[str]:
    async with db.open(Work(acme.tenant)):
        rows = await db.rows(
            "SELECT state FROM agreement_version WHERE tenant_id = $1 AND agreement_id = $2 "
            "ORDER BY number",
            acme.tenant,
            version.agreement_id,
        )
    return [row["state"] for row in rows]


async def test_a_version_becomes_active_after_two_people_and_the_client(acme: Client) -> None:
    version = await acme.accepted(commitment_percent=Decimal(95))
    active = await acme.ask(acme.anna, agreement.activate, version.id, FEBRUARY)
    assert (active.state, active.effective_from) == ("active", FEBRUARY)
    assert active.author_id == acme.anna.person_id
    assert active.approver_id == acme.ben.person_id
    assert active.accepted_by == acme.admin.person_id
    assert active.commitment_percent == 95
    assert active.content == acme.content()


async def test_nobody_approves_what_they_wrote(acme: Client) -> None:
    version = await acme.drafted()
    with pytest.raises(OwnWork):
        await acme.ask(acme.anna, agreement.approve, version.id)
    assert await states(acme, version) == ["draft"]


async def test_without_the_clients_consent_nothing_becomes_active(acme: Client) -> None:
    version = await acme.approved()
    with pytest.raises(WrongState):
        await acme.ask(acme.anna, agreement.activate, version.id, FEBRUARY)
    assert await states(acme, version) == ["approved"]
    await acme.ask(acme.anna, agreement.attach_document, version.id, "ab" * 32)
    active = await acme.ask(acme.anna, agreement.activate, version.id, FEBRUARY)
    assert active.document_sha256 == "ab" * 32


async def test_a_draft_cannot_be_accepted_nor_activated_and_an_active_one_not_rewritten(
    acme: Client,
) -> None:
    draft = await acme.drafted()
    with pytest.raises(NotFound):
        await acme.ask(acme.admin, agreement.accept, draft.id)
    with pytest.raises(WrongState):
        await acme.ask(acme.anna, agreement.activate, draft.id, FEBRUARY)
    version = await acme.accepted()
    await acme.ask(acme.anna, agreement.activate, version.id, FEBRUARY)
    with pytest.raises(WrongState):
        await acme.ask(acme.anna, agreement.rewrite, version.id, acme.content(1))
    with pytest.raises(WrongState):
        await acme.ask(acme.admin, agreement.accept, version.id)
    read = await acme.ask(
        acme.anna, agreement.of_contract, acme.tenant, known(acme.tenant, "contract")
    )
    assert acme.content() in [each.content for each in read if each.id == version.id]


async def test_sent_back_it_loses_its_approval_and_the_consent(acme: Client) -> None:
    version = await acme.accepted()
    back = await acme.ask(acme.ben, agreement.send_back, version.id)
    assert (back.state, back.approver_id, back.accepted_by) == ("draft", None, None)
    again = await acme.ask(acme.ben, agreement.rewrite, version.id, acme.content(300))
    assert (again.author_id, again.content) == (acme.ben.person_id, acme.content(300))
    with pytest.raises(OwnWork):
        await acme.ask(acme.ben, agreement.approve, version.id)


async def test_an_amendment_says_what_it_changes_and_supersedes_from_its_day_on(
    acme: Client,
) -> None:
    first = await acme.accepted()
    await acme.ask(acme.anna, agreement.activate, first.id, FEBRUARY)
    second = await acme.ask(acme.anna, agreement.amend, first.agreement_id)
    assert (second.number, second.state, second.content) == (2, "draft", first.content)
    with pytest.raises(WrongState):
        await acme.ask(acme.anna, agreement.amend, first.agreement_id)
    content = acme.content(150, resolution_stops_at="restored")
    await acme.ask(acme.anna, agreement.rewrite, second.id, content)
    await acme.ask(acme.ben, agreement.approve, second.id)
    differences = await acme.ask(acme.admin, agreement.changes, acme.tenant, second.id)
    said = [(each.what, each.before, each.after) for each in differences]
    paused = "warns at 75 %, paused by waiting_client, scheduled"
    assert said == [
        (
            "resolution · incident · P3",
            f"200 h on Office v1, {paused}",
            f"150 h on Office v1, {paused}",
        ),
        ("resolution_stops_at", "resolved", "restored"),
    ]
    await acme.ask(acme.admin, agreement.accept, second.id)
    with pytest.raises(Malformed):
        await acme.ask(acme.anna, agreement.activate, second.id, FEBRUARY)
    with pytest.raises(Malformed):
        await acme.ask(acme.anna, agreement.activate, second.id, NOW - timedelta(days=1))
    march = datetime(2026, 3, 1, tzinfo=UTC)
    await acme.ask(acme.anna, agreement.activate, second.id, march)
    assert await states(acme, first) == ["superseded", "active"]


async def test_a_ticket_comes_under_what_is_in_force_when_it_is_raised(acme: Client) -> None:
    network = known(acme.tenant, "network")
    version = await acme.accepted(service_id=network)
    await acme.ask(acme.anna, agreement.activate, version.id, FEBRUARY)

    async def chosen(service: UUID | None, kind: str, at: datetime) -> UUID | None:
        async with world.acting(acme.tenant) as act:
            return (await running.choose(act, service, kind, at)).agreement_version_id

    before = FEBRUARY - timedelta(microseconds=1)
    contracts_own = known(acme.tenant, "slav")
    assert await chosen(network, "incident", before) == contracts_own
    assert await chosen(network, "incident", FEBRUARY) == version.id
    assert await chosen(known(acme.tenant, "printing"), "incident", FEBRUARY) == contracts_own
    assert await chosen(None, "incident", FEBRUARY) == contracts_own
    assert await chosen(network, "incident", datetime(2019, 1, 1, tzinfo=UTC)) is None


async def test_a_contract_that_ended_covers_its_last_day_and_no_more(acme: Client) -> None:
    signed = await acme.ask(
        acme.anna, contract.sign, "Summer", date(2026, 6, 1), ends_on=date(2026, 8, 31)
    )
    service = await acme.ask(acme.anna, contract.add_service, signed.id, "Ice cream")

    async def under(at: datetime) -> UUID | None:
        async with world.acting(acme.tenant) as act:
            return (await running.choose(act, service.id, "incident", at)).contract_id

    assert await under(datetime(2026, 8, 31, 21, 59, tzinfo=UTC)) == signed.id
    assert await under(datetime(2026, 8, 31, 22, 0, tzinfo=UTC)) is None
    assert signed.in_force(date(2026, 8, 31))
    assert not signed.in_force(date(2026, 9, 1))


async def test_a_promise_that_cannot_be_kept_is_refused_unless_someone_else_takes_the_risk(
    acme: Client,
) -> None:
    version = await acme.accepted(acme.content(5))
    with pytest.raises(NotKept, match="incident P3"):
        await acme.ask(acme.anna, agreement.activate, version.id, FEBRUARY)
    assert await states(acme, version) == ["approved"]
    lines = await acme.ask(acme.anna, agreement.check, version.id)
    (line,) = lines
    assert (line.verdict, line.path) == ("not_kept", "L1 > L2 > L3")
    assert (line.worst_us, line.sum_us) == (12 * HOUR, 12 * HOUR)
    assert line.suggestion is not None
    assert line.suggestion.to_us == 12 * HOUR
    assert await acme.ask(acme.anna, agreement.verdicts, acme.tenant, version.id) == lines
    risk = Risk(date(2026, 12, 31), "A second technician starts in March.")
    with pytest.raises(OwnWork):
        await acme.ask(acme.anna, agreement.activate, version.id, FEBRUARY, risk=risk)
    with pytest.raises(Malformed):
        await acme.ask(
            acme.ben, agreement.activate, version.id, FEBRUARY, risk=replace(risk, reason=" ")
        )
    assert await states(acme, version) == ["approved"]
    active = await acme.ask(acme.ben, agreement.activate, version.id, FEBRUARY, risk=risk)
    assert active.state == "active"


async def test_the_vendor_behind_the_service_is_part_of_the_chain(acme: Client) -> None:
    steps = [
        Step("hold", 100, "move_tier", from_tier=1, to_tier=2),
        Step("hold", 100, "open_vendor_case", from_tier=2),
    ]
    await acme.ask(acme.anna, policy.establish, known(acme.tenant, "contract"), "Out", steps)
    version = await acme.drafted(acme.content(500), service_id=known(acme.tenant, "network"))
    (line,) = await acme.ask(acme.anna, agreement.check, version.id)
    assert (line.verdict, line.path) == ("always_kept", "L1 > L2 > Fabrikam")
    printing = await acme.drafted(acme.content(500), service_id=known(acme.tenant, "printing"))
    (line,) = await acme.ask(acme.anna, agreement.check, printing.id)
    assert line.path == "L1 > L2"


async def test_what_no_tier_has_agreed_to_is_left_unchecked(acme: Client) -> None:
    office = known(acme.tenant, "cv", "office")
    target = Target("resolution", "change_request", "P3", HOUR)
    version = await acme.accepted(Content(office, (target,)))
    (line,) = await acme.ask(acme.anna, agreement.check, version.id)
    assert (line.verdict, line.worst_us) == ("unchecked", None)
    assert "L1" in line.path
    await acme.ask(acme.anna, agreement.activate, version.id, FEBRUARY)
    assert (await states(acme, version)) == ["active"]


async def test_members_see_no_draft_and_only_a_client_admin_what_waits_for_consent(
    acme: Client,
) -> None:
    draft, waiting = await acme.drafted(), await acme.approved()

    async def shown(who: Principal) -> set[UUID]:
        found = await acme.ask(
            who, agreement.of_contract, acme.tenant, known(acme.tenant, "contract")
        )
        return {each.id for each in found}

    active = known(acme.tenant, "slav")
    assert {draft.id, waiting.id, active} <= await shown(acme.anna)
    assert await shown(acme.admin) == {waiting.id, active}
    assert await shown(acme.requester) == {active}
    with pytest.raises(NotFound):
        await acme.ask(acme.requester, agreement.changes, acme.tenant, waiting.id)
    with pytest.raises(Forbidden):
        await acme.ask(acme.requester, agreement.accept, waiting.id)
    async with db.open(Member(acme.tenant, known(acme.tenant, "bob"))):
        rows = await db.rows("SELECT DISTINCT version_id FROM target")
    assert {row["version_id"] for row in rows} == {active}


async def test_another_clients_version_is_not_there(acme: Client) -> None:
    other = next(tenants)
    await world.set_up(other)
    for wanted, *words in (
        (agreement.approve, known(other, "slav")),
        (agreement.check, known(other, "slav")),
        (agreement.changes, acme.tenant, known(other, "slav")),
        (agreement.amend, known(other, "sla")),
    ):
        with pytest.raises(NotFound):
            await acme.ask(acme.ben, wanted, *words)
    with pytest.raises(NotFound):
        await acme.ask(acme.admin, agreement.of_contract, other, known(other, "contract"))


async def test_clauses_are_kept_with_the_version_and_told_to_who_accepts_it(acme: Client) -> None:
    first = await acme.accepted()
    await acme.ask(acme.anna, agreement.activate, first.id, FEBRUARY)
    second = await acme.ask(acme.anna, agreement.amend, first.agreement_id)
    clauses = replace(
        acme.content(),
        availability=Availability(
            Decimal("99.5"), calendar_version_id=known(acme.tenant, "cv", "always")
        ),
        commitments=(Commitment("resolution", Decimal(95), ("P3",)),),
        starting_tiers=(StartingTier(2, (), ("P3",)),),
    )
    rewritten = await acme.ask(acme.anna, agreement.rewrite, second.id, clauses)
    assert rewritten.content == clauses
    await acme.ask(acme.ben, agreement.approve, second.id)
    differences = await acme.ask(acme.admin, agreement.changes, acme.tenant, second.id)
    assert [(each.what, each.before, each.after) for each in differences] == [
        ("commitment · resolution · P3", None, "95 %"),
        ("starts at · P3", None, "L2"),
        ("availability", None, "99.5 % a month on Always v1"),
    ]
    await acme.ask(acme.admin, agreement.accept, second.id)
    march = datetime(2026, 3, 1, tzinfo=UTC)
    active = await acme.ask(acme.anna, agreement.activate, second.id, march)
    async with db.open(Work(acme.tenant)):
        kept = await version_store.of_tenant(acme.tenant, [active.id])
    assert kept == {active.id: clauses}


@pytest.mark.parametrize(
    ("clauses", "field"),
    [
        (
            {"availability": Availability(Decimal(99), calendar_version_id=UUID(int=5))},
            "availability.calendar_version_id",
        ),
        (
            {"arrivals": (Arrival("resolution", "incident", "P3", UUID(int=5), 1),)},
            "arrivals[0].outside",
        ),
    ],
)
async def test_a_clause_that_counts_on_no_calendar_of_theirs_is_refused(
    acme: Client, clauses: dict[str, Any], field: str
) -> None:
    draft = await acme.drafted()
    with pytest.raises(Malformed) as refusal:
        await acme.ask(acme.anna, agreement.rewrite, draft.id, replace(acme.content(), **clauses))
    assert refusal.value.field == field
    async with db.open(Work(acme.tenant)):
        kept = await agreement_rows.one(acme.tenant, draft.id)
    assert kept.content == acme.content()


@pytest.mark.parametrize(
    "target",
    [
        Target("hold", "incident", "P1", HOUR),
        Target("resolution", "incident", "P9", HOUR),
        Target("resolution", "disaster", "P1", HOUR),
        Target("resolution", "incident", "P1", -1),
        Target("resolution", "incident", "P1", HOUR, (100,)),
        Target("resolution", "incident", "P1", HOUR, (50, 50)),
        Target("resolution", "incident", "P1", HOUR, (), ("asleep",)),
    ],
)
async def test_a_target_that_cannot_be_meant_is_named(acme: Client, target: Target) -> None:
    content = Content(known(acme.tenant, "cv", "office"), (target,))
    with pytest.raises(Malformed, match=r"targets\[0\]"):
        await acme.drafted(content)


async def test_an_ola_is_approved_by_a_second_person_and_governs_from_its_day_on(
    acme: Client,
) -> None:
    content = Content(
        known("pcv", "office"), (Target("hold", "problem", "P5", 3 * HOUR, (), WAITS),)
    )
    name = f"OLA {ids.new()}"
    draft = await acme.ask(acme.anna, provider_agreement.draft_ola, 3, name, content)
    with pytest.raises(OwnWork):
        await acme.ask(acme.anna, provider_agreement.approve, draft.id)
    with pytest.raises(WrongState):
        await acme.ask(acme.anna, provider_agreement.activate, draft.id, world.LONG_AGO)
    await acme.ask(acme.ben, provider_agreement.approve, draft.id)
    early = datetime(2019, 6, 1, tzinfo=UTC)
    active = await acme.ask(acme.anna, provider_agreement.activate, draft.id, early)
    assert (active.state, active.content) == ("active", content)
    second = await acme.ask(acme.anna, provider_agreement.amend, active.agreement_id, content)
    await acme.ask(acme.ben, provider_agreement.approve, second.id)
    with pytest.raises(Malformed):
        await acme.ask(acme.ben, provider_agreement.activate, second.id, early)
    listed = await acme.ask(acme.anna, provider_agreement.of_provider)
    (found,) = [each for each in listed if each.id == active.agreement_id]
    assert [each.state for each in found.versions] == ["active", "approved"]


async def test_a_calendar_is_amended_not_edited(acme: Client) -> None:
    made = await acme.ask(acme.anna, calendars.create, "Site", world.OFFICE)
    holidays = {**world.OFFICE, "holidays": ["2026-12-24"]}
    second = await acme.ask(acme.anna, calendars.amend, made.calendar_id, holidays)
    assert (second.number, second.definition["holidays"]) == (2, ["2026-12-24"])
    with pytest.raises(calendars.NameTaken):
        await acme.ask(acme.anna, calendars.create, "Site", world.OFFICE)
    with pytest.raises(Malformed, match="time_zone"):
        await acme.ask(acme.anna, calendars.create, "Odd", {"time_zone": "Berlin"})
    listed = await acme.ask(acme.anna, calendars.of_tenant, acme.tenant)
    assert [c.number for c in listed if c.name == "Site"] == [2, 1]
