"""One client's own articles, its data: for its members, or for staff who serve it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from underpin.desk.knowledge import article, enclosing, history, home, writing
from underpin.desk.knowledge.article import Listed, Version
from underpin.desk.knowledge.difference import Change
from underpin.desk.knowledge.enclosing import Carried
from underpin.desk.knowledge.text import Texts
from underpin.desk.knowledge.writing import About, Written
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read, write


@write("knowledge.write", STAFF)
async def begin(
    act: Act,
    about: About,
    language: str,
    texts: Texts,
    article_id: UUID | None = None,
    *,
    carry: Carried = enclosing.NONE,
) -> Written:
    return await writing.begin(act, about, language, texts, article_id, carry=carry)


@write("knowledge.write", STAFF)
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
    return await writing.edit(
        act, article_id, about, texts, note=note, carry=carry, version=version
    )


@write("knowledge.write", STAFF)
async def carry(act: Act, article_id: UUID, change: Carried) -> Written:
    return await writing.carry(act, article_id, change)


@write("knowledge.publish", STAFF)
async def publish(act: Act, article_id: UUID, *, version: int | None = None) -> Written:
    return await writing.publish(act, article_id, version=version)


@write("knowledge.publish", STAFF)
async def retire(act: Act, article_id: UUID) -> Written:
    return await writing.retire(act, article_id)


@write("knowledge.write", STAFF)
async def review(act: Act, article_id: UUID) -> Written:
    return await writing.review(act, article_id)


@read("knowledge.write", STAFF)
async def all_of(
    act: Act, tenant: int, before: UUID | None = None, limit: int = article.PAGE
) -> Sequence[Listed]:
    """The newest first, drafts and retired ones too."""
    return await article.listed(home.of_client(tenant), before, limit)


@read("knowledge.write", STAFF)
async def versions(act: Act, tenant: int, article_id: UUID) -> list[Version]:
    return await history.versions(home.of_client(tenant), article_id)


@read("knowledge.write", STAFF)
async def one(act: Act, tenant: int, article_id: UUID) -> Written:
    return await history.latest(home.of_client(tenant), article_id)


@read("knowledge.write", STAFF)
async def changed(act: Act, tenant: int, article_id: UUID, old: int, new: int) -> list[Change]:
    return await history.changed(home.of_client(tenant), article_id, old, new)
