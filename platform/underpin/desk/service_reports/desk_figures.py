"""What a month of a client's help desk came to: tickets, surveys, announcements."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

import msgspec

from underpin.desk.announcements import announcement
from underpin.desk.service_reports import told
from underpin.desk.service_reports.told import Announcement, Satisfaction, Volume
from underpin.kernel import db

AGES: Final = (0, 1, 3, 7, 30)
"""In whole days since they were raised, from each on."""

# Tickets merged into another one are left out: the one that went on stands for them.
VOLUME: Final = """
WITH raised AS (
    SELECT t.type, t.priority FROM ticket t
    WHERE t.tenant_id = $1 AND t.raised_at >= $2 AND t.raised_at < $3 AND t.merged_into IS NULL
), standing AS (
    SELECT least(floor(extract(epoch FROM $3 - t.raised_at) / 86400), 30)::int AS days
    FROM ticket t
    WHERE t.tenant_id = $1 AND t.raised_at < $3 AND (t.live OR t.resolved_at >= $3)
      AND t.merged_into IS NULL
)
SELECT (SELECT count(*) FROM raised) AS raised,
       (SELECT count(*) FROM ticket t WHERE t.tenant_id = $1 AND t.resolved_at >= $2
        AND t.resolved_at < $3 AND t.merged_into IS NULL) AS resolved,
       (SELECT count(*) FROM ticket t WHERE t.tenant_id = $1 AND t.raised_at >= $4
        AND t.raised_at < $2 AND t.merged_into IS NULL) AS raised_before,
       (SELECT json_object_agg(type, n) FROM (SELECT type, count(*) AS n FROM raised
        GROUP BY type) AS k)::text AS types,
       (SELECT json_object_agg(priority, n) FROM (SELECT priority, count(*) AS n FROM raised
        GROUP BY priority) AS k)::text AS priorities,
       ARRAY(SELECT days FROM standing) AS days
"""


async def volume(tenant: int, before: datetime, starts: datetime, ends: datetime) -> Volume:
    """`before` is when the month before began."""
    row = await db.row(VOLUME, tenant, starts, ends, before)
    assert row is not None, "counting gives a row"  # noqa: S101
    days = list(row["days"])
    bounds = [*zip(AGES, (*AGES[1:], None), strict=True)]
    return Volume(
        raised=row["raised"],
        resolved=row["resolved"],
        raised_before=row["raised_before"],
        types=_ranked(row["types"]),
        priorities=told.counts(sorted(_decoded(row["priorities"]).items())),
        open=len(days),
        ages=told.counts(
            (str(least), sum(1 for age in days if least <= age and (below is None or age < below)))
            for least, below in bounds
        ),
    )


def _decoded(body: str | None) -> Mapping[str, int]:
    return msgspec.json.decode(body or "{}", type=dict[str, int])


def _ranked(body: str | None) -> tuple[told.Count, ...]:
    return told.counts(sorted(_decoded(body).items(), key=lambda each: (-each[1], each[0])))


SURVEYS: Final = """
SELECT count(*) AS asked, count(v.rating) AS answered,
       ARRAY(SELECT count(*) FILTER (WHERE r = each) FROM unnest(array_agg(v.rating)) AS r,
             generate_series(1, 5) AS each GROUP BY each ORDER BY each) AS ratings
FROM survey v WHERE v.tenant_id = $1 AND v.asked_at >= $2 AND v.asked_at < $3
"""


async def satisfaction(tenant: int, starts: datetime, ends: datetime) -> Satisfaction:
    row = await db.row(SURVEYS, tenant, starts, ends)
    assert row is not None, "counting gives a row"  # noqa: S101
    ratings = tuple(row["ratings"]) or (0,) * 5
    return Satisfaction(asked=row["asked"], answered=row["answered"], ratings=ratings)


ANNOUNCED: Final = f"""
{announcement.SELECT} WHERE a.tenant_id = $1 AND a.published_from >= $2 AND a.published_from < $3
  AND a.withdrawn_at IS NULL ORDER BY a.published_from, a.id
"""


async def announcements(
    tenant: int, starts: datetime, ends: datetime, locale: str
) -> tuple[Announcement, ...]:
    """Published within the month and not taken back."""
    rows = await db.rows(ANNOUNCED, tenant, starts, ends)
    found = [announcement.read(row) for row in rows]
    return tuple(
        Announcement(
            kind=each.kind,
            title=each.read_in(locale).title,
            published_at=each.published_from,
            starts_at=each.starts_at,
            ends_at=each.ends_at,
        )
        for each in found
    )
