"""What a vendor would have owed under other terms, and what a client would owe without a past."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from contracts import facts
from contracts.agreements import agreement, provider_agreement
from contracts.agreements.agreed import Content, Settings
from contracts.agreements.credit_clause import Clause, Step
from contracts.agreements.credit_schedule import Schedule
from contracts.signed import setting_up
from contracts.what_if import what_if_run
from contracts.what_if.profile import Arrival, Path, Profile, TierWork
from contracts.what_if.what_if_question import Question, Recovery, Result, Run, Window
from tests.conftest import Database
from tests.service.contracts import world
from tests.service.contracts.test_what_if import figure, work_off
from tests.service.contracts.world import LONG_AGO, Tickets, berlin, known, target
from underpin import wiring
from underpin.kernel import db, ids, verb
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Provider
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import STAFF, Principal, worker

tenants = world.TENANTS
JANUARY = Window(date(2026, 1, 1), date(2026, 2, 1))
MANAGES = frozenset({"contract.read", "contract.write", "vendor.write"})


@dataclass(frozen=True)
class Client:
    """A client with a vendor of its own behind its network."""

    tenant: int
    mia: Principal
    vendor: UUID
    uc: UUID

    async def answered(self, version: UUID, question: Question) -> Run:
        run = await self._ask(what_if_run.ask, version, question)
        await work_off(self.tenant)
        found: Run = await self._ask(what_if_run.of_run, self.tenant, run.id)
        return found

    async def drafted(self, content: Content) -> UUID:
        version = await self._ask(agreement.amend, known(self.tenant, "sla"))
        await self._ask(agreement.rewrite, version.id, content)
        return version.id

    async def amended(self, fix_hours: float, **more: Any) -> UUID:
        """A draft of the vendor's next version."""
        made = await verb.perform(
            provider_agreement.amend, self.mia, self.uc, promised(fix_hours, **more)
        )
        return made.id

    async def _ask(self, wanted: Any, *words: Any) -> Any:
        return await verb.perform(wanted, self.mia, *words, tenant=self.tenant)


def promised(fix_hours: float, **more: Any) -> Content:
    """Around the clock; below 95 % of cases fixed in time a fifth of the fee is owed."""
    steps = (Step(Decimal(95), Decimal(20)),)
    return Content(
        known("pcv", "always"),
        tuple(target("fix", priority, fix_hours) for priority in world.PRIORITIES),
        credits=Schedule("service_fee", (Clause("fix", Decimal(95), steps=steps),)),
        **more,
    )


@pytest.fixture
async def acme(scopes: Database) -> Client:
    tenant = next(tenants)
    vendor, uc = known(tenant, "vendor"), known(tenant, "uc")
    network = setting_up.Service(known(tenant, "network"), "Network", ((vendor, uc),))
    await _behind(tenant, vendor, uc)
    await world.set_up(tenant, world.client(tenant, steps=(), services=(network,)))
    wiring.wire_alarms()
    mia = ids.new()
    async with db.open(Provider()):
        await db.execute(
            "WITH hired AS (INSERT INTO staff VALUES ($1, 'Mia', $1::uuid || '@msp.example', NULL, "
            "'active', 'en', 'UTC', $3)) INSERT INTO assignment (staff_id, tenant_id) "
            "VALUES ($1, $2)",
            *(mia, tenant, LONG_AGO),
        )
    return Client(tenant, Principal(STAFF, mia, MANAGES, {"T": tenant}), vendor, uc)


async def _behind(tenant: int, vendor: UUID, uc: UUID) -> None:
    given = setting_up.Agreed(
        agreement_id=uc,
        version_id=known(tenant, "ucv"),
        name=f"UC {tenant}",
        content=promised(8),
        effective_from=LONG_AGO,
        author_id=known("author"),
        approver_id=known("approver"),
        vendor_id=vendor,
    )
    made = setting_up.Vendor(vendor, f"Northwind {tenant}", "support@northwind.example")
    async with db.open(Provider()):
        act = Act(worker(tenant), None, await db.now(), "seed", "world")
        await setting_up.provider_ready_made(act, world.PROVIDER)
        await setting_up.provider_ready_made(
            act, setting_up.Provider(hours=(), vendors=(made,), agreements=(given,))
        )


