"""Credits due from a frozen month: claimed in time, decided by who is not judged on them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import msgspec
import pytest

from contracts import facts
from contracts.agreements.credit_clause import Clause, Step
from contracts.agreements.credit_schedule import InARow, Schedule
from contracts.agreements.versions import OwnWork
from contracts.compliance.apart import objection
from contracts.compliance.entitlements import entitlement
from contracts.compliance.entitlements.entitlement import (
    Entitlement,
    JudgedOnIt,
    WithAnAdmin,
    WrongState,
)
from contracts.compliance.frozen import compliance_freezing
from tests.conftest import Database
from tests.service.contracts import months, world
from tests.service.contracts.months import DAY_AFTER, JANUARY, Client, january, resolved
from tests.service.contracts.world import berlin
from underpin.kernel import db, verb
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import Principal

tenants = world.TENANTS
BY_STEPS = Clause(
    "first_response",
    commitment=Decimal(95),
    steps=(Step(Decimal(95), Decimal(5)), Step(Decimal(60), Decimal(10))),
)
SCHEDULE = Schedule("service_fee", (BY_STEPS,))


async def opened(schedule: Schedule = SCHEDULE) -> Client:
    client = await months.opened(next(tenants), credits=schedule)
    async with db.open(Work(client.tenant)):
        for role in ("client_admin",):
            await db.execute(
                "INSERT INTO member_role (tenant_id, person_id, role) VALUES ($1, $2, $3)",
                *(client.tenant, client.ada.person_id, role),
            )
    return client


async def due(client: Client, who: Principal | None = None, **more: Any) -> list[Entitlement]:
    found: list[Entitlement] = await client.ask(
        who or client.lead, entitlement.of_tenant, client.tenant, **more
    )
    return found


async def test_half_the_responses_missed_earn_a_tenth_of_the_fee(scopes: Database) -> None:
    client = await opened()
    await january(client)
    await client.at(DAY_AFTER)
    (found,) = await due(client)
    assert (found.percent, found.basis, found.nature, found.state) == (
        "10",
        "service_fee",
        "price_reduction",
        "provisional",
    )
    (counted,) = [
        each
        for each in msgspec.json.decode(found.detail)["counted"]
        if each["metric"] == "first_response"
    ]
    assert (counted["met"], counted["breached"]) == (1, 1)
    assert await due(client, client.ada) == [found]
    assert await due(client, client.ben) == []


async def test_a_month_that_kept_its_promise_earns_nothing(scopes: Database) -> None:
    client = await opened()
    await resolved(client, "2026-01-12T10:00", "2026-01-12T10:30")
    await client.at(DAY_AFTER)
    assert await due(client) == []


async def test_a_miss_caused_by_a_change_earns_nothing(scopes: Database) -> None:
    resolution = replace(BY_STEPS, metric="resolution")
    client = await opened(Schedule("service_fee", (resolution,)))
    ticket = await client.tickets.raise_ticket(berlin("2026-01-12T09:00"))
    await client.tickets.hear(ticket, berlin("2026-01-12T09:10"), facts.PublicReply)
    change = {"old": "P3", "new": "P1", "cause": "our_mistake"}
    await client.tickets.hear(ticket, berlin("2026-01-12T14:00"), facts.Reprioritised, **change)
    await client.at(DAY_AFTER)
    assert (await client.figure("resolution")).caused_by_change == 1
    assert await due(client) == []


async def test_a_second_miss_in_a_row_earns_more(scopes: Database) -> None:
    schedule = replace(
        SCHEDULE, in_a_row=InARow(periods=2, right="higher_percent", percent=Decimal(25))
    )
    client = await opened(schedule)
    await january(client)
    await resolved(client, "2026-02-03T10:00", "2026-02-03T12:00")
    await client.at(berlin("2026-03-12T00:00"))
    second, first = await due(client)
    assert (first.month, first.percent) == (1, "10")
    assert (second.month, second.percent) == (2, "25")


async def test_a_quarter_is_judged_when_its_last_month_is_frozen(scopes: Database) -> None:
    client = await opened(replace(SCHEDULE, period="quarter"))
    await january(client)
    await client.at(berlin("2026-03-31T00:00"))
    assert await due(client) == []
    await client.at(berlin("2026-04-11T01:00"))
    (found,) = await due(client)
    assert (found.month, msgspec.json.decode(found.detail)["months"]) == (
        3,
        ["2026-01", "2026-02", "2026-03"],
    )


async def test_the_author_does_not_confirm(scopes: Database) -> None:
    client = await opened()
    good, _ = await january(client)
    await client.at(berlin("2026-02-10T12:00"))
    filed = await client.object(await client.clock(good, "resolution"))
    await client.at(berlin("2026-02-11T12:00"))

    await client.ask(client.manager, objection.reject, filed.id, "The log shows it.")
    await client.ask(client.lead, compliance_freezing.freeze, *JANUARY)
    (found,) = await due(client)
    with pytest.raises(OwnWork):
        await client.ask(client.lead, entitlement.confirm, found.id)
    assert await due(client) == [found]
    confirmed = await client.ask(client.manager, entitlement.confirm, found.id)
    assert (confirmed.state, confirmed.decided_by) == ("confirmed", client.manager.person_id)


async def test_who_is_judged_on_the_margin_does_not_decide(scopes: Database) -> None:
    client = await opened()
    await january(client)
    await client.at(DAY_AFTER)
    async with db.open(Work(client.tenant)):
        await db.execute(
            "INSERT INTO account (tenant_id, manager_id, since) VALUES ($1, $2, $3)",
            *(client.tenant, client.manager.person_id, world.LONG_AGO),
        )
    (found,) = await due(client)
    with pytest.raises(JudgedOnIt):
        await client.ask(client.manager, entitlement.refuse, found.id, "Too dear.")
    assert await due(client) == [found]


async def test_a_refusal_has_a_reason_the_client_reads(scopes: Database) -> None:
    client = await opened()
    await january(client)
    await client.at(DAY_AFTER)
    (found,) = await due(client)
    with pytest.raises(Malformed):
        await client.ask(client.lead, entitlement.refuse, found.id, "  ")
    await client.ask(client.lead, entitlement.refuse, found.id, "The fee was waived in January.")
    (read,) = await due(client, client.ada)
    assert (read.state, read.answer) == ("refused", "The fee was waived in January.")
    with pytest.raises(WrongState):
        await client.ask(client.lead, entitlement.confirm, found.id)


async def test_what_nobody_confirms_goes_to_a_provider_admin(scopes: Database) -> None:
    client = await opened()
    await january(client)
    await client.at(DAY_AFTER + timedelta(days=15))
    (found,) = await due(client)
    assert (found.state, found.escalated_at) == ("provisional", berlin("2026-02-25T00:00"))
    with pytest.raises(WithAnAdmin):
        await client.ask(client.lead, entitlement.confirm, found.id)
    admin = replace(client.lead, roles=frozenset({"provider_admin"}))
    await client.ask(admin, entitlement.confirm, found.id)
    settled = await client.ask(admin, entitlement.settle, found.id, "ACME-C-2026-0001")
    assert (settled.state, settled.settled_with) == ("settled", "ACME-C-2026-0001")


async def test_what_is_on_claim_lapses_unclaimed(scopes: Database) -> None:
    client = await opened(replace(SCHEDULE, on_claim_days=30))
    await january(client)
    await client.at(DAY_AFTER)
    (found,) = await due(client)
    assert (found.state, found.claim_by) == ("claimable", berlin("2026-03-03T00:00"))
    with pytest.raises(WrongState):
        await client.ask(client.lead, entitlement.confirm, found.id)
    await client.at(berlin("2026-03-03T01:00"))
    (late,) = await due(client)
    assert late.state == "lapsed"
    with pytest.raises(WrongState):
        await verb.perform(entitlement.claim, client.ada, found.id)


async def test_what_is_claimed_in_time_awaits_its_confirmation(scopes: Database) -> None:
    client = await opened(replace(SCHEDULE, on_claim_days=30))
    await january(client)
    await client.at(DAY_AFTER)
    (found,) = await due(client)
    claimed = await verb.perform(entitlement.claim, client.ada, found.id)
    assert (claimed.state, claimed.claimed_by) == ("provisional", client.ada.person_id)
    await client.at(berlin("2026-03-04T00:00"))
    assert (await due(client))[0].state == "provisional"
