"""Fill an installation fast: two tickets lived through the product's own verbs are the patterns,
and SQL multiplies them over tenants and time, with all that hangs on a ticket.

One ticket in ten is open, most of these among the newest. Of a multiplied row the ids and the times
are its own; what its JSON says (a clock's memory, an event's body) is the pattern's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg

from benchmarks import multiplying
from contracts.signed import setting_up
from tenants import role
from underpin.demo import companies, demo_contracts, demo_templates, log_contracts
from underpin.desk.replay.step import Source
from underpin.desk.tickets import finishing, raising, talking, working
from underpin.desk.tickets.raising import NewTicket
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, ids, verb
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Provider, System, Work
from underpin.kernel.principal import Audience, Principal, worker

NAMESPACE = UUID("3f0d2a4e-5d0b-4c8e-9a58-1f6c7f1a2b90")
FIRST = PATTERN = 5001
AROUND_THE_CLOCK = next(each for each in companies.COMPANIES if each.slug == "caro")
AGO = timedelta(days=30)
PEOPLE = 10


def requester(tenant: int) -> UUID:
    """The first person of a client, as the SQL of `PERSONS` writes the id."""
    return UUID(int=(tenant << 64) + 1)


REQUESTER = requester(PATTERN)
SERVICE = log_contracts.ids_of(Source.SERVICENOW, PATTERN).service
ASKED: dict[str, Any] = {"requester_id": REQUESTER, "service_id": SERVICE}


@dataclass(frozen=True, slots=True)
class Size:
    """`live` is the share of tickets that are open, about."""

    tenants: int
    tickets: int
    live: float = 0.1

    def __str__(self) -> str:
        return f"{self.tickets:,} tickets, {self.tenants:,} tenants"


DEMO = Size(4, 100)
HUNDREDFOLD = Size(40, 10_000)
LARGE = Size(1000, 1_000_000)


@dataclass(frozen=True, slots=True)
class Agent:
    """A staff person and the tenants they are assigned to: the first so many."""

    name: str
    tenants: int
    tier: int = 1

    @property
    def id(self) -> UUID:
        return ids.derive(NAMESPACE, "staff", self.name)

    @property
    def principal(self) -> Principal:
        held = role.capabilities(Audience.STAFF, ["agent"])
        reach = {key(tenant): tenant for tenant in range(FIRST, FIRST + self.tenants)}
        return Principal(Audience.STAFF, self.id, held, reach, name=self.name, tier=self.tier)


@dataclass(frozen=True, slots=True)
class Loaded:
    """`one`, `some` and `all` are staff with one tenant, up to twenty, and every tenant."""

    size: Size
    one: Agent
    some: Agent
    all: Agent


def key(tenant: int) -> str:
    return f"T{tenant}"


def number(ticket: int, tenant: int = PATTERN) -> str:
    """A ticket's name."""
    return f"{key(tenant)}-{ticket}"


async def load(connection: asyncpg.Connection, size: Size) -> Loaded:
    """`connection` is the owner's, of an empty schema; this process's pools are connected and the
    product is wired. Statistics are gathered at the end."""
    loaded = Loaded(
        size,
        Agent("one", 1),
        Agent("some", min(20, size.tenants)),
        Agent("all", size.tenants),
    )
    await _companies(connection, size)
    await _staff(connection, loaded)
    await _contract()
    await multiplying.contracts(connection, PATTERN)
    live, done = await _lived(loaded, done=False), await _lived(loaded, done=True)
    await multiplying.tickets(connection, PATTERN, live, done, size.tickets, size.live)
    await connection.execute(MAILS)
    await connection.execute(MAILS_IN)
    filled = ", ".join((*multiplying.FILLED, "outgoing", "inbound_mail"))
    await connection.execute(f"VACUUM (ANALYZE) {filled}")
    return loaded


COMPANIES = """
INSERT INTO tenant (id, slug, key, name, state, time_zone, locale, currency, created_at)
SELECT n, 't' || n, 'T' || n, 'Client ' || n, 'active', 'Europe/Dublin', 'en', 'EUR',
       transaction_timestamp()
FROM generate_series($1::int, $1 + $2 - 1) n
"""

