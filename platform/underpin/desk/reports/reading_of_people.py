"""What reports count besides tickets: surveys, vendors' duties, and what was read instead of
raising a ticket. Read in the asker's own scope."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import Final
from uuid import UUID

from underpin.desk.knowledge import deflection
from underpin.desk.knowledge.deflection import Opened
from underpin.desk.reports import reading
from underpin.desk.reports.asked import Asked
from underpin.desk.reports.item import Duty, Rating, Visit
from underpin.desk.reports.reading import ABOUT, ABOUTS, JOINED
from underpin.desk.tickets.visibility import staff_sees
from underpin.kernel import db
from underpin.kernel.act import Act

SURVEYS: Final = f"""
SELECT {ABOUT}, v.asked_at AS at, v.agent_id, v.rating
FROM survey v JOIN ticket t ON t.tenant_id = v.tenant_id AND t.id = v.ticket_id {JOINED}
WHERE v.asked_at >= $1 AND v.asked_at < $2
  AND (cardinality($4::int[]) = 0 OR v.tenant_id = ANY ($4::int[]))
  AND {staff_sees("t", "$3")}{{narrowed}}
ORDER BY v.tenant_id, v.asked_at, v.id LIMIT $5
"""


async def surveys(act: Act, asked: Asked) -> list[Rating]:
    """Asked in the period; the agent is whose work they were about. Raises TooMany."""
    narrowed, words = reading.narrowed(asked, 5, agent="v.agent_id")
    rows = await reading.rows_of(act, SURVEYS.format(narrowed=narrowed), asked, *words)
    return [Rating(**{name: row[name] for name in (*ABOUTS, "rating")}) for row in rows]


DUTIES: Final = f"""
SELECT {ABOUT}, c.decided_at AS at, t.assignee_id AS agent_id, o.name AS vendor, c.metric,
       c.breached_at IS NOT NULL AS breached,
       CASE WHEN c.state = 'stopped' THEN c.elapsed_us END AS elapsed_us
FROM clock c JOIN vendor_case v ON v.tenant_id = c.tenant_id AND v.id = c.case_id
JOIN vendor o ON o.id = v.vendor_id
JOIN ticket t ON t.tenant_id = c.tenant_id AND t.id = c.ticket_id {JOINED}
WHERE c.kind = 'UC' AND c.decided_at >= $1 AND c.decided_at < $2 AND c.state <> 'merged'
  AND (cardinality($4::int[]) = 0 OR c.tenant_id = ANY ($4::int[]))
  AND {staff_sees("t", "$3")}{{narrowed}}
ORDER BY c.tenant_id, c.decided_at, c.id LIMIT $5
"""


async def duties(act: Act, asked: Asked) -> list[Duty]:
    """Targets of vendors decided in the period. Raises TooMany."""
    narrowed, words = reading.narrowed(asked, 5)
    rows = await reading.rows_of(act, DUTIES.format(narrowed=narrowed), asked, *words)
    plain = (*ABOUTS, "vendor", "metric", "breached")
    return [
        Duty(
            **{name: row[name] for name in plain},
            worked=_length(row["elapsed_us"]),
        )
        for row in rows
    ]


def _length(microseconds: int | None) -> timedelta | None:
    return None if microseconds is None else timedelta(microseconds=microseconds)


# A day before the period as well: a visit counts where it began.
OPENED: Final = """
SELECT o.tenant_id, n.key, o.person_id, o.article_id, o.cause, o.opened_at,
       o.solved_at IS NOT NULL AS solved
FROM article_opening o JOIN tenant n ON n.id = o.tenant_id
WHERE o.opened_at >= $1::timestamptz - interval '1 day' AND o.opened_at < $2
  AND $3::uuid IS NOT NULL AND (cardinality($4::int[]) = 0 OR o.tenant_id = ANY ($4::int[]))
ORDER BY o.tenant_id, o.opened_at, o.id LIMIT $5
"""
RAISED: Final = """
SELECT t.tenant_id, t.requester_id, array_agg(t.raised_at) AS at
FROM unnest($1::int[], $2::uuid[]) AS u(tenant_id, person_id)
JOIN ticket t ON t.tenant_id = u.tenant_id AND t.requester_id = u.person_id
  AND t.raised_at >= $3 AND t.raised_at < $4
GROUP BY 1, 2
"""
TITLES: Final = """
SELECT a.id, NULL AS key, v.texts -> a.language ->> 'title' AS title FROM article a
JOIN article_version v ON v.article_id = a.id AND v.number = a.published
WHERE a.id = ANY ($1::uuid[])
UNION ALL
SELECT a.id, n.key, v.texts -> a.language ->> 'title' FROM client_article a
JOIN tenant n ON n.id = a.tenant_id
JOIN client_article_version v ON v.tenant_id = a.tenant_id AND v.article_id = a.id
  AND v.number = a.published
WHERE a.id = ANY ($1::uuid[])
"""


async def visits(act: Act, asked: Asked) -> list[Visit]:
    """What was read in one go, begun in the period; of what narrows a report only the client does.
    Raises TooMany."""
    rows = await reading.rows_of(act, OPENED, asked)
    raised = await _raised(rows, asked)
    found: list[Visit] = []
    for (tenant, key), own in groupby(rows, lambda row: (row["tenant_id"], row["key"])):
        opened = [Opened(**{name: row[name] for name in Opened.__slots__}) for row in own]
        done = deflection.visits(opened, raised.get(tenant, {}), act.now)
        found += [_visit(tenant, key, each) for each in done]
    titles = await _titles([each.ticket_id for each in found])
    begun = (each for each in found if asked.since <= each.at)
    return list(_titled(begun, titles))


async def _raised(
    rows: Sequence[db.Row], asked: Asked
) -> Mapping[int, Mapping[UUID, list[datetime]]]:
    """By client and person."""
    people = list({(row["tenant_id"], row["person_id"]) for row in rows})
    since, until = asked.since - timedelta(days=1), asked.until + deflection.STAYS
    words = ([tenant for tenant, _ in people], [person for _, person in people], since, until)
    found: dict[int, dict[UUID, list[datetime]]] = {}
    for row in await db.rows(RAISED, *words):
        found.setdefault(row["tenant_id"], {})[row["requester_id"]] = row["at"]
    return found


async def _titles(articles: Sequence[UUID]) -> Mapping[UUID, db.Row]:
    return {row["id"]: row for row in await db.rows(TITLES, list(set(articles)))}


def _titled(found: Iterator[Visit], titles: Mapping[UUID, db.Row]) -> Iterator[Visit]:
    for each in found:
        row = titles.get(each.ticket_id)
        if row is None:
            yield each
        else:
            yield replace(each, subject=row["title"] or "", shelf=row["key"] or "")


def _visit(tenant: int, key: str, of: deflection.Visit) -> Visit:
    return Visit(
        tenant_id=tenant,
        client=key,
        ticket_id=of.article_id,
        number=0,
        subject="",
        type="",
        priority="",
        tier=0,
        service_id=None,
        service="",
        agent_id=None,
        channel="",
        at=of.opened[0].opened_at,
        opened=len(of.opened),
        counts=of.counts,
        deflected=of.deflected,
    )
