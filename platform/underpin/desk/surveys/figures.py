"""How content a client's people were: by month, service and agent; and what they said.

A month is the client's, by when it was asked. Agents read what was said of themselves; who leads,
and everybody where the provider says so, reads all.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from dateutil.relativedelta import relativedelta

from underpin.desk.surveys import terms
from underpin.desk.tickets.visibility import staff_sees
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

PAGE: Final = 50
MOST_MONTHS: Final = 24


@dataclass(frozen=True, slots=True)
class Figure:
    """`ratings` counts the answers of 1 to 5; `total` is their sum."""

    month: date
    service: str | None
    agent_id: UUID | None
    agent: str | None
    asked: int
    answered: int
    total: int
    ratings: list[int]


@dataclass(frozen=True, slots=True)
class Comment:
    ticket: str
    agent: str | None
    rating: int
    comment: str
    answered_at: datetime
    survey_id: UUID


FIGURES: Final = """
SELECT date_trunc('month', v.asked_at AT TIME ZONE n.time_zone)::date AS month, s.name AS service,
       v.agent_id, f.name AS agent, count(*) AS asked, count(v.rating) AS answered,
       coalesce(sum(v.rating), 0)::int AS total,
       ARRAY(SELECT count(*) FILTER (WHERE r = each)::int
             FROM unnest(array_agg(v.rating)) AS r, generate_series(1, 5) AS each
             GROUP BY each ORDER BY each) AS ratings
FROM survey v JOIN tenant n ON n.id = v.tenant_id
LEFT JOIN service s ON s.tenant_id = v.tenant_id AND s.id = v.service_id
LEFT JOIN staff f ON f.id = v.agent_id
WHERE v.tenant_id = $1 AND v.asked_at >= $2::timestamp AT TIME ZONE n.time_zone
  AND v.asked_at < $3::timestamp AT TIME ZONE n.time_zone
  AND ($4 OR v.agent_id = $5)
GROUP BY 1, 2, 3, 4 ORDER BY 1 DESC, 2 NULLS LAST, 4 NULLS LAST, 3
"""
COMMENTS: Final = f"""
SELECT n.key || '-' || ticket.number AS ticket, f.name AS agent, v.rating, v.comment,
       v.answered_at, v.id AS survey_id
FROM survey v JOIN tenant n ON n.id = v.tenant_id
JOIN ticket ON ticket.tenant_id = v.tenant_id AND ticket.id = v.ticket_id
LEFT JOIN staff f ON f.id = v.agent_id
WHERE v.tenant_id = $1 AND v.answered_at IS NOT NULL AND v.comment <> '' AND ($2 OR v.agent_id = $3)
  AND ($4::timestamptz IS NULL OR (v.answered_at, v.id) < ($4, $5)) AND {staff_sees("ticket", "$3")}
ORDER BY v.answered_at DESC, v.id DESC LIMIT $6
"""
PLACE: Final = "SELECT answered_at, id FROM survey WHERE tenant_id = $1 AND id = $2"


@read("survey.read", STAFF)
async def of_client(act: Act, tenant: int, first: date, months: int = 1) -> list[Figure]:
    """The newest month first. Raises Malformed for more than two years."""
    if not 1 <= months <= MOST_MONTHS:
        raise Malformed(f"months: 1 to {MOST_MONTHS}.", field="months")
    start = datetime(first.year, first.month, 1)  # noqa: DTZ001 - the client's wall clock
    words = (start, start + relativedelta(months=months), await terms.sees_all(act), act.person_id)
    return [Figure(**row) for row in await db.rows(FIGURES, tenant, *words)]


@read("survey.read", STAFF)
async def comments(
    act: Act, tenant: int, before: UUID | None = None, limit: int = PAGE
) -> list[Comment]:
    """The newest first; `before` is the last of the page before."""
    place = await db.row(PLACE, tenant, before) if before else None
    at = (place["answered_at"], place["id"]) if place else (None, None)
    words = (await terms.sees_all(act), act.person_id, *at, limit)
    return [Comment(**row) for row in await db.rows(COMMENTS, tenant, *words)]
