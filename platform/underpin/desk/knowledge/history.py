"""An article as it was written: its versions, and what one says otherwise than another."""

from __future__ import annotations

from uuid import UUID

from underpin.desk.knowledge import article, difference
from underpin.desk.knowledge.article import Version
from underpin.desk.knowledge.difference import Change
from underpin.desk.knowledge.home import Home
from underpin.desk.knowledge.writing import Written


async def versions(home: Home, article_id: UUID) -> list[Version]:
    """The newest first. Raises NotFound for no such article."""
    await article.one(home, article_id)
    return await article.versions(home, article_id)


async def latest(home: Home, article_id: UUID) -> Written:
    """The article with its latest version. Raises NotFound."""
    found = await article.one(home, article_id)
    return Written(found, await article.version(home, article_id, found.latest))


async def changed(home: Home, article_id: UUID, old: int, new: int) -> list[Change]:
    """What `new` says otherwise than `old`. Raises NotFound for a version there is not."""
    before = await article.version(home, article_id, old)
    after = await article.version(home, article_id, new)
    return difference.between(before.texts, after.texts)
