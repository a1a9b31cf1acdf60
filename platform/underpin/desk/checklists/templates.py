"""Task templates: a starter, a leaver, a new laptop. The provider's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import msgspec

from underpin.desk.checklists import step
from underpin.desk.checklists.step import Step
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed, NotFound, StaleVersion
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import provide, read


@dataclass(frozen=True, slots=True)
class Template:
    id: UUID
    key: str
    name: str
    active: bool
    version: int
    steps: list[Step]


COLUMNS: Final = ", ".join(Template.__slots__)
PUT: Final = f"""
INSERT INTO task_template (id, key, name, steps, active, version)
VALUES ($1, $2, $3, $4::text::jsonb, $5, 1)
ON CONFLICT (key) DO UPDATE SET name = excluded.name, steps = excluded.steps,
    active = excluded.active, version = task_template.version + 1
WHERE $6::int IS NULL OR task_template.version = $6
RETURNING {COLUMNS}
"""


@provide("catalogue.write")
async def put(
    act: Act,
    key: str,
    name: str,
    steps: Sequence[Step],
    *,
    active: bool = True,
    version: int | None = None,
) -> Template:
    """A new template, or another form of one; tickets that have its tasks keep them as they are.
    Raises Malformed, StaleVersion."""
    if not step.KEY.fullmatch(key) or "_" in key:
        raise Malformed("key: small letters, digits and hyphens.", field="key")
    if not 1 <= len(name.strip()) <= 200:
        raise Malformed("name: 1 to 200 characters.", field="name")
    step.check(steps)
    said = msgspec.json.encode(steps).decode()
    row = await db.row(PUT, ids.new(), key, name.strip(), said, active, version)
    if row is None:
        raise StaleVersion
    return _of(row)


@read("ticket.work", STAFF)
async def every(act: Act) -> list[Template]:
    """By name, those not active among them."""
    rows = await db.rows(f"SELECT {COLUMNS} FROM task_template ORDER BY name, id LIMIT 500")
    return [_of(row) for row in rows]


async def of_key(key: str) -> Template:
    """An active one. Raises NotFound."""
    row = await db.row(f"SELECT {COLUMNS} FROM task_template WHERE key = $1 AND active", key)
    if row is None:
        raise NotFound
    return _of(row)


def _of(row: db.Row) -> Template:
    steps = msgspec.json.decode(row["steps"], type=list[Step])
    return Template(**{**row, "steps": steps})
