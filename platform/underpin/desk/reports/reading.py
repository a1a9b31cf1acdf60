"""What reports count, read in the asker's own scope.

Tickets merged into another one are left out: the one that went on stands for them. Confidential
tickets count only for those who may see them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import msgspec

from contracts.compliance.counted import counting
from underpin.desk.reports import trail
from underpin.desk.reports.asked import Asked
from underpin.desk.reports.grouping import Ticket
from underpin.desk.reports.item import Course, Promise, Work
from underpin.desk.tickets.visibility import staff_sees
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict


class TooMany(Conflict):
    code = "too-many"
    title = "There is more to count than a page can wait for: have it counted, or choose less"


ABOUT: Final = """
t.tenant_id, n.key AS client, t.id AS ticket_id, t.number, t.subject, t.type, t.priority, t.tier,
t.service_id, coalesce(s.name, '') AS service, t.channel, coalesce(g.name, '') AS category
"""
JOINED: Final = """
JOIN tenant n ON n.id = t.tenant_id
LEFT JOIN service s ON s.tenant_id = t.tenant_id AND s.id = t.service_id
LEFT JOIN category g ON g.id = t.category_id
"""

# $1, $2: the period; $3 who asks; $4 the clients, none for all; $5 how many at most.
# Parts of which a ticket is in one at most: by OR they would be found by two bitmaps joined, and
# the policy's list of clients read for each row.
RAISED: Final = "t.raised_at >= $1 AND t.raised_at < $2"
RESOLVED: Final = "t.resolved_at >= $1 AND t.resolved_at < $2"
BEFORE: Final = "t.raised_at < $2 AND $1::timestamptz IS NOT NULL"
PICKED: Final = {
    "raised": (RAISED,),
    "resolved": (RESOLVED,),
    "either": (RAISED, f"{RESOLVED} AND NOT ({RAISED})"),
    "standing": (f"t.live AND {BEFORE}", f"NOT t.live AND t.resolved_at >= $2 AND {BEFORE}"),
}
STEPS: Final = (
    "ticket.raised",
    "ticket.public_reply",
    "ticket.tier_moved",
    "ticket.assigned",
    "ticket.resolved",
    "ticket.reopened",
)
TICKETS: Final = f"""
{{part}} AND (cardinality($4::int[]) = 0 OR t.tenant_id = ANY ($4::int[]))
AND t.merged_into IS NULL AND {staff_sees("t", "$3")}{{narrowed}}
"""
# Whether there is too much is found out first: putting what is too much together takes far longer.
COUNTED: Final = f"SELECT 1 FROM ticket t WHERE {TICKETS}"
FOUND: Final = f"""
SELECT {ABOUT}, t.raised_at AS at, t.live, t.resolved_at, t.assignee_id AS agent_id
FROM ticket t {JOINED} WHERE {TICKETS}
"""
COURSES: Final = """
WITH picked AS MATERIALIZED (
    SELECT * FROM ({found}) found ORDER BY tenant_id, at, ticket_id LIMIT $5
)
SELECT p.*, h.steps::text AS steps, c.working::text AS working
FROM picked p
LEFT JOIN LATERAL (
    SELECT json_agg(json_build_array(substr(e.kind, 8),
        (extract(epoch FROM e.happened_at) * 1000000)::bigint,
        CASE WHEN e.body ->> 'by_person' = 'false' THEN 'system' ELSE e.body ->> 'actor' END,
        e.body ->> 'actor_id',
        CASE e.kind WHEN 'ticket.assigned' THEN e.body ->> 'assignee'
        WHEN 'ticket.raised' THEN e.body ->> 'tier' ELSE e.body ->> 'new' END) ORDER BY e.position)
        AS steps
    FROM event e WHERE e.tenant_id = p.tenant_id AND e.subject_id = p.ticket_id
    AND e.kind = ANY ($6::text[])
) h ON true
LEFT JOIN LATERAL (
    SELECT json_object_agg(k.metric, k.elapsed_us) AS working
    FROM clock k WHERE k.tenant_id = p.tenant_id AND k.ticket_id = p.ticket_id
    AND k.kind = 'SLA' AND k.number = 1 AND k.decided_at IS NOT NULL AND k.state = 'stopped'
    AND k.metric IN ('first_response', 'resolution')
) c ON true
ORDER BY p.tenant_id, p.at, p.ticket_id
"""


async def courses(act: Act, picked: str, asked: Asked) -> list[Course]:
    """Tickets of the period, `picked` by when they were raised or resolved, or standing at its end.
    Raises TooMany."""
    extra, words = narrowed(asked, 5)
    await _few(act, _parts(COUNTED, picked, extra), asked, *words)
    extra, words = narrowed(asked, 6)
    sql = COURSES.format(found=_parts(FOUND, picked, extra))
    rows = await rows_of(act, sql, asked, list(STEPS), *words)
    return [_course(row) for row in rows]


def _parts(sql: str, picked: str, extra: str) -> str:
    return " UNION ALL ".join(sql.format(part=each, narrowed=extra) for each in PICKED[picked])


def _course(row: db.Row) -> Course:
    fields = {name: row[name] for name in Course.__slots__ if name not in ("trail", "working")}
    fields |= {name: row[name] for name in ABOUTS}
    working = msgspec.json.decode(row["working"] or "{}", type=dict[str, int])
    return Course(
        **fields,
        trail=trail.of(trail.read(msgspec.json.decode(row["steps"] or "[]"))),
        working={name: timedelta(microseconds=used) for name, used in working.items()},
    )


ABOUTS: Final = (
    *("tenant_id", "client", "ticket_id", "number", "subject", "type", "priority", "tier"),
    *("service_id", "service", "agent_id", "channel", "at", "category"),
)

# Which links missed a target of their own on the ticket, by when: tiers their hold, vendors theirs;
# and which target that was.
LINKS: Final = """
SELECT array_agg(CASE l.kind WHEN 'UC' THEN 'vendor' ELSE l.holder END
                 ORDER BY l.breached_at, l.id) AS links,
       array_agg(l.metric ORDER BY l.breached_at, l.id) AS lapses
