"""Templates of standard changes: approved once, by somebody else than their author."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import asyncpg

from underpin.desk.changes.risk import LEVELS, Assessment, Level
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import provide, read


class NameTaken(Conflict):
    code = "name-taken"
    title = "Another template has this name already"


class NotToBeApproved(Conflict):
    code = "not-to-be-approved"
    title = "This template cannot be approved so"


@dataclass(frozen=True, slots=True)
class Template:
    """Usable from when it was approved until it is retired."""

    id: UUID
    name: str
    likelihood: Level
    effect: Level
    is_tested: bool
    is_reversible: bool
    risk: Level
    plan: str
    back_out: str
    test_plan: str
    author_id: UUID
    approved_at: datetime | None
    retired_at: datetime | None

    @property
    def assessed(self) -> Assessment:
        return Assessment(self.likelihood, self.effect, self.is_tested, self.is_reversible)


COLUMNS: Final = ", ".join(Template.__slots__)


@dataclass(frozen=True, slots=True)
class Said:
    name: str
    plan: str
    assessed: Assessment
    back_out: str = ""
    test_plan: str = ""


INSERT: Final = f"""
INSERT INTO change_template (id, name, likelihood, effect, is_tested, is_reversible, risk, plan,
                             back_out, test_plan, author_id, written_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING {COLUMNS}
"""


@provide("change.template")
async def write(act: Act, said: Said) -> Template:
    """Raises Malformed, NameTaken."""
    if not 1 <= len(said.name.strip()) <= 120:
        raise Malformed("name: 1 to 120 characters.", field="name")
    if not said.plan.strip():
        raise Malformed("plan: what shall be done, step by step.", field="plan")
    if said.assessed.likelihood not in LEVELS or said.assessed.effect not in LEVELS:
        raise Malformed("likelihood, effect: low, medium or high.", field="likelihood")
    given = said.assessed
    try:
        row = await db.row(
            INSERT,
            *(ids.new(), said.name.strip(), given.likelihood, given.effect, given.is_tested),
            *(given.is_reversible, given.risk, said.plan.strip(), said.back_out.strip()),
            *(said.test_plan.strip(), act.person_id, act.now),
        )
    except asyncpg.UniqueViolationError as taken:
        raise NameTaken from taken
    assert row is not None, "INSERT ... RETURNING gives its row"  # noqa: S101
    return Template(**row)


@provide("change.template")
async def approve(act: Act, template_id: UUID) -> Template:
    """By somebody else than its author; never where the risk is high. Raises NotFound,
    NotToBeApproved."""
    found = await _held(template_id)
    if found.author_id == act.person_id:
        raise NotToBeApproved("A colleague has to approve it: you wrote it.")
    if found.risk == "high":
        raise NotToBeApproved("Its risk is high: such a change is approved each time.")
    keys = {"id": template_id}
    await db.update("change_template", keys, {"approved_by": act.person_id, "approved_at": act.now})
    return await _held(template_id)


@provide("change.template")
async def retire(act: Act, template_id: UUID) -> Template:
    """Nothing new is made from it. Raises NotFound."""
    await _held(template_id)
    await db.update("change_template", {"id": template_id}, {"retired_at": act.now})
    return await _held(template_id)


async def _held(template_id: UUID) -> Template:
    row = await db.row(
        f"SELECT {COLUMNS} FROM change_template WHERE id = $1 FOR UPDATE", template_id
    )
    if row is None:
        raise NotFound
    return Template(**row)


@read("ticket.read", STAFF)
async def every(act: Act) -> list[Template]:
    """Not retired, by name."""
    rows = await db.rows(
        f"SELECT {COLUMNS} FROM change_template WHERE retired_at IS NULL ORDER BY name LIMIT 500"
    )
    return [Template(**row) for row in rows]


async def usable(act: Act, template_id: UUID) -> Template:
    """Approved and not retired. Raises NotFound."""
    row = await db.row(
        f"SELECT {COLUMNS} FROM change_template WHERE id = $1 AND approved_at IS NOT NULL "
        "AND retired_at IS NULL",
        template_id,
    )
    if row is None:
        raise NotFound("No approved template of a change has this id.")
    return Template(**row)
