"""A member opened an article that was put before them, and whether it solved their matter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from underpin.desk.knowledge import finding
from underpin.desk.knowledge.deflection import STAYS
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.principal import MEMBER
from underpin.kernel.verb import read, write

CAUSES: Final = ("suggestion", "search", "chat")


@dataclass(frozen=True, slots=True)
class Opening:
    """`cause`: where it was put before them; `solved_at`: they said that it helped, and went
    away."""

    id: UUID
    article_id: UUID
    language: str
    cause: str
    opened_at: datetime
    solved_at: datetime | None


COLUMNS: Final = ", ".join(Opening.__slots__)
KEEP: Final = f"""
INSERT INTO article_opening (tenant_id, id, person_id, article_id, language, cause, opened_at)
VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING {COLUMNS}
"""
SOLVED: Final = f"""
UPDATE article_opening SET solved_at = coalesce(solved_at, $4)
WHERE tenant_id = $1 AND id = $2 AND person_id = $3 RETURNING {COLUMNS}
"""
VISITED: Final = """
SELECT id FROM article_opening
WHERE tenant_id = $1 AND person_id = $2 AND article_id = $3 AND opened_at >= $4
ORDER BY opened_at DESC LIMIT 1
"""


@write("knowledge.read", MEMBER)
async def open_article(act: Act, article_id: UUID, cause: str) -> Opening:
    """Raises NotFound for what they may not read, Malformed."""
    if cause not in CAUSES:
        raise Malformed(f"cause: one of {', '.join(CAUSES)}.", field="cause")
    leaf = await finding.read_leaf(act, act.tenant_id, article_id)
    words = (act.tenant_id, ids.new(), act.person_id, leaf.id, leaf.language, cause, act.now)
    return _read(await db.row(KEEP, *words))


@write("knowledge.read", MEMBER)
async def solved(act: Act, opening_id: UUID) -> Opening:
    """It answered what they came for: saying so twice changes nothing. Raises NotFound for another
    person's."""
    return _read(await db.row(SOLVED, act.tenant_id, opening_id, act.person_id, act.now))


@write("knowledge.read", MEMBER)
async def helped(act: Act, article_id: UUID, cause: str) -> Opening:
    """It answered what they came for: what they opened of it within this visit did, or, where its
    title said it all, what they open now. Raises NotFound for what they may not read, Malformed."""
    opened = await db.row(VISITED, act.tenant_id, act.person_id, article_id, act.now - STAYS)
    if opened is None:
        opened = {"id": (await open_article(act, article_id, cause)).id}
    found: Opening = await solved(act, opened["id"])
    return found


@read("knowledge.read", MEMBER)
async def one(act: Act, tenant: int, opening_id: UUID) -> Opening:
    """Raises NotFound for another person's."""
    sql = f"SELECT {COLUMNS} FROM article_opening WHERE tenant_id = $1 AND id = $2"
    return _read(await db.row(sql, act.principal.own_tenant, opening_id))


def _read(row: db.Row | None) -> Opening:
    if row is None:
        raise NotFound
    return Opening(**row)
