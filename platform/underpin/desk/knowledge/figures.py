"""A month of knowledge at one client: what was opened, what it spared, what readers said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from underpin.desk.knowledge import deflection, finding, text
from underpin.desk.knowledge.deflection import Opened
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read


@dataclass(frozen=True, slots=True)
class Row:
    """As `deflection` defines them; `title` is empty for an article that is no longer there."""

    article_id: UUID
    title: str
    opened: int
    visits: int
    deflected: int
    helpful: int
    unhelpful: int


@dataclass(frozen=True, slots=True)
class Month:
    """`visits` and `deflected` are the sums of the rows."""

    month: date
    visits: int
    deflected: int
    rows: list[Row]


OPENED: Final = """
SELECT person_id, article_id, cause, opened_at, solved_at IS NOT NULL AS solved
FROM article_opening WHERE tenant_id = $1 AND opened_at >= $2 AND opened_at < $3
"""
RAISED: Final = """
SELECT t.requester_id, array_agg(t.raised_at) AS at
FROM unnest($2::uuid[]) AS u(person_id)
JOIN ticket t ON t.tenant_id = $1 AND t.requester_id = u.person_id
  AND t.raised_at >= $3 AND t.raised_at < $4
GROUP BY 1
"""
SAID: Final = """
SELECT article_id, count(*) FILTER (WHERE helpful) AS helpful,
       count(*) FILTER (WHERE NOT helpful) AS unhelpful
FROM article_feedback WHERE tenant_id = $1 AND given_at >= $2 AND given_at < $3 GROUP BY 1
"""


@read("knowledge.write", STAFF)
async def of_month(act: Act, tenant: int, month: date) -> Month:
    """The calendar month of the client's zone in which `month` lies."""
    first, last = await _bounds(tenant, month)
    opened = [Opened(**row) for row in await db.rows(OPENED, tenant, first, last)]
    people = list({each.person_id for each in opened})
    rows = await db.rows(RAISED, tenant, people, first, last + deflection.STAYS)
    raised = {row["requester_id"]: row["at"] for row in rows}
    said = {row["article_id"]: row for row in await db.rows(SAID, tenant, first, last)}
    found = deflection.figures(opened, raised, act.now)
    listed = await _rows(act, tenant, found, said)
    sums = sum(each.visits for each in listed), sum(each.deflected for each in listed)
    return Month(month.replace(day=1), *sums, listed)


async def _bounds(tenant: int, month: date) -> tuple[datetime, datetime]:
    zone = ZoneInfo(await db.value("SELECT time_zone FROM tenant WHERE id = $1", tenant) or "UTC")
    first = datetime(month.year, month.month, 1, tzinfo=zone)
    return first.astimezone(UTC), (first + relativedelta(months=1)).astimezone(UTC)


async def _rows(
    act: Act, tenant: int, found: Sequence[deflection.Figure], said: Mapping[UUID, db.Row]
) -> list[Row]:
    figures = {each.article_id: each for each in found}
    spoken = [article for article in said if article not in figures]
    known = [*found, *(deflection.Figure(article, 0, 0, 0) for article in sorted(spoken))]
    titles = await _titles(act, tenant, [each.article_id for each in known])
    return [
        Row(
            each.article_id,
            titles.get(each.article_id, ""),
            each.opened,
            each.visits,
            each.deflected,
            *_counts(said.get(each.article_id)),
        )
        for each in known
    ]


def _counts(row: db.Row | None) -> tuple[int, int]:
    return (row["helpful"], row["unhelpful"]) if row else (0, 0)


async def _titles(act: Act, tenant: int, articles: Sequence[UUID]) -> dict[UUID, str]:
    rows = await db.rows(finding.union(finding.TEXTS, act), tenant, list(articles))
    languages: dict[UUID, dict[str, bool]] = {}
    for row in rows:
        languages.setdefault(row["id"], {})[row["language"]] = row["original"]
    locale = act.principal.locale
    wanted = {article: text.chosen(each, locale) for article, each in languages.items()}
    return {row["id"]: row["title"] for row in rows if wanted[row["id"]] == row["language"]}
