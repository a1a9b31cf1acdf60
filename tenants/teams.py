"""Teams of the provider's people across tiers: rotas, views and macros belong to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

import asyncpg

from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import provide, read


class NameTaken(Conflict):
    code = "team-name-taken"
    title = "Another team has this name: choose another"


@dataclass(frozen=True, slots=True)
class Mate:
    """`active` is False for who was invited only, or left."""

    id: UUID
    name: str
    active: bool


@dataclass(frozen=True, slots=True)
class Team:
    """`tier` None: across tiers. Its people by name."""

    id: UUID
    name: str
    tier: int | None
    people: tuple[Mate, ...] = ()


TEAMS: Final = """
SELECT t.id, t.name, t.tier, s.id AS staff_id, s.name AS staff, s.state = 'active' AS active
FROM team t LEFT JOIN team_member m ON m.team_id = t.id LEFT JOIN staff s ON s.id = m.staff_id
ORDER BY t.name, t.id, s.name, s.id
"""


@read("rota.read", STAFF)
async def all_of_them(act: Act) -> list[Team]:
    """By name."""
    found: dict[UUID, Team] = {}
    for row in await db.rows(TEAMS):
        team = found.get(row["id"]) or Team(row["id"], row["name"], row["tier"])
        mates = team.people
        if row["staff_id"] is not None:
            mates += (Mate(row["staff_id"], row["staff"], row["active"]),)
        found[team.id] = Team(team.id, team.name, team.tier, mates)
    return list(found.values())


@provide("staff.write")
async def found(act: Act, name: str, tier: int | None = None) -> Team:
    """A team with nobody in it yet. Raises Malformed, NameTaken."""
    made = Team(ids.new(), name.strip(), tier)
    sql = "INSERT INTO team (id, name, tier) VALUES ($1, $2, $3)"
    await _written(sql, made.id, made.name, tier)
    return made


@provide("staff.write")
async def change(
    act: Act, team_id: UUID, name: str, tier: int | None, staff_ids: Sequence[UUID]
) -> None:
    """All of it anew. Whoever leaves is called by its rota no more. Raises Malformed, NameTaken,
    NotFound."""
    sql = "UPDATE team SET name = $2, tier = $3 WHERE id = $1"
    if not await _written(sql, team_id, name.strip(), tier):
        raise NotFound
    wanted = sorted(set(staff_ids))
    await db.execute(
        "DELETE FROM team_member WHERE team_id = $1 AND staff_id <> ALL ($2::uuid[])",
        *(team_id, wanted),
    )
    await _joined(team_id, wanted)


async def _joined(team_id: UUID, wanted: Sequence[UUID]) -> None:
    try:
        async with db.savepoint():
            await db.execute(
                "INSERT INTO team_member (team_id, staff_id) SELECT $1, u.id "
                "FROM unnest($2::uuid[]) AS u(id) ON CONFLICT DO NOTHING",
                *(team_id, wanted),
            )
    except asyncpg.ForeignKeyViolationError as unknown:
        raise Malformed("people: one of them is nobody of ours.", field="people") from unknown


async def _written(sql: str, *words: object) -> int:
    try:
        async with db.savepoint():
            return await db.execute(sql, *words)
    except asyncpg.UniqueViolationError as taken:
        raise NameTaken from taken
    except asyncpg.CheckViolationError as wrong:
        raise Malformed("name: 1 to 200 characters; tier: 1 to 3.", field="name") from wrong
