"""The open problems of every client one may see, by rank, with what is known of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from underpin.desk.kinds import workflow
from underpin.desk.queues import ranking, the_list
from underpin.desk.queues.filtering import Filter
from underpin.desk.queues.the_list import Row
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Line:
    """`incidents`: how many it causes, `open_incidents` how many of them are open."""

    ticket: Row
    stage: str
    known_error: str | None
    known_since: datetime | None
    incidents: int
    open_incidents: int


@dataclass(frozen=True, slots=True)
class Problems:
    """`after` asks for the next page; None at the end."""

    lines: list[Line]
    after: str | None


# The page's clients once more as an array: their policy is then met in one look into the index.
KNOWN: Final = """
WITH page AS MATERIALIZED (
    SELECT * FROM unnest($1::int[], $2::uuid[]) AS p(tenant_id, id)
)
SELECT p.id, t.stage, b.known_error, b.known_since, c.incidents, c.open_incidents
FROM page p
JOIN ticket t ON t.tenant_id = p.tenant_id AND t.id = p.id
LEFT JOIN problem b ON b.tenant_id = p.tenant_id AND b.ticket_id = p.id
CROSS JOIN LATERAL (
    SELECT count(*) AS incidents, count(*) FILTER (WHERE i.live) AS open_incidents
    FROM ticket_link l JOIN ticket i ON i.tenant_id = l.tenant_id AND i.id = l.ticket_id
    WHERE l.tenant_id = p.tenant_id AND l.other_id = p.id AND l.kind = 'caused_by') c
"""


@read("ticket.read", STAFF)
async def page(
    act: Act, wanted: Filter | None = None, after: str | None = None, limit: int = PAGE
) -> Problems:
    """Raises Malformed for an `after` that is none of ours."""
    found = await the_list.page(act, _problems(wanted or Filter()), after, limit)
    about = await _about(act, found.rows)
    return Problems([_line(row, about[row.id]) for row in found.rows], found.after)


def _problems(wanted: Filter) -> Filter:
    return Filter(tenants=wanted.tenants, assignee=wanted.assignee, types=("problem",))


async def _about(act: Act, rows: Sequence[Row]) -> dict[object, db.Row]:
    if not rows:
        return {}
    asked = [row.tenant_id for row in rows], [row.id for row in rows]
    return {row["id"]: row for row in await db.rows(ranking.planned(act, KNOWN), *asked)}


def _line(row: Row, about: db.Row) -> Line:
    return Line(
        row,
        workflow.stage(row.type, row.state, about["stage"]),
        about["known_error"],
        about["known_since"],
        about["incidents"],
        about["open_incidents"],
    )
