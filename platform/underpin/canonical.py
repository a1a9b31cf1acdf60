"""`underpin dump`: what an installation holds, as text that is equal where two lived the same.

One JSON line per row, with the slug of the client company it belongs to (null: the provider's
own). Ids that were drawn by chance are replaced by the names of what they stand for, such as
`ticket 7` or `ticket 7 event 3`; when a row was written, and how often it was tried, is left out.
Secrets and whatever is made of them are never told.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg
import click

from underpin.canonical_tables import SILENT, TABLES, Told
from underpin.kernel import ids
from underpin.kernel.database import roles
from underpin.kernel.settings import Settings

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
NUMBER = re.compile(r'"(tenant_id|tenant)": "?(\d+)"?')
CHUNK = 1000

Row = dict[str, Any]


class Unclassified(RuntimeError):
    """A table of the database that nobody said how to tell."""


async def run(settings: Settings) -> int:
    """Print the dump, read in one snapshot by the owner. Raises Unclassified."""
    prefix, secret = settings.role_prefix, settings.secret
    owner = settings.owner_url or roles.owner_url(settings.database_url, prefix, secret)
    connection = await asyncpg.connect(owner, server_settings={"timezone": "UTC"})
    try:
        async for line in dump(connection):
            click.echo(line)
    finally:
        await connection.close()
    return 0


async def dump(connection: asyncpg.Connection) -> AsyncIterator[str]:
    """The lines, ordered by company, table and text. Raises Unclassified."""
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        present = await _tables(connection)
        names = await _names(connection, present)
        lines = [line async for line in _lines(connection, present, names)]
    for line in sorted(lines):
        yield line


async def _tables(connection: asyncpg.Connection) -> Mapping[str, frozenset[str]]:
    """Columns by table. Raises Unclassified."""
    rows = await connection.fetch(COLUMNS)
    found = {row["name"]: frozenset(row["columns"]) for row in rows}
    strange = sorted(found.keys() - TABLES.keys() - SILENT.keys())
    if strange:
        raise Unclassified(f"Say in canonical_tables.py how to tell {', '.join(strange)}.")
    return found


COLUMNS = """
SELECT c.relname::text AS name, array_agg(a.attname::text) AS columns
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relkind IN ('r', 'p', 'm') AND NOT c.relispartition AND a.attnum > 0
  AND NOT a.attisdropped AND c.relnamespace = 'public'::regnamespace
GROUP BY 1
"""


@dataclass(frozen=True, slots=True)
class _Names:
    """Of rows by id, of companies by number."""

    rows: dict[str, str]
    companies: dict[int, str]

    def told(self, text: str) -> str:
        """JSON text with names in the place of ids and numbers."""
        named = ID.sub(lambda found: _inside(self.rows.get(found[0], found[0])), text)
        return NUMBER.sub(self._company, named)

    def _company(self, found: re.Match[str]) -> str:
        slug = self.companies.get(int(found[2]))
        return f'"{found[1]}": {json.dumps(slug)}' if slug else found[0]


def _inside(name: str) -> str:
    """Spelled as within a JSON string."""
    return json.dumps(name, ensure_ascii=False)[1:-1]


async def _names(connection: asyncpg.Connection, present: Mapping[str, frozenset[str]]) -> _Names:
    companies = await connection.fetch("SELECT id, slug FROM tenant")
    names = _Names({}, {row["id"]: row["slug"] for row in companies})
    for table, told in TABLES.items():
        if told.name is not None and table in present:
            await _name(connection, table, told, present[table], names)
    return names


async def _name(
    connection: asyncpg.Connection,
    table: str,
    told: Told,
    columns: frozenset[str],
    names: _Names,
) -> None:
    """Name the rows of one table; one that has a name already keeps it."""
    tenant = "tenant_id" if "tenant_id" in columns else "NULL::int"
    sql = (
        f"SELECT {tenant} AS tenant, {told.id}::text AS id, to_jsonb(t)::text AS row "
        f"FROM {table} t ORDER BY {told.first}"
    )
    used: Counter[tuple[int | None, str]] = Counter()
    async for found in connection.cursor(sql, prefetch=CHUNK):
        name = _filled(told.name or "", _read(names.told(found["row"])))
        used[found["tenant"], name] += 1
        count = used[found["tenant"], name]
        own = name if count == 1 else f"{name} #{count}"
        _keep(names, found["id"], own, told.derived)


def _keep(names: _Names, id_: str, name: str, derived: tuple[str, ...]) -> None:
    if not ID.fullmatch(id_):
        return
    names.rows.setdefault(id_, name)
    for part in derived:
        names.rows.setdefault(str(ids.derive(UUID(id_), part)), f"{name} {part}")


def _filled(template: str, row: Row) -> str:
    return template.format_map({column: _plain(value) for column, value in row.items()})


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else _text(value)


async def _lines(
    connection: asyncpg.Connection, present: Mapping[str, frozenset[str]], names: _Names
) -> AsyncIterator[str]:
    for table, told in TABLES.items():
        if table not in present:
            continue
        async for found in connection.cursor(_select(table, told), prefetch=CHUNK):
            row = _read(names.told(found["row"]))
            company = row.pop("tenant_id", row.get("slug") if table == "tenant" else None)
            yield f"{_text([company, table])[:-1]}, {_text(row)}]"


def _select(table: str, told: Told) -> str:
    """Each row as JSON, less what is not said."""
    left_out = ", ".join(f"'{column}'" for column in (*told.unsaid, *told.whether))
    filled = ", ".join(f"'{column}', {column} IS NOT NULL" for column in told.whether)
    return (
        f"SELECT (to_jsonb(t) - ARRAY[{left_out}]::text[] || jsonb_build_object({filled}))::text "
        f"AS row FROM {table} t"
    )


def _read(text: str) -> Row:
    """Fractions stay as they are spelled."""
    row: Row = json.loads(text, parse_float=str)
    return row


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
