"""Whether an article helped, as its readers say; one word of each person, changed by saying it
again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from underpin.desk.knowledge import finding
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import read, write

LONGEST: Final = 2_000


@dataclass(frozen=True, slots=True)
class Feedback:
    """`version` is the one that was read."""

    article_id: UUID
    version: int
    helpful: bool
    comment: str
    given_at: datetime


COLUMNS: Final = ", ".join(Feedback.__slots__)
GIVE: Final = f"""
INSERT INTO article_feedback (tenant_id, id, article_id, version, person_id, helpful, comment,
                              given_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (tenant_id, article_id, person_id) DO UPDATE SET version = excluded.version,
    helpful = excluded.helpful, comment = excluded.comment, given_at = excluded.given_at
RETURNING {COLUMNS}
"""


@write("knowledge.read", MEMBER)
async def give(act: Act, article_id: UUID, helpful: bool, comment: str = "") -> Feedback:
    """Raises NotFound for what they may not read, Malformed."""
    if len(comment) > LONGEST:
        raise Malformed(f"comment: at most {LONGEST} characters.", field="comment")
    leaf = await finding.read_leaf(act, act.tenant_id, article_id)
    words = (leaf.id, leaf.version, act.person_id, helpful, comment.strip(), act.now)
    row = await db.row(GIVE, act.tenant_id, ids.new(), *words)
    assert row is not None, "INSERT ... RETURNING gives its row"  # noqa: S101
    return Feedback(**row)


@read("knowledge.write", STAFF)
async def of_article(act: Act, tenant: int, article_id: UUID, limit: int = 100) -> list[Feedback]:
    """What a client's people said of it, the newest first; it names none of them."""
    rows = await db.rows(
        f"SELECT {COLUMNS} FROM article_feedback WHERE tenant_id = $1 AND article_id = $2 "
        "ORDER BY given_at DESC, id LIMIT $3",
        *(tenant, article_id, limit),
    )
    return [Feedback(**row) for row in rows]
