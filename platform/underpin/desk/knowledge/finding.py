"""Articles that answer words, and those of a category: what may be read by who asks, in their own
language where there is one.

A member reads the provider's shelf for clients and their own company's, of which the member scope
shows what is for members; staff read the provider's shelf for staff besides. Words are looked up in
an index of each shelf, a bounded number of places for each; `ranking` puts them in order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from underpin.desk.knowledge import asking, enclosing, ranking, text
from underpin.desk.knowledge.enclosing import Enclosed
from underpin.desk.knowledge.ranking import Posting, Ranked
from underpin.desk.search import snippet
from underpin.desk.search.query import Term
from underpin.desk.search.snippet import Part
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import MEMBER, STAFF, Audience
from underpin.kernel.verb import read

FEW: Final = 5
MANY: Final = 20
NO_CLIENT: Final = 0
WALKED: Final = 200
"""So many places of a word are looked at, the best first."""


@dataclass(frozen=True, slots=True)
class Found:
    """An article among others. `audience` is staff where members do not see it; `own`: it is the
    client's own."""

    id: UUID
    language: str
    category: str
    audience: str
    own: bool
    title: list[Part]
    summary: str


@dataclass(frozen=True, slots=True)
class Leaf:
    """An article to be read, in Markdown. `languages`: in which it may be read."""

    id: UUID
    language: str
    languages: tuple[str, ...]
    version: int
    category: str
    audience: str
    own: bool
    title: str
    summary: str
    body: str
    published_at: datetime
    files: tuple[Enclosed, ...] = ()


SHELVES: Final = {"shelf": "'members'", "staff_shelf": "'staff'"}
MEMBERS: Final = " AND c.audience = 'members'"


def union(select: str, act: Act, tenant: str = "$1") -> str:
    """A SELECT over every shelf who asks may read: `{from}` is its FROM and WHERE, and `{audience}`
    and `{own}` what stands in a column of a client's shelf alone."""
    parts = [
        select.format(shelf=shelf, where="true", audience=audience, own="false")
        for shelf, audience in SHELVES.items()
        if act.audience is not Audience.MEMBER or shelf == "shelf"
    ]
    only = MEMBERS if act.audience is Audience.MEMBER else ""
    where = f"c.tenant_id = {tenant}{only}"
    parts.append(
        select.format(shelf="client_shelf", where=where, audience="c.audience", own="true")
    )
    return " UNION ALL ".join(parts)


# $1 the client, $2 words, $3 whether each is a beginning
POSTINGS: Final = f"""
SELECT a.word AS term, m.word = a.word AS exact, m.article_id, m.language, m.place
FROM unnest($2::text[], $3::boolean[]) AS a(word, prefix), LATERAL (
    SELECT c.word, c.article_id, c.language, c.place FROM {{shelf}}_word c
    WHERE {{where}} AND c.word >= a.word AND c.word <= CASE WHEN a.prefix
        THEN a.word || chr(1114111) ELSE a.word END
    ORDER BY c.word, c.place LIMIT {WALKED}) m
"""
TEXTS: Final = """
SELECT c.article_id AS id, c.language, c.original, c.category, {audience} AS audience,
       {own} AS own, c.title, c.summary
FROM {shelf}_article c WHERE {where} AND c.article_id = ANY ($2::uuid[])
"""
LEAF: Final = """
SELECT c.article_id AS id, c.language, c.original, c.version, c.category, {audience} AS audience,
       {own} AS own, c.title, c.summary, c.body, c.published_at, c.files::text AS files
FROM {shelf}_article c WHERE {where} AND c.article_id = $2
"""
SHOWN: Final = """
SELECT c.article_id AS id, c.language, c.original, c.category, {audience} AS audience,
       {own} AS own, c.title, c.summary
FROM {shelf}_article c WHERE {where}
"""
READ_BY_ALL: Final = "SELECT article_id FROM shelf_article WHERE article_id = ANY ($1::uuid[])"
READ_BY_MEMBERS: Final = f"""
{READ_BY_ALL} UNION SELECT article_id FROM client_shelf_article
WHERE tenant_id = $2 AND audience = 'members' AND article_id = ANY ($1::uuid[])
"""


@read("knowledge.read", STAFF, MEMBER)
async def search(act: Act, tenant: int, q: str, limit: int = MANY) -> list[Found]:
    """The best first; empty where nothing answers. Raises NotFound for another's client."""
    return await looked_up(act, tenant, asking.terms(q), limit)


async def of_the_house(act: Act, q: str, limit: int) -> list[Found]:
    """Of the provider's own shelves, for one of the staff, within another verb."""
    return await looked_up(act, NO_CLIENT, asking.terms(q), limit)


