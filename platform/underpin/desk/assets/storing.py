"""Assets written set-based: what is said of many at once, each known again by its source and id,
with its history; said again it changes nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import msgspec

from underpin.desk.assets import asset, counting, warranty
from underpin.desk.assets.asset import Asset, Places, Row, Unfit, Wrong
from underpin.kernel import db, ids
from underpin.kernel.act import Act


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that could not be taken, by its place."""

    place: int
    wrong: tuple[Wrong, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    created: int
    changed: int
    same: int
    refused: tuple[Refused, ...]
    ids: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    id: UUID
    new: Asset
    changes: Mapping[str, list[Any]]
    is_new: bool


PLACES: Final = """
SELECT 'people' AS kind, lower(email) AS name, id FROM person
WHERE tenant_id = $1 AND lower(email) = ANY ($2::text[]) AND state <> 'erased'
UNION ALL SELECT 'sites', lower(name), id FROM site WHERE tenant_id = $1
UNION ALL SELECT 'services', lower(name), id FROM service WHERE tenant_id = $1
"""
KEPT: Final = """
SELECT a.*, c.amount AS cost, c.currency FROM asset a
LEFT JOIN asset_cost c ON c.tenant_id = a.tenant_id AND c.asset_id = a.id
WHERE a.tenant_id = $1 AND a.source = $2 AND a.external_id = ANY ($3::text[])
ORDER BY a.id FOR UPDATE OF a
"""
COLUMNS: Final = tuple(
    each.name for each in fields(Asset) if each.name not in ("cost", "currency", "attributes")
)
NAMES: Final = ", ".join(COLUMNS)
VALUES: Final = ", ".join(f"${place}" for place in range(6, 6 + len(COLUMNS)))
SAVE: Final = f"""
INSERT INTO asset AS a (tenant_id, id, source, attributes, created_at, changed_at, version, {NAMES})
VALUES ($1, $2, $3, $4::text::jsonb, $5, $5, 1, {VALUES})
ON CONFLICT (tenant_id, source, external_id) DO UPDATE SET attributes = excluded.attributes,
    changed_at = excluded.changed_at, version = a.version + 1,
    {", ".join(f"{name} = excluded.{name}" for name in COLUMNS if name != "external_id")}
"""
CHANGED: Final = """
INSERT INTO asset_change (tenant_id, id, asset_id, changed_at, changed_by, way, changes)
VALUES ($1, $2, $3, $4, $5, $6, $7::text::jsonb)
"""
COST: Final = """
INSERT INTO asset_cost (tenant_id, asset_id, amount, currency) VALUES ($1, $2, $3, $4)
ON CONFLICT (tenant_id, asset_id) DO UPDATE SET amount = excluded.amount,
    currency = excluded.currency
"""
NO_COST: Final = "DELETE FROM asset_cost WHERE tenant_id = $1 AND asset_id = ANY ($2::uuid[])"
# Two who write a client's assets at once are one after the other.
ONE_BY_ONE: Final = "SELECT pg_advisory_xact_lock(hashtext('underpin-assets'), $1)"


async def one_by_one(act: Act) -> None:
    await db.value(ONE_BY_ONE, act.tenant_id)


async def store(
    act: Act, source: str, rows: Sequence[Row], way: str, *, dry: bool = False
) -> Outcome:
    """Within a verb; `dry` reads only. Of two rows about one asset the later is refused. Rows that
    cannot be taken keep no other from it."""
    if not dry:
        await one_by_one(act)
    named = await places(act.tenant_id, rows)
    before = await _kept(act.tenant_id, source, rows, lock=not dry)
    seen, refused, changes = set[str](), list[Refused](), list[Change]()
    for place, each in enumerate(rows):
        name = asset.identity(each)
        try:
            changes.append(
                _change(each, before.get(name), named, again=bool(name) and name in seen)
            )
        except Unfit as problem:
            refused.append(Refused(place, tuple(problem.wrong)))
        seen.add(name)
    if not dry:
        await _write(act, source, [each for each in changes if each.changes], way)
    return _outcome(changes, refused)


def _change(row: Row, before: tuple[UUID, Asset] | None, places: Places, *, again: bool) -> Change:
    if again:
        raise Unfit([Wrong("external_id", "it stands here twice; keep one of the rows.")])
    known, old = before or (None, None)
    new = asset.read(row, old, places)
    return Change(known or ids.new(), new, asset.difference(old, new), known is None)


def _outcome(changes: Sequence[Change], refused: Sequence[Refused]) -> Outcome:
    new = sum(each.is_new for each in changes)
    changed = sum(bool(each.changes) and not each.is_new for each in changes)
    same = len(changes) - new - changed
    return Outcome(new, changed, same, tuple(refused), tuple(each.id for each in changes))


async def places(tenant: int, rows: Sequence[Row]) -> Places:
    emails = sorted({each.owner.strip().lower() for each in rows if each.owner.strip()})
    found: dict[str, dict[str, UUID]] = {"people": {}, "sites": {}, "services": {}}
    for row in await db.rows(PLACES, tenant, emails):
        found[row["kind"]][row["name"]] = row["id"]
    return Places(**found)


async def _kept(
    tenant: int, source: str, rows: Sequence[Row], *, lock: bool
) -> dict[str, tuple[UUID, Asset]]:
    sql = KEPT if lock else KEPT.replace(" FOR UPDATE OF a", "")
    found = await db.rows(sql, tenant, source, sorted({asset.identity(each) for each in rows}))
    return {row["external_id"]: (row["id"], of(row)) for row in found}


def of(row: db.Row) -> Asset:
    """An asset from its row."""
    known = {each.name: row[each.name] for each in fields(Asset) if each.name != "attributes"}
    return Asset(**known, attributes=msgspec.json.decode(row["attributes"]))


async def write_one(act: Act, source: str, change: Change, way: str) -> None:
    """One that stands already, its row locked."""
    await _write(act, source, [change] if change.changes else [], way)


async def _write(act: Act, source: str, changes: Sequence[Change], way: str) -> None:
    if not changes:
        return
    tenant, by = act.tenant_id, act.principal.person_id
    await db.many(SAVE, [(tenant, each.id, source, *_row(act, each.new)) for each in changes])
    await db.many(
        CHANGED,
        [(tenant, ids.new(), each.id, act.now, by, way, _told(each.changes)) for each in changes],
    )
    costs = [(tenant, e.id, e.new.cost, e.new.currency) for e in changes if e.new.cost is not None]
    await db.many(COST, costs)
    await db.execute(NO_COST, tenant, [each.id for each in changes if each.new.cost is None])
    await counting.tell(act)
    await warranty.arm(act, [each.new for each in changes])


def _row(act: Act, new: Asset) -> tuple[Any, ...]:
    attributes = msgspec.json.encode(new.attributes).decode()
    return (attributes, act.now, *(getattr(new, name) for name in COLUMNS))


def _told(changes: Mapping[str, list[Any]]) -> str:
    """What members never read; the cost is told as changed, its amounts stay apart."""
    told = {name: (["", ""] if name == "cost" else pair) for name, pair in changes.items()}
    return msgspec.json.encode(told, enc_hook=_text).decode()


def _text(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    raise TypeError(f"{type(value).__name__} has no place in a history.")
