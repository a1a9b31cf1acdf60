"""Articles whose review is due: the owner's list, and a mail about it once a week.

The provider's articles belong to no client, yet what leaves is some client's: the mail about them
goes out with the first client its owner works for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final
from uuid import UUID

from underpin.desk.on_call import staff_words, to_staff
from underpin.desk.on_call.to_staff import Note
from underpin.kernel import db, ids, installation, rounds
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

LISTED: Final = 20


@dataclass(frozen=True, slots=True)
class Due:
    """`client` is the key of whose it is, None for the provider's."""

    article_id: UUID
    client: str | None
    title: str
    category: str
    review_on: date


_TITLE: Final = "v.texts -> a.language ->> 'title'"
_PROVIDERS: Final = f"""
SELECT a.id AS article_id, NULL AS client, {_TITLE} AS title, a.category, a.review_on
FROM article a JOIN article_version v ON v.article_id = a.id AND v.number = a.published
WHERE a.owner_id = $1 AND a.review_on <= $2::date AND a.published IS NOT NULL
"""
_CLIENTS: Final = f"""
SELECT a.id, n.key, {_TITLE}, a.category, a.review_on
FROM client_article a JOIN tenant n ON n.id = a.tenant_id
JOIN client_article_version v ON v.tenant_id = a.tenant_id AND v.article_id = a.id
  AND v.number = a.published
WHERE a.owner_id = $1 AND a.review_on <= $2::date AND a.published IS NOT NULL
"""
MINE: Final = f"{_PROVIDERS} UNION ALL {_CLIENTS} ORDER BY review_on, article_id LIMIT 200"


@read("knowledge.write", STAFF)
async def mine(act: Act) -> list[Due]:
    """What who asks owns, at all their clients and the provider's, the longest due first."""
    return [Due(**row) for row in await db.rows(MINE, act.person_id, act.now.date())]


OWNERS: Final = f"""
WITH due AS (
    SELECT o.owner_id, NULL AS client, o.title, o.review_on FROM (
        SELECT a.owner_id, {_TITLE} AS title, a.review_on
        FROM article a JOIN article_version v ON v.article_id = a.id AND v.number = a.published
        WHERE a.review_on <= $2::date AND a.published IS NOT NULL) o
    WHERE (SELECT min(s.tenant_id) FROM assignment s WHERE s.staff_id = o.owner_id) = $1
    UNION ALL
    SELECT a.owner_id, n.key, {_TITLE}, a.review_on
    FROM client_article a JOIN tenant n ON n.id = a.tenant_id
    JOIN client_article_version v ON v.tenant_id = a.tenant_id AND v.article_id = a.id
      AND v.number = a.published
    WHERE a.tenant_id = $1 AND a.review_on <= $2::date AND a.published IS NOT NULL
)
SELECT d.*, s.name, s.email, s.locale FROM due d
JOIN staff s ON s.id = d.owner_id AND s.state = 'active'
ORDER BY d.owner_id, d.review_on, d.title
"""


async def everywhere() -> int:
    """Mail every owner whose reviews are due; returns how many mails were queued anew or stood
    queued this week already."""
    return await rounds.each("reviewing", mail, rounds.PRESENT, source="alarm")


async def mail(act: Act) -> int:
    """One mail to each owner and ISO week, whoever asks again."""
    rows = await db.rows(OWNERS, act.tenant_id, act.now.date())
    count = 0
    for owner, due in groupby(rows, key=lambda row: row["owner_id"]):
        every = list(due)
        note = _note(act, owner, every)
        await to_staff.mail(act, every[0]["name"], every[0]["email"], note)
        count += 1
    return count


def _note(act: Act, owner: UUID, due: Sequence[db.Row]) -> Note:
    year, week, _ = act.now.isocalendar()
    return Note(
        identity=ids.derive(owner, "article-review", act.tenant_id, f"{year}-{week}"),
        about=owner,
        subject=staff_words.said(due[0]["locale"], "reviews", count=len(due)),
        text=text(due, installation.settings().desk_origin),
    )


def text(due: Sequence[db.Row], desk: str) -> str:
    lines = [f"{row['review_on']}  {_named(row)}" for row in due[:LISTED]]
    language, over = due[0]["locale"], len(due) - LISTED
    more = [staff_words.said(language, "more", count=over)] if over > 0 else []
    asked = staff_words.said(language, "reviews_ask", link=f"{desk}/articles")
    return "\n".join([*lines, *more, "", asked, ""])


def _named(row: db.Row) -> str:
    return f"[{row['client']}] {row['title']}" if row["client"] else str(row["title"])
