"""One ticket, read: its head, its conversation, and for staff what happened in between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from contracts.clocks import clock_reading
from contracts.clocks.clock_view import ClockView
from underpin.desk.cases import case as cases
from underpin.desk.cases import case_messages
from underpin.desk.cases.case import Case
from underpin.desk.cases.case_messages import CaseMessage
from underpin.desk.tickets import messages
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.messages import Message
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import MEMBER, STAFF, Audience
from underpin.kernel.verb import read


@dataclass(frozen=True, slots=True)
class Names:
    """The names a ticket's ids stand for; staff names are empty where a member reads."""

    key: str
    client: str
    time_zone: str
    requester: str
    requester_email: str
    service: str
    site: str
    assignee: str | None = None


@dataclass(frozen=True, slots=True)
class Happening:
    """An event of the ticket's own course."""

    kind: str
    at: datetime
    actor_kind: str
    actor: str | None
    reason: str | None
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CaseDetail:
    case: Case
    vendor: str
    messages: list[CaseMessage]


@dataclass(frozen=True, slots=True)
class Detail:
    """`happenings` and `cases` are empty where a member reads."""

    ticket: Ticket
    names: Names
    messages: list[Message]
    happenings: list[Happening]
    cases: list[CaseDetail]


@read("ticket.read", STAFF, MEMBER)
async def one(act: Act, tenant: int, number: int) -> Detail:
    """Raises NotFound for what the asker may not see."""
    act.only_own(tenant)
    head = HEAD[act.audience] + tickets.sees(act)
    row = await db.row(head, tenant, number, *tickets.whom(act))
    if row is None:
        raise NotFound
    ticket, names = tickets.of(row), Names(**{name: row[name] for name in Names.__slots__})
    said = await messages.of_ticket(tenant, ticket.id)
    if act.audience is Audience.MEMBER:
        return Detail(ticket, names, said, [], [])
    outside = await cases.of_ticket(tenant, ticket.id) if row["outside"] else []
    return Detail(
        ticket,
        names,
        said,
        await _happenings(ticket),
        [await _case(each) for each in outside],
    )


@read("clock.read", STAFF, MEMBER)
async def clocks(act: Act, tenant: int, number: int) -> list[ClockView]:
    """A ticket's clocks with the sums that explain them: a member is shown the SLA's. Raises
    NotFound."""
    act.only_own(tenant)
    ticket = await tickets.seen(act, tenant, number)
    found: list[ClockView] = await clock_reading.of_ticket(act, tenant, ticket.id)
    return found


READ = f"""
SELECT {tickets.COLUMNS}, n.key, n.name AS client, n.time_zone, coalesce(p.name, '') AS requester,
       coalesce(p.email, '') AS requester_email, coalesce(v.name, '') AS service,
       coalesce(i.name, '') AS site, {{ours}}
FROM ticket JOIN tenant n ON n.id = ticket.tenant_id
LEFT JOIN person p ON p.tenant_id = ticket.tenant_id AND p.id = ticket.requester_id
LEFT JOIN service v ON v.tenant_id = ticket.tenant_id AND v.id = ticket.service_id
LEFT JOIN site i ON i.tenant_id = ticket.tenant_id AND i.id = ticket.site_id
WHERE ticket.tenant_id = $1 AND ticket.number = $2
"""

# A member may not know who of the provider has it, nor that it is outside.
HEAD = {
    Audience.MEMBER: READ.format(ours="NULL AS assignee"),
    Audience.STAFF: READ.format(
        ours="(SELECT s.name FROM staff s WHERE s.id = ticket.assignee_id) AS assignee, "
        "EXISTS (SELECT FROM vendor_case c WHERE c.tenant_id = ticket.tenant_id "
        "AND c.ticket_id = ticket.id) AS outside"
    ),
}


async def _happenings(ticket: Ticket) -> list[Happening]:
    rows = await db.rows(
        "SELECT e.kind, e.happened_at AS at, e.actor_kind, "
        "coalesce(s.name, p.name) AS actor, e.reason, e.body FROM event e "
        "LEFT JOIN staff s ON s.id = e.actor_id "
        "LEFT JOIN person p ON p.tenant_id = e.tenant_id AND p.id = e.actor_id "
        "WHERE e.tenant_id = $1 AND e.subject_id = $2 ORDER BY e.position LIMIT 500",
        ticket.tenant_id,
        ticket.id,
    )
    return [Happening(**{**row, "body": msgspec.json.decode(row["body"])}) for row in rows]


async def _case(case: Case) -> CaseDetail:
    vendor = await db.value("SELECT name FROM vendor WHERE id = $1", case.vendor_id)
    return CaseDetail(case, vendor, await case_messages.of_case(case.tenant_id, case.id))


@dataclass(frozen=True, slots=True)
class Colleague:
    """A staff person a ticket may be given to."""

    id: UUID
    name: str
    tier: int | None


@read("ticket.read", STAFF)
async def colleagues(act: Act, tenant: int) -> list[Colleague]:
    """Who works for a client company, by name."""
    if tenant not in act.principal.tenant_ids:
        raise NotFound
    rows = await db.rows(
        "SELECT s.id, s.name, s.tier FROM staff s JOIN assignment a ON a.staff_id = s.id "
        "WHERE a.tenant_id = $1 AND s.state = 'active' ORDER BY s.name, s.id LIMIT 200",
        tenant,
    )
    return [Colleague(**row) for row in rows]


@read("ticket.read", STAFF)
async def all_colleagues(act: Act) -> list[Colleague]:
    """Who works for any of the asker's clients, by name."""
    rows = await db.rows(
        "SELECT s.id, s.name, s.tier FROM staff s WHERE s.state = 'active' AND EXISTS ("
        "SELECT FROM assignment a WHERE a.staff_id = s.id AND a.tenant_id = ANY ($1::int[])) "
        "ORDER BY s.name, s.id LIMIT 200",
        list(act.principal.tenant_ids),
    )
    return [Colleague(**row) for row in rows]
