"""How an article comes to be, changes and goes: draft, published, retired. Each edit is a version
of its own; what readers see changes only when one is published.

These are the use-cases of both homes; `providers` and `clients` declare them as verbs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from underpin.desk.knowledge import article, categories, enclosing, home, shelving, text
from underpin.desk.knowledge.article import Article, Version
from underpin.desk.knowledge.enclosing import Carried, Enclosed
from underpin.desk.knowledge.home import Home
from underpin.desk.knowledge.text import Texts
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed

MONTH: Final = timedelta(days=30)
MONTHS: Final = range(1, 37)


class NothingToPublish(Conflict):
    code = "article-published"
    title = "Its latest version is what readers see already"


@dataclass(frozen=True, slots=True)
class About:
    """What is said of an article besides its texts. `owner_id` None: whoever writes it."""

    category: str
    audience: str
    review_months: int = 12
    owner_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Written:
    article: Article
    version: Version


async def begin(
    act: Act,
    about: About,
    language: str,
    texts: Texts,
    article_id: UUID | None = None,
    *,
    carry: Carried = enclosing.NONE,
) -> Written:
    """A draft that nobody reads yet. Raises Malformed, StorageFull."""
    _check(about)
    at, made = home.of(act), article_id or ids.new()
    checked = await categories.named(at, about.category, text.check(texts, language))
    await home.insert(
        at.articles,
        {
            **at.key,
            "id": made,
            **await _said(act, about),
            "language": language,
            "latest": 1,
            "review_on": _review(act, about.review_months),
            "created_by": act.person_id,
            "created_at": act.now,
        },
    )
    files = await enclosing.carried(act, at, made, (), carry)
    await _keep(act, at, made, Next(1, checked, files))
    return await _written(at, made)


async def edit(
    act: Act,
    article_id: UUID,
    about: About,
    texts: Texts,
    *,
    note: str = "",
    carry: Carried = enclosing.NONE,
    version: int | None = None,
) -> Written:
    """A new version, a draft until it is published, which carries what the one before does but for
    `carry`. `version`: the one that was read before. Raises NotFound, StaleVersion, Malformed,
    StorageFull."""
    _check(about)
    if len(note) > 500:
        raise Malformed("note: at most 500 characters.", field="note")
    at = home.of(act)
    found = await article.held(at, article_id, version)
    checked = await categories.named(at, about.category, text.check(texts, found.language))
    before = await article.version(at, article_id, found.latest)
    files = await enclosing.carried(act, at, article_id, before.files, carry)
    await _keep(act, at, article_id, Next(found.latest + 1, checked, files, note))
    await _change(at, article_id, latest=found.latest + 1, **await _said(act, about))
    if found.published is not None and found.audience != about.audience:
        await _withdraw(at, found)  # who may read it is not changed behind readers' backs
    return await _written(at, article_id)


async def carry(act: Act, article_id: UUID, change: Carried) -> Written:
    """A new version of the same words, a draft until it is published. Raises NotFound, Malformed,
    StorageFull."""
    at = home.of(act)
    found = await article.held(at, article_id)
    before = await article.version(at, article_id, found.latest)
    files = await enclosing.carried(act, at, article_id, before.files, change)
    await _keep(act, at, article_id, Next(found.latest + 1, before.texts, files))
    await _change(at, article_id, latest=found.latest + 1)
    return await _written(at, article_id)


async def publish(act: Act, article_id: UUID, *, version: int | None = None) -> Written:
    """Readers see the latest version from now on; its review is counted anew. Raises NotFound,
    StaleVersion, NothingToPublish."""
    at = home.of(act)
    found = await article.held(at, article_id, version)
    if found.published == found.latest:
        raise NothingToPublish
    latest = await article.version(at, article_id, found.latest)
    await shelving.put(at, found, latest, act.now)
    await db.update(
        at.versions,
        {**at.key, "article_id": article_id, "number": found.latest},
        {"published_by": act.person_id, "published_at": act.now},
    )
    due = _review(act, found.review_months)
    await _change(at, article_id, published=found.latest, retired_at=None, review_on=due)
    return await _written(at, article_id)


async def retire(act: Act, article_id: UUID) -> Written:
    """Nobody reads it any more; it may be published again. Raises NotFound."""
    at = home.of(act)
    found = await article.held(at, article_id)
    await shelving.take_off(at, found)
    await _change(at, article_id, published=None, retired_at=act.now)
    return await _written(at, article_id)


async def review(act: Act, article_id: UUID) -> Written:
    """It was read again and holds: its next review is counted from today. Raises NotFound."""
    at = home.of(act)
    found = await article.held(at, article_id)
    await _change(at, article_id, review_on=_review(act, found.review_months))
    return await _written(at, article_id)


def _check(about: About) -> None:
    if not 1 <= len(about.category.strip()) <= text.CATEGORY:
        raise Malformed("category: 1 to 80 characters.", field="category")
    if about.audience not in home.AUDIENCES:
        raise Malformed("audience: staff or members.", field="audience")
    if about.review_months not in MONTHS:
        raise Malformed("review_months: 1 to 36.", field="review_months")


async def _said(act: Act, about: About) -> dict[str, Any]:
    """Raises Malformed for an owner who is nobody of ours."""
    owner = about.owner_id or act.person_id
    if not await db.value("SELECT true FROM staff WHERE id = $1 AND state = 'active'", owner):
        raise Malformed("owner_id: one of the staff.", field="owner_id")
    return {
        "category": about.category.strip(),
        "audience": about.audience,
        "review_months": about.review_months,
        "owner_id": owner,
    }


def _review(act: Act, months: int) -> date:
    return (act.now + months * MONTH).date()


@dataclass(frozen=True, slots=True)
class Next:
    """The version that is written."""

    number: int
    texts: Texts
    files: Sequence[Enclosed]
    note: str = ""


async def _keep(act: Act, at: Home, article_id: UUID, new: Next) -> None:
    await home.insert(
        at.versions,
        {
            **at.key,
            "article_id": article_id,
            "number": new.number,
            "texts": text.to_json(new.texts),
            "files": enclosing.to_json(new.files),
            "note": new.note,
            "author_id": act.person_id,
            "created_at": act.now,
        },
    )


async def _withdraw(at: Home, found: Article) -> None:
    await shelving.take_off(at, found)
    await _change(at, found.id, published=None)


async def _change(at: Home, article_id: UUID, **columns: Any) -> None:
    await db.update(at.articles, {**at.key, "id": article_id}, columns)


async def _written(at: Home, article_id: UUID) -> Written:
    found = await article.one(at, article_id)
    return Written(found, await article.version(at, article_id, found.latest))
