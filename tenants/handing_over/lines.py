"""A table read on from where it was left, as lines of JSON (one object each, UTF-8)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from tenants.handing_over.told import Eyes, File, Part, Table
from underpin.kernel import db
from underpin.kernel.database.scope import Member, Scope, Work

FOLDER: Final = "data"


class After(msgspec.Struct, frozen=True):
    """`number` of the next file, and the key of the last row, as text."""

    number: int
    key: tuple[str, ...]


async def part(name: str, table: Table, eyes: Eyes, after: str | None) -> Part:
    """The next batch of it."""
    known = msgspec.json.decode(after, type=After) if after else After(1, ())
    async with db.open(_scope(table, eyes)):
        rows = await db.rows(_sql(name, table, bool(known.key)), eyes.tenant, *known.key)
    if not rows:
        return Part((), None)
    content = "".join(f"{row['line']}\n" for row in rows).encode()
    file = File(f"{FOLDER}/{name}/{known.number:05}.jsonl", content, len(rows))
    return Part((file,), _next(table, rows, known))


def _scope(table: Table, eyes: Eyes) -> Scope:
    return Member(eyes.tenant, eyes.person_id) if table.by_member else Work(eyes.tenant)


def _next(table: Table, rows: Sequence[db.Row], known: After) -> str | None:
    if len(rows) < table.batch or not table.key:
        return None
    further = After(known.number + 1, tuple(rows[-1]["key"]))
    return msgspec.json.encode(further).decode()


def _sql(name: str, table: Table, further: bool) -> str:
    """Names are the code's own."""
    keys = ", ".join(table.key)
    casts = ", ".join(f"${n}::text::{kind}" for n, kind in enumerate(table.key.values(), 2))
    beyond = f"AND ({keys}) > ({casts})" if further else ""
    order = f"ORDER BY {keys}" if keys else ""
    key = f"ARRAY[{', '.join(f'x.{each}::text' for each in table.key)}]::text[]"
    inner = (
        f"SELECT {', '.join(table.columns)} FROM {name} WHERE {table.tenant} = $1 {beyond} "
        f"{order} LIMIT {table.batch}"
    )
    return f"SELECT row_to_json(x)::text AS line, {key} AS key FROM ({inner}) x"
