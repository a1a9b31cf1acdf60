"""A small world for the clocks: one provider with tiers and a vendor, clients under an SLA, and a
desk that is nothing but ticket rows."""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from uuid import UUID

from contracts import facts, instant
from contracts.agreements.agreed import Content, Settings, Target
from contracts.clocks import running
from contracts.desk_protocol import Decision, ToDo
from contracts.escalation import alarms
from contracts.escalation.escalation import Step
from contracts.facts import Fact
from contracts.signed import setting_up
from contracts.subject import Due, Pinned, Subject
from tests.world import SETTINGS
from underpin.kernel import db, events, ids, installation, pulse, timers
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Provider, Work
from underpin.kernel.principal import worker

NAMESPACE = UUID("6c1f6a3e-6f4f-4a59-9a3b-6a5b2f0d7b11")
HOUR, MINUTE = instant.HOUR, instant.MINUTE
TENANTS = itertools.count(40_001)
"""One number after the other for every story of a process, so that no two share a client."""
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
PRIORITIES = ("P1", "P2", "P3", "P4")

OFFICE = {
    "time_zone": "Europe/Berlin",
    "week": {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")},
}
ALWAYS = {
    "time_zone": "UTC",
    "week": {
        day: [["00:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    },
}


def known(*parts: str | int) -> UUID:
    return ids.derive(NAMESPACE, *parts)


def berlin(text: str) -> datetime:
    """A winter instant by the Berlin wall clock."""
    return datetime.fromisoformat(text + "+01:00").astimezone(UTC)


def target(metric: str, priority: str, hours: float, *warn: int, **other: object) -> Target:
    allowed = int(hours * HOUR)
    return Target(metric, "incident", priority, allowed, warn, **other)  # type: ignore[arg-type]


PROVIDER = setting_up.Provider(
    hours=(
        setting_up.Hours(known("pc", "always"), known("pcv", "always"), "Round the clock", ALWAYS),
        setting_up.Hours(known("pc", "office"), known("pcv", "office"), "Office", OFFICE),
    ),
    vendors=(setting_up.Vendor(known("vendor"), "Fabrikam", "support@fabrikam.example"),),
    agreements=(
        *(
            setting_up.Agreed(
                agreement_id=known("ola", tier),
                version_id=known("olav", tier),
                name=f"OLA of L{tier}",
                content=Content(
                    known("pcv", "office"),
                    tuple(
                        target(metric, priority, hours, 50)
                        for priority in PRIORITIES
                        for metric, hours in (("pickup", 0.5), ("hold", 2 * tier))
                    ),
                ),
                effective_from=LONG_AGO,
                author_id=known("author"),
                approver_id=known("approver"),
                tier=tier,
            )
            for tier in (1, 2, 3)
        ),
        setting_up.Agreed(
            agreement_id=known("uc"),
            version_id=known("ucv"),
            name="UC with Fabrikam",
            content=Content(
                known("pcv", "always"),
                tuple(
                    target(metric, priority, hours, 75)
                    for priority in PRIORITIES
                    for metric, hours in (("acknowledge", 1), ("update", 4), ("fix", 24))
                ),
            ),
            effective_from=LONG_AGO,
            author_id=known("author"),
            approver_id=known("approver"),
            vendor_id=known("vendor"),
        ),
    ),
)

STEPS = (
    Step("resolution", 75, "notify"),
    Step("hold", 100, "move_tier", from_tier=1, to_tier=2, automatic=True),
    Step("hold", 100, "move_tier", from_tier=2, to_tier=3),
    Step("resolution", 100, "page", priorities=("P1",)),
)


def client(tenant: int, **changes: object) -> setting_up.Client:
    """A client with an office-hours SLA for incidents: response 1 h, resolution 8 h (P1: 4 h,
    around the clock)."""
    always, office = known(tenant, "cv", "always"), known(tenant, "cv", "office")
    targets = [
        *(target("first_response", p, 1, 50) for p in PRIORITIES),
        *(target("next_reply", p, 2, 75) for p in PRIORITIES),
        target("resolution", "P1", 4, 75, calendar_version_id=always),
        *(target("resolution", p, 8, 75, 90) for p in PRIORITIES[1:]),
    ]
    settings = changes.pop("settings", Settings())
    given = {
        "contract_id": known(tenant, "contract"),
        "name": "Managed services",
        "starts_on": date(2020, 1, 1),
        "hours": (
            setting_up.Hours(known(tenant, "c", "always"), always, "Always", ALWAYS),
            setting_up.Hours(known(tenant, "c", "office"), office, "Office", OFFICE),
        ),
        "services": (
            setting_up.Service(
                known(tenant, "network"), "Network", ((known("vendor"), known("uc")),)
            ),
            setting_up.Service(known(tenant, "printing"), "Printing"),
        ),
        "agreements": (
            setting_up.Agreed(
                agreement_id=known(tenant, "sla"),
                version_id=known(tenant, "slav"),
                name="Gold",
                content=Content(office, tuple(targets), settings),  # type: ignore[arg-type]
                effective_from=LONG_AGO,
                author_id=known("author"),
                approver_id=known("approver"),
                consent=b"\1" * 32,
            ),
        ),
        "policy_id": known(tenant, "policy"),
        "steps": STEPS,
        **changes,
    }
    return setting_up.Client(**given)  # type: ignore[arg-type]


async def set_up(tenant: int, given: setting_up.Client | None = None) -> None:
    """The provider's side, a simulated tenant of that id, its one requester and its contract."""
    installation.use(SETTINGS)
    async with db.open(Provider()):
        act = Act(worker(tenant), None, await db.now(), "seed", "world")
        await setting_up.provider_ready_made(act, PROVIDER)
    async with db.open(Work(tenant)):
        await db.execute(
            "INSERT INTO tenant VALUES ($1, 't' || $1::int, 'T' || $1::int, 'Client', 'active', "
            "'Europe/Berlin', 'en', 'EUR', $2, $2) ON CONFLICT DO NOTHING",
            tenant,
            LONG_AGO,
        )
        await db.execute(
            "INSERT INTO person (tenant_id, id, name, email, state, locale, time_zone, created_at) "
            "VALUES ($1, $2, 'Ada', 'ada@client.example', 'active', 'en', 'UTC', $3) "
            "ON CONFLICT DO NOTHING",
            tenant,
            known(tenant, "ada"),
            LONG_AGO,
        )
        await setting_up.ready_made(await _act(tenant), given or client(tenant))


async def _act(tenant: int, source: str = "api") -> Act:
    return Act(worker(tenant), tenant, await db.now(), source, "world")


@asynccontextmanager
async def acting(tenant: int, moment: datetime | None = None) -> AsyncIterator[Act]:
    """A transaction in the tenant, at that moment of its simulated time."""
    async with db.open(Work(tenant)):
        if moment is not None:
            await db.execute("UPDATE tenant SET simulated_now = $2 WHERE id = $1", tenant, moment)
            db.set_now(moment)
        yield await _act(tenant)


@dataclass
class Tickets:
    """Ticket rows and what contracts asked the desk to do."""

    tenant: int
    recorded: list[Fact] = field(default_factory=list)
    carried_out: list[tuple[UUID, Decision]] = field(default_factory=list)

    async def lock(self, act: Act, ticket_ids: Sequence[UUID]) -> set[UUID]:
        rows = await db.rows(
            "SELECT id FROM ticket WHERE tenant_id = $1 AND id = ANY ($2::uuid[]) "
            "FOR UPDATE SKIP LOCKED",
            act.tenant_id,
            list(ticket_ids),
        )
        return {row["id"] for row in rows}

    async def subjects(self, act: Act, ticket_ids: Sequence[UUID]) -> dict[UUID, Subject]:
        rows = await db.rows(
            "SELECT * FROM ticket WHERE tenant_id = $1 AND id = ANY ($2::uuid[])",
            act.tenant_id,
            list(ticket_ids),
        )
        return {row["id"]: _subject(row) for row in rows}

    async def record(self, act: Act, facts: Sequence[Fact]) -> None:
        self.recorded.extend(facts)
        await _emit(act, facts)

    async def carry_out(self, act: Act, to_do: Sequence[ToDo]) -> None:
        for ticket_id, decision in to_do:
            self.carried_out.append((ticket_id, decision))
            if decision.action == "move_tier" and decision.to_tier is not None:
                tier = (await self.subjects(act, [ticket_id]))[ticket_id].tier
                moved = facts.TierMoved(
                    **about(self.tenant, ticket_id, act.now), old=tier, new=decision.to_tier
                )
                await self.tell(act, ticket_id, moved, tier=decision.to_tier)

    async def change_terms(
        self, act: Act, changed: Sequence[facts.TermsChanged], reason: str
    ) -> None:
        for fact in changed:
            await self.tell(act, fact.ticket_id, fact)

    async def due_changed(self, act: Act, dues: Mapping[UUID, Due]) -> None:
        for ticket_id, due in dues.items():
            await self._change(ticket_id, due)

    async def tell(self, act: Act, ticket_id: UUID, *told: Fact, **changes: object) -> Due:
        """What the desk does with every change: event, clocks, row."""
        await _emit(act, told)
        subject = (await self.subjects(act, [ticket_id]))[ticket_id]
        due = await running.follow(act, subject, told)
        await self._change(ticket_id, due, **changes)
        return due

    async def raise_ticket(
        self,
        at: datetime,
        priority: str = "P3",
        service: str | None = "network",
        **raised: object,
    ) -> UUID:
        ticket_id = ids.new()
        service_id = known(self.tenant, service) if service else None
        async with acting(self.tenant, at) as act:
            pinned = await running.choose(act, service_id, "incident", at)
            await self._insert(ticket_id, priority, service_id, pinned, at)
            fact = facts.Raised(
                **about(self.tenant, ticket_id, at, "client"),
                type="incident",
                priority=priority,
                service=service_id,
                **raised,  # type: ignore[arg-type]
            )
            await self.tell(act, ticket_id, fact)
        return ticket_id

    async def hear(
        self,
        ticket_id: UUID,
        at: datetime,
        kind: type[Fact],
        *,
        late: datetime | None = None,
        row: Mapping[str, object] | None = None,
        by: str = "staff",
        **words: object,
    ) -> Due:
        """One fact at its instant; `late` is when it is heard of."""
        async with acting(self.tenant, late or at) as act:
            await self.lock(act, [ticket_id])
            fact = kind(**about(self.tenant, ticket_id, at, by), **words)
            return await self.tell(act, ticket_id, fact, **(row or {}))

    async def live_until(self, moment: datetime) -> int:
        """The worker fires what falls due before that moment, in order; returns how much."""
        timers.handle(alarms.kind(self))
        async with acting(self.tenant, moment):
            pass
        fired = 0
        while batch := await pulse.drain(self.tenant):
            fired += batch
        return fired

    async def clocks(self, ticket_id: UUID) -> dict[tuple[str, str, int], db.Row]:
        """Its clocks' rows by metric, holder and number."""
        async with db.open(Work(self.tenant)):
            rows = await db.rows(
                "SELECT * FROM clock WHERE tenant_id = $1 AND ticket_id = $2",
                self.tenant,
                ticket_id,
            )
        return {(row["metric"], row["holder"], row["number"]): row for row in rows}

    async def row(self, ticket_id: UUID) -> db.Row:
        async with db.open(Work(self.tenant)):
            found = await db.row(
                "SELECT * FROM ticket WHERE tenant_id = $1 AND id = $2", self.tenant, ticket_id
            )
        assert found is not None
        return found

    async def _insert(
        self, ticket_id: UUID, priority: str, service: UUID | None, pinned: Pinned, at: datetime
    ) -> None:
        await db.execute(
            "INSERT INTO ticket (tenant_id, id, number, type, subject, impact, urgency, priority, "
            "state, live, tier, requester_id, service_id, contract_id, agreement_version_id, "
            "calendar_version_id, policy_id, channel, confidential, raised_at, touched_at, "
            "next_due, breached, version) VALUES ($1, $2, (SELECT 1 + count(*) FROM ticket WHERE "
            "tenant_id = $1), 'incident', 'Help', 'low', 'low', $3, 'new', true, 1, $4, $5, $6, "
            "$7, $8, $9, 'portal', false, $10, $10, 'infinity', false, 1)",
            *(self.tenant, ticket_id, priority, known(self.tenant, "ada"), service),
            *(pinned.contract_id, pinned.agreement_version_id, pinned.calendar_version_id),
            *(pinned.policy_id, at),
        )

    async def _change(self, ticket_id: UUID, due: Due, **changes: object) -> None:
        written = {
            "next_due": due.next_due or datetime.max.replace(tzinfo=UTC),
            "next_metric": due.metric,
            "next_warn_at": due.warn_at,
            "breached": due.breached,
            **changes,
        }
        names = ", ".join(f"{name} = ${place}" for place, name in enumerate(written, 3))
        await db.execute(
            f"UPDATE ticket SET {names} WHERE tenant_id = $1 AND id = $2",
            self.tenant,
            ticket_id,
            *written.values(),
        )


def about(tenant: int, ticket_id: UUID, at: datetime, by: str = "staff") -> dict[str, object]:
    return {"ticket_id": ticket_id, "tenant_id": tenant, "at": instant.of(at), "actor": by}


async def _emit(act: Act, told: Sequence[Fact]) -> None:
    new = [
        events.New(f"ticket.{fact.kind}", fact.ticket_id, fact.to_json(), instant.at(fact.at))
        for fact in told
    ]
    await events.emit(act, *new)


def _subject(row: db.Row) -> Subject:
    pinned = Pinned(
        row["contract_id"],
        row["agreement_version_id"],
        row["calendar_version_id"],
        row["policy_id"],
    )
    fields = ("tenant_id", "type", "priority", "tier", "state", "service_id")
    return Subject(ticket_id=row["id"], pinned=pinned, **{name: row[name] for name in fields})