PERSONS = """
INSERT INTO person (tenant_id, id, name, email, state, locale, time_zone, created_at)
SELECT t.id, (lpad(to_hex(t.id), 16, '0') || lpad(to_hex(n), 16, '0'))::uuid,
       'Person ' || n, 'p' || n || '@' || t.slug || '.example', 'active', 'en', 'UTC', t.created_at
FROM tenant t, generate_series(1, $1::int) n WHERE $2::int[] IS NULL OR t.id = ANY ($2)
"""


async def _companies(connection: asyncpg.Connection, size: Size) -> None:
    await connection.execute(COMPANIES, FIRST, size.tenants)
    await connection.execute(PERSONS, PEOPLE, None)


# One mail in ten is still to leave.
MAILS = """
INSERT INTO outgoing (tenant_id, id, channel, identity, subject_id, payload, simulated, created_at,
                      due_at, attempts, sent_at)
SELECT tenant_id, id, 'mail', id, id, '{}', false, touched_at, touched_at, 1,
       CASE WHEN number % 10 > 0 THEN touched_at END
FROM ticket WHERE live
"""

# Each live ticket came by a mail, which was handled.
MAILS_IN = """
INSERT INTO inbound_mail (tenant_id, id, raw_sha256, purpose, object_id, envelope_from, recipient,
                          raw, received_at, handled_at, outcome, identity, ticket_id)
SELECT tenant_id, id, sha256(uuid_send(id)), 'desk', id, '', '', '', touched_at, touched_at,
       'opened', sha256(uuid_send(id)), id
FROM ticket WHERE live
"""

STAFF = """
INSERT INTO staff (id, name, email, tier, state, locale, time_zone, created_at)
VALUES ($1, $2, $2 || '@provider.example', $3, 'active', 'en', 'UTC', transaction_timestamp())
"""


async def _staff(connection: asyncpg.Connection, loaded: Loaded) -> None:
    for agent in (loaded.one, loaded.some, loaded.all):
        await connection.execute(STAFF, agent.id, agent.name, agent.tier)
        await connection.execute(
            "INSERT INTO staff_role (staff_id, role) VALUES ($1, 'agent')", agent.id
        )
        await connection.execute(
            "INSERT INTO assignment (staff_id, tenant_id) SELECT $1, n "
            "FROM generate_series($2::int, $2 + $3 - 1) n",
            *(agent.id, FIRST, agent.tenants),
        )


async def _contract() -> None:
    """The demo's contract around the clock, so that every instant is one of work."""
    async with db.open(System()):
        now = await db.now()
    async with db.open(Provider()):
        act = Act(worker(PATTERN), None, now, "benchmark")
        given = replace(log_contracts.provider(now - 2 * AGO), templates=demo_templates.ALL)
        await setting_up.provider_ready_made(act, given)
    async with db.open(Work(PATTERN)):
        act = Act(worker(PATTERN), PATTERN, now, "benchmark")
        signed = demo_contracts.client(AROUND_THE_CLOCK, PATTERN, now - 2 * AGO)
        await setting_up.ready_made(act, signed)


async def raise_one(loaded: Loaded, tenant: int = PATTERN, **words: Any) -> Ticket:
    """A ticket raised by the product."""
    new = NewTicket(
        companies.SUBJECTS[0],
        companies.BODY,
        service_id=SERVICE,
        requester_id=requester(tenant),
        **words,
    )
    who = loaded.all.principal
    raised: Ticket = await verb.perform(raising.raise_ticket, who, new, tenant=tenant)
    return raised


async def _lived(loaded: Loaded, *, done: bool) -> int:
    """A ticket raised, taken, answered, noted and, where done, resolved and closed."""
    number: int = (await raise_one(loaded)).number
    await _do(loaded, working.take, number)
    await _do(loaded, talking.reply, number, companies.TAKEN)
    await _do(loaded, talking.note, number, companies.NOTE)
    if done:
        await _do(loaded, finishing.resolve, number)
        await _do(loaded, finishing.close, number)
    return number


async def _do(loaded: Loaded, wanted: verb.Verb[Any, Any], *words: object) -> None:
    await verb.perform(wanted, loaded.all.principal, *words, tenant=PATTERN)