FROM clock l WHERE l.tenant_id = c.tenant_id AND l.ticket_id = c.ticket_id
AND l.kind IN ('OLA', 'UC') AND l.breached_at IS NOT NULL
"""
DECIDED: Final = """
c.kind = 'SLA' AND c.decided_at >= $1 AND c.decided_at < $2
AND (cardinality($4::int[]) = 0 OR c.tenant_id = ANY ($4::int[]))
"""
CLOCKS: Final = f"SELECT 1 FROM clock c WHERE {DECIDED} AND $3::uuid IS NOT NULL"
PROMISES: Final = f"""
WITH decided AS MATERIALIZED (
    SELECT c.tenant_id, c.ticket_id, c.metric, c.priority, c.decided_at, c.caused_by_change,
           {counting.OUTCOME} AS outcome, {counting.WHY} AS why, b.links, b.lapses
    {counting.JOINED}
    LEFT JOIN LATERAL ({LINKS}) b ON c.breached_at IS NOT NULL
    WHERE {DECIDED}
    LIMIT $5
)
SELECT {ABOUT}, d.priority, d.decided_at AS at, t.assignee_id AS agent_id, d.metric, d.outcome,
       d.why, d.links, d.lapses, d.caused_by_change AS changed
FROM decided d JOIN ticket t ON t.tenant_id = d.tenant_id AND t.id = d.ticket_id {JOINED}
WHERE {staff_sees("t", "$3")}{{narrowed}}
ORDER BY d.tenant_id, d.decided_at, t.id, d.metric
"""


async def promises(act: Act, asked: Asked) -> list[Promise]:
    """SLA clocks that were decided in the period. Raises TooMany."""
    await _few(act, CLOCKS, asked)
    extra, words = narrowed(asked, 5)
    rows = await rows_of(act, PROMISES.format(narrowed=extra), asked, *words)
    return [
        Promise(
            **{name: row[name] for name in (*ABOUTS, "metric", "outcome", "why", "changed")},
            links=tuple(row["links"] or ()),
            lapses=tuple(row["lapses"] or ()),
        )
        for row in rows
    ]


WORK: Final = f"""
SELECT {ABOUT}, w.tier, w.happened_at AS at, w.staff_id AS agent_id, w.worked_minutes AS worked,
       w.billable_minutes AS billable, w.posted_at IS NOT NULL AS posted
FROM time_entry w JOIN ticket t ON t.tenant_id = w.tenant_id AND t.id = w.ticket_id {JOINED}
WHERE w.happened_at >= $1 AND w.happened_at < $2
  AND (cardinality($4::int[]) = 0 OR w.tenant_id = ANY ($4::int[]))
  AND {staff_sees("t", "$3")}{{narrowed}}
