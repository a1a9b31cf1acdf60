"""A client's own list: the tickets a member may see, the newest first, by whose they are and by
where they stand. What they may see the row policy of their scope says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal
from uuid import UUID

from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import MEMBER
from underpin.kernel.verb import read

Whose = Literal["mine", "watched", "all"]
Standing = Literal["any", "live", "you", "done"]
PAGE: Final = 25

WHOSE: Final[Mapping[Whose, str]] = {
    "mine": "ticket.requester_id = $2",
    "watched": (
        "ticket.id = ANY (ARRAY(SELECT w.ticket_id FROM ticket_watcher w "
        "WHERE w.tenant_id = $1 AND w.person_id = $2))"
    ),
    "all": "$2::uuid IS NOT NULL",
}
STANDING: Final[Mapping[Standing, str]] = {
    "any": "true",
    "live": "ticket.live",
    "you": "ticket.live AND ticket.state = 'waiting_client'",
    "done": "NOT ticket.live",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """`you`: what waits for the client. `service` and `priority` None: whichever."""

    whose: Whose = "mine"
    standing: Standing = "live"
    service: UUID | None = None
    priority: str | None = None


@dataclass(frozen=True, slots=True)
class Own:
    """`requesters` by id, those whom the asker may know; `after` is the number that asks for the
    next page, None at the end."""

    tickets: Sequence[Ticket]
    requesters: Mapping[UUID, str]
    after: int | None


OWN: Final = """
SELECT {columns} FROM ticket
WHERE ticket.tenant_id = $1 AND {whose} AND {standing}
  AND ($3::uuid IS NULL OR ticket.service_id = $3)
  AND ($4::text IS NULL OR ticket.priority = $4)
  AND ($5::int IS NULL OR (ticket.raised_at, ticket.id) < (
      SELECT l.raised_at, l.id FROM ticket l WHERE l.tenant_id = $1 AND l.number = $5))
ORDER BY ticket.raised_at DESC, ticket.id DESC LIMIT $6
"""
NAMES: Final = "SELECT id, name FROM person WHERE tenant_id = $1 AND id = ANY ($2::uuid[])"


@read("ticket.read", MEMBER)
async def page(act: Act, wanted: Wanted, after: int | None = None, limit: int = PAGE) -> Own:
    """`after` is the number of the last ticket seen."""
    sql = OWN.format(
        columns=tickets.COLUMNS,
        whose=WHOSE[wanted.whose],
        standing=STANDING[wanted.standing],
    )
    tenant = act.principal.own_tenant
    words = (tenant, act.person_id, wanted.service, wanted.priority, after, limit + 1)
    found = [tickets.of(row) for row in await db.rows(sql, *words)]
    shown = found[:limit]
    people = await db.rows(NAMES, tenant, list({each.requester_id for each in shown}))
    names = {row["id"]: row["name"] for row in people}
    return Own(shown, names, shown[-1].number if len(found) > limit else None)
