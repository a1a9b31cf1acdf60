"""How far the matching of a big statement is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import provide, read

BIG: Final = 200
"""More new entries than this are matched by the worker."""
COLUMNS: Final = "id AS statement_id, entries, matched, remaining, started_at, finished_at"


@dataclass(frozen=True, slots=True)
class Progress:
    """Of `entries` to be matched, `matched` found their client and `remaining` wait for a person;
    the others were not looked at yet, while `finished_at` is None."""

    statement_id: UUID
    entries: int
    matched: int
    remaining: int
    started_at: datetime
    finished_at: datetime | None

    @property
    def seen(self) -> int:
        return self.matched + self.remaining


@provide("bank.import")
async def begin(act: Act, statement_id: UUID, entries: int) -> Progress:
    """The worker takes it up within seconds."""
    await db.execute(
        "INSERT INTO statement_matching (id, started_by, started_at, entries) "
        "VALUES ($1, $2, $3, $4)",
        *(statement_id, act.person_id, act.now, entries),
    )
    return Progress(statement_id, entries, 0, 0, act.now, None)


@read("bank.read", STAFF)
async def of_statement(act: Act, statement_id: UUID) -> Progress:
    """Raises NotFound, also for one that was matched at once."""
    row = await db.row(f"SELECT {COLUMNS} FROM statement_matching WHERE id = $1", statement_id)
    if row is None:
        raise NotFound
    return Progress(**row)


@read("bank.read", STAFF)
async def going(act: Act) -> list[Progress]:
    """What is not finished, oldest first."""
    rows = await db.rows(
        f"SELECT {COLUMNS} FROM statement_matching WHERE finished_at IS NULL ORDER BY id LIMIT 20"
    )
    return [Progress(**row) for row in rows]
