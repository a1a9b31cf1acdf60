"""Major incidents as staff read them: the provider's row, the updates, and the joined tickets of
those clients that the reader may see."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from underpin.desk.major.incident import Major
from underpin.desk.queues import ranking
from underpin.desk.tickets import visibility
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

PAGE: Final = 50
NAMES: Final = ", ".join(f"m.{name}" for name in Major.__slots__)


@dataclass(frozen=True, slots=True)
class Line:
    """`tickets`: how many of the clients one may see."""

    major: Major
    tickets: int


@dataclass(frozen=True, slots=True)
class Lines:
    """The open ones first, then the newest; `after` asks for the next page, None at the end."""

    lines: list[Line]
    after: str | None


@dataclass(frozen=True, slots=True)
class Joined:
    """`leads`: its vendor case is everybody's."""

    name: str
    client: str
    subject: str
    state: str
    priority: str
    leads: bool
    joined_at: datetime
    resolved_at: datetime | None
    undone_at: datetime | None


@dataclass(frozen=True, slots=True)
class Said:
    """`texts` by language, the empty one for all others; `overrides` by client's key; `told` on how
    many of the tickets one may see."""

    id: UUID
    number: int
    resolves: bool
    author: str
    written_at: datetime
    approver: str | None
    approved_at: datetime | None
    texts: dict[str, str]
    overrides: dict[str, str]
    told: int


@dataclass(frozen=True, slots=True)
class Whole:
    major: Major
    declared_by: str
    tickets: list[Joined]
    updates: list[Said]


class Key(msgspec.Struct, array_like=True):
    over: bool
    declared_at: datetime
    id: UUID


LIST: Final = f"""
SELECT {NAMES}, (
    SELECT count(*) FROM major_ticket j WHERE j.major_id = m.id AND j.left_at IS NULL) AS tickets
FROM major_incident m
WHERE $1::boolean IS NULL OR ((m.state <> 'open'), $2::timestamptz, $3::uuid)
    > ($1, m.declared_at, m.id)
ORDER BY (m.state <> 'open'), m.declared_at DESC, m.id DESC LIMIT $4
"""


@read("ticket.read", STAFF)
async def listed(act: Act, after: str | None = None, limit: int = PAGE) -> Lines:
    """Raises Malformed for an `after` that is none of ours."""
    key = _decoded(after) if after else None
    words = (key.over, key.declared_at, key.id) if key else (None, None, None)
    limit = max(1, min(limit, 200))
    rows = await db.rows(ranking.planned(act, LIST), *words, limit + 1)
    lines = [Line(_major(row), row["tickets"]) for row in rows]
    more = len(lines) > limit
    return Lines(lines[:limit], _encoded(lines[limit - 1].major) if more else None)


def _major(row: db.Row) -> Major:
    return Major(**{name: row[name] for name in Major.__slots__})


TICKETS: Final = f"""
WITH joined AS MATERIALIZED (
    SELECT j.* FROM major_ticket j WHERE j.major_id = $1 AND j.left_at IS NULL
)
SELECT n.key || '-' || t.number AS name, n.name AS client, t.subject, t.state, t.priority,
       t.id = $3 AS leads, j.joined_at, j.resolved_at, j.undone_at
FROM joined j JOIN ticket t ON t.tenant_id = j.tenant_id AND t.id = j.ticket_id
JOIN tenant n ON n.id = j.tenant_id AND n.id = ANY (ARRAY(SELECT tenant_id FROM joined))
WHERE {visibility.staff_sees("t", "$2")} ORDER BY t.id <> $3, n.key, t.number
"""
UPDATES: Final = """
SELECT u.id, u.number, u.resolves, w.name AS author, u.written_at, a.name AS approver,
       u.approved_at,
       (SELECT json_object_agg(t.locale, t.body) FROM major_update_text t WHERE t.update_id = u.id)
           AS texts,
       (SELECT json_object_agg(n.key, o.body) FROM major_override o JOIN tenant n
        ON n.id = o.tenant_id WHERE o.update_id = u.id) AS overrides,
       (SELECT count(*) FROM major_told d WHERE d.update_id = u.id) AS told
FROM major_update u JOIN staff w ON w.id = u.written_by LEFT JOIN staff a ON a.id = u.approved_by
WHERE u.major_id = $1 ORDER BY u.number
"""
ONE: Final = f"""
SELECT {NAMES}, s.name AS declarer FROM major_incident m JOIN staff s ON s.id = m.declared_by
WHERE m.id = $1
"""


@read("ticket.read", STAFF)
async def one(act: Act, major_id: UUID) -> Whole:
    """Raises NotFound."""
    row = await db.row(ONE, major_id)
    if row is None:
        raise NotFound
    major = _major(row)
    words = (major_id, act.person_id, major.lead_ticket_id)
    joined = await db.rows(ranking.planned(act, TICKETS), *words)
    said = await db.rows(ranking.planned(act, UPDATES), major_id)
    return Whole(
        major, row["declarer"], [Joined(**each) for each in joined], [_said(each) for each in said]
    )


def _said(row: db.Row) -> Said:
    texts = {name: msgspec.json.decode(row[name] or "{}") for name in ("texts", "overrides")}
    return Said(**{**row, **texts})


@dataclass(frozen=True, slots=True)
class Part:
    """What a ticket is part of; `lead` names the ticket that leads where the reader may see it."""

    major_id: UUID
    title: str
    leads: bool
    lead: str | None
    over: bool
    may_undo: bool


PART: Final = f"""
SELECT m.id AS major_id, m.title, m.lead_ticket_id = t.id AS leads, m.state <> 'open' AS over,
       j.resolved_at IS NOT NULL AND j.undone_at IS NULL AS may_undo,
       (SELECT n.key || '-' || l.number FROM major_ticket o JOIN ticket l
            ON l.tenant_id = o.tenant_id AND l.id = o.ticket_id
        JOIN tenant n ON n.id = l.tenant_id
        WHERE o.major_id = m.id AND o.ticket_id = m.lead_ticket_id
          AND {visibility.staff_sees("l", "$3")} LIMIT 1) AS lead
FROM ticket t JOIN major_ticket j ON j.tenant_id = t.tenant_id AND j.ticket_id = t.id
    AND j.left_at IS NULL
JOIN major_incident m ON m.id = j.major_id
WHERE t.tenant_id = $1 AND t.number = $2 AND {visibility.staff_sees("t", "$3")}
ORDER BY j.joined_at DESC, m.id DESC LIMIT 1
"""


@read("ticket.read", STAFF)
async def of_ticket(act: Act, tenant: int, number: int) -> Part | None:
    """The latest it was joined to; None where it never was, or is not seen."""
    row = await db.row(ranking.planned(act, PART), tenant, number, act.person_id)
    return Part(**row) if row else None


def _encoded(last: Major) -> str:
    key = Key(last.state != "open", last.declared_at, last.id)
    return base64.urlsafe_b64encode(msgspec.json.encode(key)).decode().rstrip("=")


def _decoded(after: str) -> Key:
    try:
        raw = base64.urlsafe_b64decode(after + "=" * (-len(after) % 4))
        return msgspec.json.decode(raw, type=Key)
    except (ValueError, msgspec.MsgspecError) as wrong:
        raise Malformed("after: use the value a page gave you.", field="after") from wrong