@read("knowledge.read", STAFF, MEMBER)
async def suggest(act: Act, tenant: int, q: str, limit: int = FEW) -> list[Found]:
    """While somebody types: only what surely is about it."""
    return await looked_up(act, tenant, asking.terms(q), limit, sure=True)


@read("knowledge.read", STAFF, MEMBER)
async def shelf(act: Act, tenant: int, category: str | None = None) -> list[Found]:
    """All there is to read, or of a category, by category and title."""
    found = await on_shelves(act, tenant)
    kept = [each for each in found if category in (None, each.category)]
    return sorted(kept, key=lambda each: (each.category, title(each), each.id))


async def on_shelves(act: Act, tenant: int) -> list[Found]:
    """The same within another verb, in no order; of NO_CLIENT the provider's alone."""
    _own(act, tenant)
    rows = await db.rows(f"SELECT * FROM ({union(SHOWN, act)}) f LIMIT 2000", tenant)
    return [_found(row, ()) for row in _in_language(act, rows)]


async def among(act: Act, tenant: int, articles: Sequence[UUID]) -> list[Found]:
    """Those of them that who asks may read, in their order, within another verb."""
    _own(act, tenant)
    if not articles:
        return []
    rows = await db.rows(union(TEXTS, act), tenant, list(articles))
    found = {row["id"]: _found(row, ()) for row in _in_language(act, rows)}
    return [found[each] for each in articles if each in found]


async def unread_by_members(tenant: int | None, articles: Sequence[UUID]) -> list[UUID]:
    """Those of them that this client's members may not read; with None, that not every client's
    may."""
    if not articles:
        return []
    own = () if tenant is None else (tenant,)
    found = await db.rows(READ_BY_ALL if tenant is None else READ_BY_MEMBERS, list(articles), *own)
    return sorted(set(articles) - {row["article_id"] for row in found})


@read("knowledge.read", STAFF, MEMBER)
async def leaf(act: Act, tenant: int, article_id: UUID, language: str | None = None) -> Leaf:
    """Raises NotFound for what is not published, or not for who asks."""
    _own(act, tenant)
    return await read_leaf(act, tenant, article_id, language)


async def read_leaf(act: Act, tenant: int, article_id: UUID, language: str | None = None) -> Leaf:
    """The same within another verb."""
    rows = await db.rows(union(LEAF, act), tenant, article_id)
    if not rows:
        raise NotFound
    by_language = {row["language"]: row for row in rows}
    originals = {row["language"]: row["original"] for row in rows}
    row = by_language[text.chosen(originals, language or act.principal.locale)]
    own = {name: row[name] for name in Leaf.__slots__ if name != "languages"}
    own["files"] = enclosing.from_json(own["files"])
    return Leaf(**own, languages=tuple(sorted(by_language)))


async def looked_up(
    act: Act, tenant: int, terms: Sequence[Term], limit: int, *, sure: bool = False
) -> list[Found]:
    """For who asks, in whatever scope the act runs."""
    _own(act, tenant)
    if not terms:
        return []
    words = (tenant, [term.word for term in terms], [term.prefix for term in terms])
    rows = await db.rows(union(POSTINGS, act), *words)
    found = ranking.best(Posting(**row) for row in rows)
    ranked = [each for each in found if each.sure or not sure]
    return await _shown(act, tenant, ranked[:limit], terms)


async def _shown(
    act: Act, tenant: int, ranked: Sequence[Ranked], terms: Sequence[Term]
) -> list[Found]:
    if not ranked:
        return []
    rows = await db.rows(union(TEXTS, act), tenant, [each.article_id for each in ranked])
    found = {row["id"]: _found(row, terms) for row in _in_language(act, rows)}
    return [found[each.article_id] for each in ranked if each.article_id in found]


def _in_language(act: Act, rows: Sequence[db.Row]) -> list[db.Row]:
    """Of each article the text its reader reads."""
    languages: dict[UUID, dict[str, bool]] = {}
    for row in rows:
        languages.setdefault(row["id"], {})[row["language"]] = row["original"]
    locale = act.principal.locale
    wanted = {article: text.chosen(each, locale) for article, each in languages.items()}
    return [row for row in rows if wanted[row["id"]] == row["language"]]


def _found(row: db.Row, terms: Sequence[Term]) -> Found:
    own = {name: row[name] for name in Found.__slots__ if name != "title"}
    return Found(**own, title=snippet.whole(row["title"], terms))


def title(found: Found) -> str:
    return "".join(part.text for part in found.title).casefold()


def _own(act: Act, tenant: int) -> None:
    act.only_own(tenant)
