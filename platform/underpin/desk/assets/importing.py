"""A client's inventory taken in whole: from a sheet, looked at first; or from a monitoring tool, in
batches. Taken in again it changes nothing, and a row that cannot be taken is kept with its cure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from underpin.desk.assets import assets, sheet, storing
from underpin.desk.assets.asset import Row, Wrong
from underpin.desk.assets.sheet import Sheet
from underpin.desk.assets.storing import Outcome
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read, write

LARGEST_BATCH: Final = 1000
EXPORTED: Final = 50_000


class Trouble(msgspec.Struct, frozen=True):
    """A row that is not taken: its line in the file, the column, the cure; all its cells."""

    line: int
    column: str
    cure: str
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import would do."""

    headings: tuple[str, ...]
    mapping: dict[str, str]
    sample: tuple[tuple[str, ...], ...]
    created: int
    changed: int
    same: int
    refused: tuple[Trouble, ...]


@dataclass(frozen=True, slots=True)
class Import:
    """One that was made; `refused` rows are its own to be mended and taken in again."""

    id: UUID
    file_name: str
    source: str
    created: int
    changed: int
    same: int
    refused: list[Trouble]
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Read:
    """Rows that can be read, each with its line and cells; and those that cannot."""

    rows: tuple[Row, ...]
    places: tuple[int, ...]
    refused: tuple[Trouble, ...]


@read("asset.import", STAFF)
async def preview(
    act: Act, tenant: int, text: str, source: str, mapping: Mapping[str, str] | None = None
) -> Preview:
    """Changes nothing. Without a mapping one is guessed. Raises Malformed."""
    _check_source(source)
    found, chosen = _mapped(text, mapping)
    rows = _read(found, chosen)
    inner = Act(act.principal, tenant, act.now, act.source, act.verb)
    outcome = await storing.store(inner, source, rows.rows, "sheet", dry=True)
    counts = (outcome.created, outcome.changed, outcome.same)
    refused = _refused(found, chosen, rows, outcome)
    return Preview(found.headings, chosen, found.cells[:5], *counts, refused)


KEEP: Final = """
INSERT INTO asset_import (tenant_id, id, file_name, source, created, changed, same, refused,
                          made_by, made_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8::text::jsonb, $9, $10)
"""


@write("asset.import", STAFF)
async def take_in(
    act: Act, text: str, source: str, mapping: Mapping[str, str] | None, file_name: str = ""
) -> Import:
    """Every row that can be taken; the others are kept in the import. Raises Malformed."""
    _check_source(source)
    found, chosen = _mapped(text, mapping)
    rows = _read(found, chosen)
    outcome = await storing.store(act, source, rows.rows, "sheet")
    refused = list(_refused(found, chosen, rows, outcome))
    counts = (outcome.created, outcome.changed, outcome.same)
    made = Import(ids.new(), file_name[:200], source, *counts, refused, act.now)
    kept = msgspec.json.encode(refused).decode()
    what = (made.id, made.file_name, source, *counts, kept)
    await db.execute(KEEP, act.tenant_id, *what, act.person_id, act.now)
    return made


@write("asset.import", STAFF)
async def take_batch(act: Act, source: str, rows: Sequence[Row]) -> Outcome:
    """What a monitoring tool tells, up to a thousand at once, each known again by the tool's own
    id. Raises Malformed."""
    _check_source(source)
    if not 1 <= len(rows) <= LARGEST_BATCH:
        raise Malformed(f"assets: 1 to {LARGEST_BATCH} in a batch.", field="assets")
    nameless = next((n for n, each in enumerate(rows) if not each.external_id.strip()), None)
    if nameless is not None:
        raise Malformed("external_id: the tool's own id of it.", field=f"assets[{nameless}]")
    return await storing.store(act, source, rows, source)


COLUMNS: Final = "id, file_name, source, created, changed, same, refused, made_at"


@read("asset.import", STAFF)
async def imports(act: Act, tenant: int) -> Sequence[Import]:
    """The last twenty, the newest first."""
    rows = await db.rows(
        f"SELECT {COLUMNS} FROM asset_import WHERE tenant_id = $1 ORDER BY id DESC LIMIT 20", tenant
    )
    return [_import(row) for row in rows]


@read("asset.import", STAFF)
async def refused_rows(act: Act, tenant: int, import_id: UUID) -> str:
    """As CSV, to be mended and taken in again: each row with what is wrong with it. Raises
    NotFound."""
    row = await db.row(
        f"SELECT {COLUMNS} FROM asset_import WHERE tenant_id = $1 AND id = $2", tenant, import_id
    )
    if row is None:
        raise NotFound
    told = [[str(e.line), e.column, e.cure, *e.cells] for e in _import(row).refused]
    return sheet.write(("line", "column", "cure"), told)


@read("asset.read", STAFF)
async def exported(act: Act, tenant: int) -> str:
    """All of them as CSV that can be taken in again, retired ones too."""
    sql = f"{assets.HEAD[STAFF]} ORDER BY a.name, a.id LIMIT {EXPORTED}"
    found = [assets.of(row) for row in await db.rows(sql, tenant)]
    names = sorted({name for each in found for name in each.attributes})
    rows = ([*_cells(each), *(each.attributes.get(name, "") for name in names)] for each in found)
    return sheet.write((*sheet.FIELDS, *names), rows)


def _cells(each: assets.View) -> list[str]:
    said = {name: getattr(each, name, "") for name in sheet.FIELDS}
    said["owner"] = each.owner_email
    said["cost"] = "" if each.cost is None else format(each.cost, "f")
    return ["" if said[name] is None else str(said[name]) for name in sheet.FIELDS]


def _mapped(text: str, mapping: Mapping[str, str] | None) -> tuple[Sheet, dict[str, str]]:
    found = sheet.read(text)
    chosen = dict(mapping) if mapping is not None else sheet.guessed(found.headings)
    sheet.check(found, chosen)
    return found, chosen


def _read(found: Sheet, mapping: Mapping[str, str]) -> Read:
    rows, places, refused = list[Row](), list[int](), list[Trouble]()
    for place, cells in enumerate(found.cells):
        row, wrong = sheet.row(found, cells, mapping)
        if wrong:
            refused.append(Trouble(found.lines[place], "", wrong, list(cells)))
        else:
            rows.append(row)
            places.append(place)
    return Read(tuple(rows), tuple(places), tuple(refused))


def _refused(
    found: Sheet, mapping: Mapping[str, str], rows: Read, outcome: Outcome
) -> tuple[Trouble, ...]:
    told = list(rows.refused)
    for each in outcome.refused:
        place = rows.places[each.place]
        told += [_trouble(found, mapping, place, wrong) for wrong in each.wrong]
    return tuple(sorted(told, key=lambda each: (each.line, each.column)))


def _trouble(found: Sheet, mapping: Mapping[str, str], place: int, wrong: Wrong) -> Trouble:
    heading = sheet.column(found, mapping, wrong.field)
    return Trouble(found.lines[place], heading, wrong.cure, list(found.cells[place]))


def _check_source(source: str) -> None:
    if not 1 <= len(source.strip()) <= 40 or source == assets.BY_HAND:
        raise Malformed("source: 1 to 40 characters, and not `desk`.", field="source")


def _import(row: db.Row) -> Import:
    refused = msgspec.json.decode(row["refused"], type=list[Trouble])
    return Import(**{**row, "refused": refused})
