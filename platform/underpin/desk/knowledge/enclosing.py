"""Pictures and files in articles. They belong to the article and never change; each version carries
those it has, so that what was published shows what it showed. A text names them by their names:
`![The back of the router](router.png)`, `[manual](manual.pdf)`.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

import msgspec

from underpin.desk.knowledge import home
from underpin.desk.knowledge.home import Home
from underpin.desk.writing import limits, staging
from underpin.desk.writing.limits import Limits
from underpin.kernel import db, files, ids, installation
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Provider, Scope, Work
from underpin.kernel.errors import Malformed, NotFound

MOST: Final = 50
HOUSE: Final = Limits()
"""What holds for the provider's own articles, all of them together."""
OURS: Final = 0
"""Stands for the provider where a signed address names whose the file is."""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """`media_type` is what it is by its own bytes."""

    id: UUID
    name: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class Carried:
    """What a version carries otherwise than the one before: names with bytes, and ids."""

    add: Sequence[tuple[str, bytes]] = ()
    drop: Collection[UUID] = field(default_factory=frozenset)


NONE: Final = Carried()


def from_json(stored: str) -> tuple[Enclosed, ...]:
    return msgspec.json.decode(stored, type=tuple[Enclosed, ...])


def to_json(carried: Sequence[Enclosed]) -> str:
    return msgspec.json.encode(carried, order="deterministic").decode()


async def carried(
    act: Act, at: Home, article_id: UUID, before: Sequence[Enclosed], change: Carried
) -> tuple[Enclosed, ...]:
    """What the next version carries, by name; a new file takes the place of one of its name. Raises
    Malformed, StorageFull."""
    agreed = await limits.of(act.tenant_id) if at.key else HOUSE
    new = [await _add(act, at, article_id, agreed, each) for each in change.add]
    taken = {each.name for each in new}
    stay = [each for each in before if each.id not in change.drop and each.name not in taken]
    found = sorted([*stay, *new], key=lambda each: each.name)
    if len(found) > MOST:
        raise Malformed(f"file: at most {MOST} in an article.", field="file")
    return tuple(found)


async def _add(
    act: Act, at: Home, article_id: UUID, agreed: Limits, given: tuple[str, bytes]
) -> Enclosed:
    name, raw = given
    kind = limits.fitting(agreed, name, raw)
    made = Enclosed(ids.new(), staging.plain(name), kind, len(raw))
    about = {**at.key, "id": made.id, "article_id": article_id, "name": made.name}
    about |= {"media_type": kind, "size": made.size}
    about |= {"added_by": act.person_id, "added_at": act.now}
    limits.check_room(agreed, await _used(act, at), len(raw))
    if at.key:
        (about["file_id"],) = await files.keep(act, [raw])
    else:
        about["content"] = raw
    places = ", ".join(f"${place}" for place in range(1, len(about) + 1))
    sql = f"INSERT INTO {at.files} ({', '.join(about)}) VALUES ({places})"
    await db.execute(sql, *about.values())
    return made


async def _used(act: Act, at: Home) -> int:
    """Bytes that the client keeps with us, or that the provider's articles carry."""
    if at.key:
        return await files.used(act.tenant_id)
    found: int = await db.value("SELECT coalesce(sum(size), 0)::bigint FROM article_file")
    return found


@dataclass(frozen=True, slots=True)
class Opened:
    """`url` is where it is for some minutes, to be kept, on the origin of uploaded content."""

    name: str
    content: bytes
    url: str


async def opened(at: Home, article_id: UUID, file_id: UUID) -> Opened:
    """For who may read what carries it, which is asked before. Raises NotFound."""
    async with db.open(_scope(at)):
        row = await db.row(_bytes(at), *at.words, file_id, article_id)
        now = await db.now()
    if row is None:
        raise NotFound
    token = files.token(at.key.get("tenant_id", OURS), file_id, now)
    url = f"{installation.settings().content_origin}/article-files/{token}"
    return Opened(row["name"], bytes(row["content"]), url)


async def download(presented: str) -> Opened:
    """What a signed address opens. Raises NotFound."""
    tenant = files.tenant_of(presented)
    if tenant is None:
        raise NotFound
    at = home.of_client(tenant) if tenant != OURS else home.PROVIDER
    async with db.open(_scope(at)):
        granted = files.granted(presented, await db.now())
        row = granted and await db.row(_bytes(at), *at.words, granted.object_id, None)
    if row is None:
        raise NotFound
    return Opened(row["name"], bytes(row["content"]), "")


def _scope(at: Home) -> Scope:
    """No reader's: the provider's, or the client's own."""
    return Work(at.key["tenant_id"]) if at.key else Provider()


def _bytes(at: Home) -> str:
    content = "f.content"
    joined = ""
    if at.key:
        content = "b.content"
        joined = "JOIN file b ON b.tenant_id = f.tenant_id AND b.id = f.file_id "
    named = at.named.replace("tenant_id", "f.tenant_id")
    return (
        f"SELECT f.name, {content} FROM {at.files} f {joined}WHERE {named}f.id = {at.place(1)} "
        f"AND ({at.place(2)}::uuid IS NULL OR f.article_id = {at.place(2)})"
    )
