"""Articles whose review is due: the owner's list, and a mail about it once a week. Of those whose
owner left, or no longer works for the client, who leads is told instead.

The provider's articles belong to no client, yet what leaves is some client's: the mail about them
goes out with the first client its reader works for.
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
    """`client` is the key of whose it is, None for the provider's. `orphaned`: its owner left."""

    article_id: UUID
    client: str | None
    title: str
    category: str
    review_on: date
    orphaned: bool = False


_TITLE: Final = "v.texts -> a.language ->> 'title'"
_KEPT: Final = """EXISTS (SELECT FROM staff o JOIN assignment g ON g.staff_id = o.id
    WHERE o.id = a.owner_id AND o.state = 'active'{where})"""
_OWN_KEPT: Final = _KEPT.format(where="")
_CLIENTS_KEPT: Final = _KEPT.format(where=" AND g.tenant_id = a.tenant_id")
_PROVIDERS: Final = f"""
SELECT a.id AS article_id, NULL AS client, {_TITLE} AS title, a.category, a.review_on, a.owner_id,
       {_OWN_KEPT} AS kept
FROM article a JOIN article_version v ON v.article_id = a.id AND v.number = a.published
WHERE a.review_on <= $2::date AND a.published IS NOT NULL
"""
_CLIENTS: Final = f"""
SELECT a.id, n.key, {_TITLE}, a.category, a.review_on, a.owner_id, {_CLIENTS_KEPT}
FROM client_article a JOIN tenant n ON n.id = a.tenant_id
JOIN client_article_version v ON v.tenant_id = a.tenant_id AND v.article_id = a.id
  AND v.number = a.published
WHERE a.review_on <= $2::date AND a.published IS NOT NULL
"""
MINE: Final = f"""
SELECT d.article_id, d.client, d.title, d.category, d.review_on, NOT d.kept AS orphaned
FROM ({_PROVIDERS} UNION ALL {_CLIENTS}) d
WHERE d.kept AND d.owner_id = $1 OR NOT d.kept AND $3
ORDER BY d.review_on, d.article_id LIMIT 200
"""


@read("knowledge.write", STAFF)
async def mine(act: Act) -> list[Due]:
    """What who asks owns, at all their clients and the provider's, the longest due first; whoever
    may publish also what nobody owns any more."""
    leads = act.principal.may("knowledge.publish")
    rows = await db.rows(MINE, act.person_id, act.now.date(), leads)
    return [Due(**row) for row in rows]


# Who leads the client, and of the provider's articles every lead, once.
READERS: Final = f"""
WITH due AS ({_PROVIDERS} UNION ALL {_CLIENTS} AND a.tenant_id = $1), reader AS (
    SELECT s.id, s.name, s.email, s.locale, bool_or(g.tenant_id = $1) AS here,
           min(g.tenant_id) = $1 AS first,
           EXISTS (SELECT FROM staff_role r WHERE r.staff_id = s.id AND r.role = 'service_lead')
               AS leads
    FROM staff s JOIN assignment g ON g.staff_id = s.id WHERE s.state = 'active' GROUP BY s.id
)
SELECT d.client, d.title, d.review_on, r.id AS reader_id, r.name, r.email, r.locale FROM due d
JOIN reader r ON CASE WHEN d.kept THEN r.id = d.owner_id ELSE r.leads END
    AND CASE WHEN d.client IS NULL THEN r.first ELSE r.here END
ORDER BY r.id, d.review_on, d.title
"""


async def everywhere() -> int:
    """Mail everybody whose reviews are due; returns how many mails were queued anew or stood
    queued this week already."""
    return await rounds.each("reviewing", mail, rounds.PRESENT, source="alarm")


async def at(tenant: int) -> int:
    """The round at one client."""
    return await rounds.one("reviewing", mail, tenant, "alarm")


async def mail(act: Act) -> int:
    """One mail to each reader and ISO week, whoever asks again."""
    rows = await db.rows(READERS, act.tenant_id, act.now.date())
    count = 0
    for reader, due in groupby(rows, key=lambda row: row["reader_id"]):
        every = list(due)
        note = _note(act, reader, every)
        await to_staff.mail(act, every[0]["name"], every[0]["email"], note)
        count += 1
    return count


def _note(act: Act, reader: UUID, due: Sequence[db.Row]) -> Note:
    year, week, _ = act.now.isocalendar()
    return Note(
        identity=ids.derive(reader, "article-review", act.tenant_id, f"{year}-{week}"),
        about=reader,
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
