"""Template versions as they are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec

from contracts.agreements.versions import WrongState
from contracts.templates.template_body import TemplateBody
from underpin.kernel import db
from underpin.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class TemplateVersion:
    """`state`: draft, approved, current or superseded. `revision` counts how often the draft was
    written."""

    id: UUID
    template_id: UUID
    name: str
    number: int
    state: str
    body: TemplateBody
    author_id: UUID
    approver_id: UUID | None
    approved_at: datetime | None
    current_from: datetime | None
    revision: int = 1


SELECT = """
SELECT v.id, v.template_id, t.name, v.number, v.state, v.body, v.author_id, v.approver_id,
       v.approved_at, v.current_from, v.revision
FROM template_version v JOIN template t ON t.id = v.template_id
"""


def of(row: db.Row) -> TemplateVersion:
    given = {name: row[name] for name in TemplateVersion.__slots__}
    return TemplateVersion(**{**given, "body": msgspec.json.decode(row["body"], type=TemplateBody)})


async def current(template_id: UUID) -> TemplateVersion:
    """The version contracts are made from. Raises NotFound, WrongState where none is current."""
    row = await db.row(f"{SELECT} WHERE v.template_id = $1 AND v.state = 'current'", template_id)
    if row is not None:
        return of(row)
    if await db.value("SELECT EXISTS (SELECT FROM template WHERE id = $1)", template_id):
        raise WrongState("No version of this template is current: approve and publish one.")
    raise NotFound


async def numbered(template_id: UUID, *numbers: int) -> list[TemplateVersion]:
    """Versions of a template, in their order."""
    where = "WHERE v.template_id = $1 AND v.number = ANY ($2::int[]) ORDER BY v.number"
    return [of(row) for row in await db.rows(f"{SELECT} {where}", template_id, list(numbers))]


async def among(version_ids: list[UUID]) -> dict[UUID, TemplateVersion]:
    """Those of these that there are."""
    rows = await db.rows(f"{SELECT} WHERE v.id = ANY ($1::uuid[])", version_ids)
    return {row["id"]: of(row) for row in rows}


def written(body: TemplateBody) -> str:
    """The JSON text to store."""
    return msgspec.json.encode(body).decode()
