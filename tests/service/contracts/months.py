"""A client company whose months are kept: its people, ours, and one January."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from contracts import facts
from contracts.agreements.agreed import Content
from contracts.compliance.apart import objection
from contracts.compliance.counted import compliance
from contracts.compliance.counted.compliance import Compliance, Figure
from contracts.compliance.frozen import compliance_freezing, compliance_period, compliance_verifying
from tests.service.contracts import world
from tests.service.contracts.world import Tickets, berlin, known
from underpin.kernel import db, ids, timers, verb
from underpin.kernel.database.scope import Provider
from underpin.kernel.principal import MEMBER, STAFF, Principal

JANUARY, FEBRUARY = (2026, 1), (2026, 2)
KEEPS = frozenset(
    {
        *("compliance.read", "compliance.decide", "compliance.exclude", "compliance.freeze"),
        *("entitlement.read", "entitlement.confirm", "recovery.read", "recovery.claim"),
        *("later_due.read", "contract.write"),
    }
)
MAY_OBJECT = frozenset(
    {"compliance.read", "compliance.object", "entitlement.read", "entitlement.claim"}
)
DAY_AFTER = berlin("2026-02-11T01:00")
"""The ten days in which the client may object to January are over."""


@dataclass
class Client:
    """A client of its own: `lead` and `manager` of ours, `ada` whose tickets they are, and `ben`
    who sees none of them."""

    tickets: Tickets
    lead: Principal
    manager: Principal
    ada: Principal
    ben: Principal

    @property
    def tenant(self) -> int:
        return self.tickets.tenant

    async def ask(
        self, who: Principal, wanted: Callable[..., Awaitable[Any]], *words: Any, **more: Any
    ) -> Any:
        where = self.tenant if who.audience is STAFF else None
        return await verb.perform(wanted, who, *words, tenant=where, **more)

    async def month(self, period: tuple[int, int] = JANUARY) -> Compliance:
        found: Compliance = await self.ask(self.lead, compliance.of_month, self.tenant, *period)
        return found

    async def figure(self, metric: str, period: tuple[int, int] = JANUARY) -> Figure:
        found = await self.month(period)
        return next(each for each in found.totals if each.metric == metric)

    async def clock(self, ticket: UUID, metric: str) -> UUID:
        clocks = await self.tickets.clocks(ticket)
        found: UUID = clocks[(metric, "", 1)]["id"]
        return found

    async def at(self, moment: datetime) -> None:
        """Time passes: whatever falls due by then fires."""
        for kind in compliance_freezing.kinds():
            timers.handle(kind)
        await self.tickets.live_until(moment)

    async def period(self, month: tuple[int, int] = JANUARY) -> compliance_period.Period:
        found = await self.ask(self.lead, compliance_period.of_tenant, self.tenant)
        return next(each for each in found if (each.year, each.month) == month)

    async def verified(self, month: tuple[int, int] = JANUARY) -> compliance_verifying.Verified:
        found: compliance_verifying.Verified = await self.ask(
            self.lead, compliance_verifying.verify, self.tenant, *month
        )
        return found

    async def object(self, clock: UUID, wants: str = "missed") -> objection.Objection:
        found: objection.Objection = await verb.begin(
            objection.object_to, self.ada, clock, wants, "It was not so."
        )
        return found


async def staff(tenant: int, name: str) -> Principal:
    person = known(tenant, "staff", name)
    async with db.open(Provider()):
        await db.execute(
            "INSERT INTO staff (id, name, email, state, locale, time_zone, created_at) VALUES "
            "($1, $2, $3, 'active', 'en', 'UTC', $4) ON CONFLICT DO NOTHING",
            *(person, name, f"{name}-{tenant}@provider.example", world.LONG_AGO),
        )
        await db.execute(
            "INSERT INTO assignment (staff_id, tenant_id) VALUES ($1, $2) ON CONFLICT DO NOTHING",
            *(person, tenant),
        )
    return Principal(STAFF, person, KEEPS, {"C": tenant})


async def resolved(client: Client, raised: str, until: str, **more: Any) -> UUID:
    ticket = await client.tickets.raise_ticket(berlin(raised), **more)
    await client.tickets.hear(ticket, berlin(until), facts.PublicReply)
    row = {"state": "resolved", "live": False}
    await client.tickets.hear(ticket, berlin(until), facts.Resolved, row=row)
    return ticket


async def january(client: Client) -> tuple[UUID, UUID]:
    """One ticket answered and resolved in time, and one answered too late."""
    good = await resolved(client, "2026-01-12T10:00", "2026-01-12T10:30")
    late = await resolved(client, "2026-01-13T10:00", "2026-01-13T12:00", service="printing")
    return good, late


async def opened(tenant: int, **changes: Any) -> Client:
    """`changes` of what its SLA says; a commitment of 95 %, no escalation."""
    given = world.client(tenant, steps=())
    (first,) = given.agreements
    content: Content = replace(first.content, **changes)
    agreement = replace(first, content=content, commitment_percent=Decimal(95))
    await world.set_up(tenant, replace(given, agreements=(agreement,)))
    async with world.acting(tenant, berlin("2026-01-05T09:00")) as act:
        await compliance_period.opened(act, act.now)
    return Client(
        Tickets(tenant),
        await staff(tenant, "lead"),
        await staff(tenant, "manager"),
        Principal(MEMBER, known(tenant, "ada"), MAY_OBJECT, {"C": tenant}),
        Principal(MEMBER, ids.new(), MAY_OBJECT, {"C": tenant}),
    )