ORDER BY w.tenant_id, w.happened_at, w.id LIMIT $5
"""


async def work(act: Act, asked: Asked) -> list[Work]:
    """Time entries of work done in the period; the agent is who did it. Raises TooMany."""
    extra, words = narrowed(asked, 5, agent="w.staff_id")
    rows = await rows_of(act, WORK.format(narrowed=extra), asked, *words)
    return [
        Work(**{name: row[name] for name in (*ABOUTS, "worked", "billable", "posted")})
        for row in rows
    ]


TEAMS: Final = """
SELECT DISTINCT ON (m.staff_id) m.staff_id, t.name FROM team_member m
JOIN team t ON t.id = m.team_id WHERE m.staff_id = ANY ($1::uuid[]) ORDER BY m.staff_id, t.name
"""


async def teams(people: Sequence[UUID]) -> Mapping[UUID, str]:
    """Of each the first by name of the teams they are in; who is in none is absent."""
    return {row["staff_id"]: row["name"] for row in await db.rows(TEAMS, list(people))}


VENDORS: Final = """
SELECT DISTINCT ON (v.tenant_id, v.ticket_id) v.tenant_id, v.ticket_id, o.name
FROM unnest($1::int[], $2::uuid[]) AS u(tenant_id, ticket_id)
JOIN vendor_case v ON v.tenant_id = u.tenant_id AND v.ticket_id = u.ticket_id
JOIN vendor o ON o.id = v.vendor_id ORDER BY v.tenant_id, v.ticket_id, v.opened_at DESC, v.id DESC
"""


async def vendors(tickets: Sequence[Ticket]) -> Mapping[Ticket, str]:
    """Who had the last case of each; what was handed to nobody is absent."""
    words = ([tenant for tenant, _ in tickets], [ticket for _, ticket in tickets])
    rows = await db.rows(VENDORS, *words)
    return {(row["tenant_id"], row["ticket_id"]): row["name"] for row in rows}


AWAY: Final = """
SELECT a.staff_id, sum(least(a.ends_at, $2) - greatest(a.starts_at, $1)) AS away FROM absence a
WHERE a.cancelled_at IS NULL AND a.starts_at < $2 AND a.ends_at > $1 GROUP BY a.staff_id
"""


async def away(since: datetime, until: datetime) -> Mapping[UUID, timedelta]:
    """How long each was away within the period."""
    return {row["staff_id"]: row["away"] for row in await db.rows(AWAY, since, until)}


async def weekly(people: Sequence[UUID]) -> Mapping[UUID, int]:
    """How many minutes these staff work in a week without absence."""
    sql = "SELECT id, weekly_minutes FROM staff WHERE id = ANY ($1::uuid[])"
    return {row["id"]: row["weekly_minutes"] for row in await db.rows(sql, list(people))}


async def names(people: Sequence[UUID]) -> Mapping[UUID, str]:
    """What these staff are called."""
    sql = "SELECT id, name FROM staff WHERE id = ANY ($1::uuid[])"
    return {row["id"]: row["name"] for row in await db.rows(sql, list(people))}


AT_VENDOR: Final = (
    "EXISTS (SELECT FROM vendor_case v WHERE v.tenant_id = t.tenant_id AND v.ticket_id = t.id "
    "AND v.vendor_id = {})"
)
IN_TEAM: Final = "{} IN (SELECT m.staff_id FROM team_member m WHERE m.team_id = {{}})"


def narrowed(
    asked: Asked, taken: int, agent: str = "t.assignee_id"
) -> tuple[str, Sequence[object]]:
    found = [
        (sql, value)
        for sql, value in (
            ("t.service_id = {}", asked.service_id),
            ("t.priority = {}", asked.priority),
            ("t.type = {}", asked.type),
            ("t.tier = {}", asked.tier),
            (f"{agent} = {{}}", asked.agent_id),
            (AT_VENDOR, asked.vendor_id),
            (IN_TEAM.format(agent), asked.team_id),
        )
        if value is not None
    ]
    said = "".join(
        f" AND {sql.format(f'${place}')}" for place, (sql, _) in enumerate(found, taken + 1)
    )
    return said, [value for _, value in found]


async def rows_of(act: Act, sql: str, asked: Asked, *words: Any) -> list[db.Row]:
    rows = await db.rows(sql, *_fixed(act, asked), *words)
    if len(rows) > asked.most:
        raise TooMany
    return rows


async def _few(act: Act, sql: str, asked: Asked, *words: Any) -> None:
    """Raises TooMany."""
    counted = f"SELECT count(*) FROM ({sql} LIMIT $5) found"
    if await db.value(counted, *_fixed(act, asked), *words) > asked.most:
        raise TooMany


def _fixed(act: Act, asked: Asked) -> tuple[Any, ...]:
    return asked.since, asked.until, act.person_id, list(asked.tenants), asked.most + 1
