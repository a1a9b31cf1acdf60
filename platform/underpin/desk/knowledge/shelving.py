"""Published texts are put on a shelf, from which readers find them; a draft never stands on one.

The shelves are tables apart: what the provider offers every client (shared), what is for staff
alone (the provider's, granted to no member), and each client's own (its tenant's, of which a member
sees what is for members). Whoever may read a shelf may read all of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from underpin.desk.knowledge import enclosing, rendering
from underpin.desk.knowledge.article import Article, Version
from underpin.desk.knowledge.home import Home, insert
from underpin.desk.knowledge.text import Text
from underpin.desk.search import words
from underpin.kernel import db

TITLE, SUMMARY, BODY = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Said:
    """One language of what is published."""

    language: str
    text: Text
    at: datetime


async def put(home: Home, article: Article, version: Version, at: datetime) -> None:
    """These texts instead of what stood there of it."""
    await take_off(home, article)
    for language, text in version.texts.items():
        await _text(home, article, version, Said(language, text, at))
        await _words(home, article, Said(language, text, at))


async def take_off(home: Home, article: Article) -> None:
    for shelf in home.shelf_names:
        for table in (f"{shelf}_word", f"{shelf}_article"):
            await db.execute(
                f"DELETE FROM {table} WHERE {home.named}article_id = {home.place(1)}",
                *home.words,
                article.id,
            )


async def _text(home: Home, article: Article, version: Version, said: Said) -> None:
    text = said.text
    columns = {
        **_key(home, article),
        "language": said.language,
        "original": said.language == article.language,
        "version": version.number,
        "category": text.category or article.category,
        "title": text.title,
        "summary": text.summary,
        "body": text.body,
        "files": enclosing.to_json(version.files),
        "published_at": said.at,
    }
    await insert(f"{home.shelves[article.audience]}_article", columns)


async def _words(home: Home, article: Article, said: Said) -> None:
    found = dict(_placed(said.text))
    key = {**_key(home, article), "language": said.language}
    owned = ", ".join(f"${at}" for at in range(3, len(key) + 3))
    await db.execute(
        f"INSERT INTO {home.shelves[article.audience]}_word (word, place, {', '.join(key)}) "
        f"SELECT u.word, u.place, {owned} FROM unnest($1::text[], $2::smallint[]) "
        "AS u(word, place)",
        *(list(found), list(found.values()), *key.values()),
    )


def _key(home: Home, article: Article) -> dict[str, Any]:
    """A client's shelf says besides who reads it."""
    own = {**home.key, "audience": article.audience} if home.key else {}
    return {**own, "article_id": article.id}


def _placed(text: Text) -> Iterator[tuple[str, int]]:
    """Each word at its best place: that is said last."""
    said = ((BODY, rendering.plain(text.body)), (SUMMARY, text.summary), (TITLE, text.title))
    for place, written in said:
        yield from ((word, place) for word in words.of(written))
