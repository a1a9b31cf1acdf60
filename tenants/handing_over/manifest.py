"""What an archive says of itself: its files with their hashes, and of each table how much."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from tenants.handing_over import told
from tenants.handing_over.told import File
from underpin.kernel import db
from underpin.kernel.act import Act

NAME: Final = "manifest.json"
ABOUT: Final = """
SELECT t.key, t.name AS client, p.name AS read_by, e.asked_at FROM company_export e
JOIN tenant t ON t.id = e.tenant_id
JOIN person p ON p.tenant_id = e.tenant_id AND p.id = e.person_id
WHERE e.tenant_id = $1 AND e.id = $2
"""
PIECES: Final = """
SELECT name, source, rows, size AS bytes, encode(sha256, 'hex') AS sha256
FROM company_export_piece WHERE tenant_id = $1 AND export_id = $2 ORDER BY position
"""


class Line(msgspec.Struct, frozen=True):
    """`sha256` of the file as it is unpacked, in hex; `rows` 0 for what is no table."""

    name: str
    bytes: int
    sha256: str
    rows: int


class Manifest(msgspec.Struct, frozen=True):
    """`tables`: rows of each, also of those that had none."""

    key: str
    client: str
    read_by: str
    asked_at: datetime
    made_at: datetime
    tables: dict[str, int]
    files: Sequence[Line]


async def of(act: Act, export_id: UUID) -> File:
    """Of all pieces that there are."""
    about = await db.row(ABOUT, act.tenant_id, export_id)
    assert about is not None, "it is being made"  # noqa: S101
    pieces = await db.rows(PIECES, act.tenant_id, export_id)
    tables = dict.fromkeys(sorted(told.TABLES), 0)
    for each in pieces:
        if each["source"] in tables:
            tables[each["source"]] += each["rows"]
    files = [Line(each["name"], each["bytes"], each["sha256"], each["rows"]) for each in pieces]
    said = Manifest(**about, made_at=act.now, tables=tables, files=files)
    return File(NAME, msgspec.json.format(msgspec.json.encode(said)))
