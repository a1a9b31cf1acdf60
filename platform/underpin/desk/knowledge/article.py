"""Articles and their versions as they are kept, and the one way to get one for changing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from underpin.desk.knowledge import enclosing, text
from underpin.desk.knowledge.enclosing import Enclosed
from underpin.desk.knowledge.home import Home
from underpin.desk.knowledge.text import Text
from underpin.kernel import db
from underpin.kernel.errors import NotFound, StaleVersion

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Article:
    """`published` is the number of the version that readers see, None where they see none;
    `latest` the newest one, a draft where the two differ. `review_on`: by then its owner reads it
    again."""

    id: UUID
    category: str
    audience: str
    language: str
    owner_id: UUID
    latest: int
    published: int | None
    review_months: int
    review_on: date
    created_by: UUID
    created_at: datetime
    retired_at: datetime | None

    @property
    def state(self) -> str:
        if self.retired_at is not None:
            return "retired"
        return "draft" if self.published is None else "published"


@dataclass(frozen=True, slots=True)
class Version:
    """What was written at once, in all its languages, and what it carries. `note` says why."""

    number: int
    texts: dict[str, Text]
    note: str
    author_id: UUID
    created_at: datetime
    published_by: UUID | None
    published_at: datetime | None
    files: tuple[Enclosed, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """An article in the editor's list, under the title its latest version has in its own
    language."""

    article: Article
    title: str
    languages: tuple[str, ...]


COLUMNS: Final = ", ".join(f"a.{name}" for name in Article.__slots__)
VERSION: Final = ", ".join(f"v.{name}" for name in Version.__slots__)


def _read(row: db.Row) -> Article:
    return Article(**{name: row[name] for name in Article.__slots__})


def _version(row: db.Row) -> Version:
    fields = {name: row[name] for name in Version.__slots__}
    said = {"texts": text.from_json(fields["texts"]), "files": enclosing.from_json(fields["files"])}
    return Version(**{**fields, **said})


async def held(home: Home, article_id: UUID, expected: int | None = None) -> Article:
    """Locked for changing. Raises NotFound, StaleVersion where `expected` is no longer the
    latest version's number."""
    row = await db.row(
        f"SELECT {COLUMNS} FROM {home.articles} a WHERE {home.named}a.id = {home.place(1)} "
        "FOR UPDATE",
        *home.words,
        article_id,
    )
    if row is None:
        raise NotFound
    if expected is not None and row["latest"] != expected:
        raise StaleVersion
    return _read(row)


async def one(home: Home, article_id: UUID) -> Article:
    """For reading. Raises NotFound."""
    sql = f"SELECT {COLUMNS} FROM {home.articles} a WHERE {home.named}a.id = {home.place(1)}"
    row = await db.row(sql, *home.words, article_id)
    if row is None:
        raise NotFound
    return _read(row)


async def versions(home: Home, article_id: UUID) -> list[Version]:
    """The newest first."""
    rows = await db.rows(
        f"SELECT {VERSION} FROM {home.versions} v WHERE {home.named}"
        f"v.article_id = {home.place(1)} ORDER BY v.number DESC LIMIT 100",
        *home.words,
        article_id,
    )
    return [_version(row) for row in rows]


async def version(home: Home, article_id: UUID, number: int) -> Version:
    """Raises NotFound."""
    row = await db.row(
        f"SELECT {VERSION} FROM {home.versions} v WHERE {home.named}"
        f"v.article_id = {home.place(1)} AND v.number = {home.place(2)}",
        *(*home.words, article_id, number),
    )
    if row is None:
        raise NotFound
    return _version(row)


async def listed(home: Home, before: UUID | None, limit: int) -> list[Listed]:
    """The newest first; `before` is the last of the page before."""
    joined = "v.tenant_id = a.tenant_id AND " if home.key else ""
    named = home.named.replace("tenant_id", "a.tenant_id")
    rows = await db.rows(
        f"SELECT {COLUMNS}, v.texts FROM {home.articles} a JOIN {home.versions} v ON {joined}"
        f"v.article_id = a.id AND v.number = a.latest WHERE {named}"
        f"({home.place(1)}::uuid IS NULL OR a.id < {home.place(1)}) "
        f"ORDER BY a.id DESC LIMIT {home.place(2)}",
        *(*home.words, before, limit),
    )
    return [_listed(row) for row in rows]


def _listed(row: db.Row) -> Listed:
    found, texts = _read(row), text.from_json(row["texts"])
    return Listed(found, texts[found.language].title, tuple(texts))
