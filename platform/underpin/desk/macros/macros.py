"""Keeping macros: whose they are, who may use them, how often they were."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

import asyncpg
import msgspec

from underpin.desk.deeds.deed import ByHand
from underpin.desk.macros import macro
from underpin.desk.macros.macro import Macro, Said
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Forbidden, Malformed, NotFound, StaleVersion
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import provide, read

OTHERS: Final = "macro.write"
"""Who may write macros for a team or everyone."""
MOST: Final = 1000
NAMES: Final = (
    "id",
    "name",
    "audience",
    "owner_id",
    "team_id",
    "says",
    "texts",
    "deeds",
    "version",
)
COLUMNS: Final = ", ".join(f"m.{name}" for name in NAMES)


class NameTaken(Conflict):
    code = "name-taken"
    title = "You have, or everybody has, a macro of that name: choose another"


# Whose macros somebody may use: their own, their teams', everybody's.
VISIBLE: Final = """
m.retired_at IS NULL AND (m.audience = 'everyone' OR m.owner_id = {person} AND m.audience = 'own'
    OR m.team_id IN (SELECT t.team_id FROM team_member t WHERE t.staff_id = {person}))
"""
LISTED: Final = f"""
SELECT {COLUMNS}, (SELECT coalesce(sum(u.used), 0)::int FROM macro_use u WHERE u.macro_id = m.id)
    AS used
FROM macro m WHERE {VISIBLE.format(person="$1")} ORDER BY m.name, m.id LIMIT {MOST}
"""
KEEP: Final = f"""
INSERT INTO macro AS m (id, name, audience, owner_id, team_id, says, texts, deeds, version,
                        changed_by, changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7::text::jsonb, $8::text::jsonb, 1, $4, $9) RETURNING {COLUMNS}
"""
CHANGE: Final = f"""
UPDATE macro m SET name = $2, audience = $3, owner_id = CASE WHEN $3 = 'own' THEN $4::uuid
        ELSE m.owner_id END, team_id = $5, says = $6, texts = $7::text::jsonb,
    deeds = $8::text::jsonb, version = m.version + 1, changed_by = $4, changed_at = $9
WHERE m.id = $1 RETURNING {COLUMNS}
"""


@provide("ticket.work")
async def keep(act: Act, said: Said) -> Macro:
    """One's own by whoever works tickets; a team's or everybody's by whoever may write those.
    Raises Malformed, Forbidden, NameTaken."""
    _check(act, said)
    return await _written(KEEP, ids.new(), *_columns(act, said))


@provide("ticket.work")
async def change(act: Act, macro_id: UUID, said: Said, *, version: int | None = None) -> Macro:
    """All of it anew. Raises NotFound, StaleVersion, Malformed, Forbidden, NameTaken."""
    held = await _held(act, macro_id)
    if version is not None and held.version != version:
        raise StaleVersion
    _check(act, said)
    return await _written(CHANGE, macro_id, *_columns(act, said))


@provide("ticket.work")
async def retire(act: Act, macro_id: UUID) -> None:
    """Nobody uses it any more; what it did stays done. Raises NotFound, Forbidden."""
    await _held(act, macro_id)
    await db.execute("UPDATE macro SET retired_at = $2 WHERE id = $1", macro_id, act.now)


@read("ticket.work", STAFF)
async def listed(act: Act, words: str = "") -> list[Macro]:
    """Those one may use, by name; with `words`, those that have them."""
    macros = [of(row) for row in await db.rows(LISTED, act.person_id)]
    return macro.found(macros, words) if words.strip() else macros


@read("ticket.work", STAFF)
async def one(act: Act, macro_id: UUID) -> Macro:
    """Raises NotFound for one that is not for the asker."""
    return await usable(act, macro_id)


USABLE: Final = f"""
SELECT {COLUMNS} FROM macro m WHERE m.id = $2 AND {VISIBLE.format(person="$1")}
"""


async def usable(act: Act, macro_id: UUID) -> Macro:
    """Within any scope of staff. Raises NotFound."""
    row = await db.row(USABLE, act.person_id, macro_id)
    if row is None:
        raise NotFound
    return of(row)


async def _held(act: Act, macro_id: UUID) -> Macro:
    held = await usable(act, macro_id)
    if held.audience != "own":
        _may_write_others(act)
    await db.rows("SELECT FROM macro WHERE id = $1 FOR UPDATE", macro_id)
    return held


def _check(act: Act, said: Said) -> None:
    macro.check(said)
    if said.audience != "own":
        _may_write_others(act)


def _may_write_others(act: Act) -> None:
    if not act.principal.may(OTHERS):
        raise Forbidden("A team's or everybody's macro is written by a service lead.")


def _columns(act: Act, said: Said) -> tuple[Any, ...]:
    texts = msgspec.json.encode(said.texts or {}).decode()
    deeds = msgspec.json.encode(list(said.deeds)).decode()
    whose = (said.audience, act.person_id, said.team_id)
    return (said.name.strip(), *whose, said.says, texts, deeds, act.now)


async def _written(sql: str, *words: Any) -> Macro:
    try:
        async with db.savepoint():
            row = await db.row(sql, *words)
    except asyncpg.UniqueViolationError as taken:
        raise NameTaken from taken
    except asyncpg.ForeignKeyViolationError as unknown:
        raise Malformed("team_id: there is no such team.", field="team_id") from unknown
    assert row is not None, "the row is written or held"  # noqa: S101
    return of(row)


def of(row: db.Row) -> Macro:
    said = {
        "texts": msgspec.json.decode(row["texts"]),
        "deeds": msgspec.json.decode(row["deeds"], type=tuple[ByHand, ...]),
    }
    return Macro(**{**dict(row), **said})