async def january(client: Client) -> None:
    """Two cases at the vendor, fixed after six and after twelve hours."""
    tickets = Tickets(client.tenant)
    for day, hours in ((12, 6), (14, 12)):
        ticket = await tickets.raise_ticket(berlin(f"2026-01-{day}T09:00"))
        case = {"case_id": ids.new(), "vendor": client.vendor}
        await tickets.hear(ticket, berlin(f"2026-01-{day}T10:00"), facts.CaseOpened, **case)
        fixed = berlin(f"2026-01-{day}T{10 + hours:02}:00")
        await tickets.hear(ticket, fixed, facts.CaseFixed, by="vendor", **case)
        await tickets.hear(ticket, fixed, facts.Resolved, row={"state": "resolved", "live": False})
    async with world.acting(client.tenant, berlin("2026-02-02T09:00")):
        pass


def result(run: Run) -> Result:
    assert run.result is not None, run.problem
    return run.result


def said(found: Sequence[Recovery]) -> list[tuple[UUID, str, str]]:
    return [(each.vendor_id, each.due.period, each.due.percent) for each in found]


async def test_what_the_vendor_owes_stands_beside_what_it_would_owe(acme: Client) -> None:
    """One of two cases missed eight hours: a fifth. With fourteen allowed nothing is owed."""
    await january(acme)
    slower = await acme.amended(14)
    question = Question(history=JANUARY, uc_versions=(slower,))
    run = await acme.answered(known(acme.tenant, "slav"), question)
    assert said(result(run).today.recoveries) == [(acme.vendor, "2026-01", "20")]
    assert said(result(run).draft.recoveries) == []
    fix = figure(run, "fix")
    assert (fix.today.met, fix.today.breached, fix.draft.met) == (1, 1, 2)
    assert all(f.today == f.draft for f in result(run).figures if f.metric == "resolution")


async def test_where_nothing_else_is_assumed_vendors_owe_what_they_owed(acme: Client) -> None:
    await january(acme)
    run = await acme.answered(known(acme.tenant, "slav"), Question(history=JANUARY))
    assert said(result(run).draft.recoveries) == said(result(run).today.recoveries) != []


async def test_what_the_client_claims_itself_is_no_recovery_of_ours(acme: Client) -> None:
    await january(acme)
    theirs = await acme.amended(8, settings=Settings(holder="client"))
    question = Question(history=JANUARY, uc_versions=(theirs,))
    run = await acme.answered(known(acme.tenant, "slav"), question)
    assert said(result(run).draft.recoveries) == []


async def test_only_a_vendors_versions_can_be_assumed_behind(acme: Client) -> None:
    twice = (known(acme.tenant, "ucv"), await acme.amended(9))
    for wrong in ((known("olav", 1),), (ids.new(),), twice):
        with pytest.raises(Malformed) as refused:
            await acme.answered(
                known(acme.tenant, "slav"), Question(history=JANUARY, uc_versions=wrong)
            )
        assert refused.value.field == "uc_versions"


async def test_without_a_history_a_profile_is_lived_under_both(acme: Client) -> None:
    """100 tickets, every tenth answered after two hours and solved after nine: under what is
    signed (one hour, eight) those are missed, under half of it none is solved in time."""
    paths = (
        Path(Decimal("0.9"), 30, (TierWork(1, 300),)),
        Path(Decimal("0.1"), 120, (TierWork(1, 420),)),
    )
    profile = Profile(25, date(2026, 3, 2), 4, (Arrival("incident", "P3", Decimal(1), paths),))
    given = world.client(acme.tenant).agreements[0].content
    halves = tuple(replace(each, allowed_us=each.allowed_us // 2) for each in given.targets)
    draft = await acme.drafted(replace(given, targets=halves))
    run = await acme.answered(draft, Question(profile=profile))
    assert (run.source, run.state, run.total, run.done) == ("profile", "done", 100, 100)
    resolution, response = figure(run, "resolution"), figure(run, "first_response")
    slow = response.today.breached
    assert 3 <= slow <= 17
    assert response.draft.breached == slow
    assert resolution.today.breached == slow
    assert (resolution.draft.met, resolution.draft.breached) == (0, 100)
    worked = {each.tier: each.minutes for each in result(run).worked}
    assert worked == {1: Decimal(300 * (100 - slow) + 420 * slow)}
    again = await acme.answered(draft, Question(profile=profile))
    assert again.result == run.result
