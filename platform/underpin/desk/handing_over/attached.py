"""Files that came with public messages, one at a time."""

from __future__ import annotations

import re
from typing import Final
from uuid import UUID

from tenants.handing_over.told import Eyes, File, Part
from underpin.kernel import db, files
from underpin.kernel.database.scope import Member, Work

NEXT: Final = """
SELECT a.id, a.file_id, a.name, t.number FROM attachment a
JOIN ticket t ON t.tenant_id = a.tenant_id AND t.id = a.ticket_id
WHERE a.tenant_id = $1 AND a.id > $2 AND a.file_id IS NOT NULL ORDER BY a.id LIMIT 1
"""
STRANGE: Final = re.compile(r"[^\w.\- ]")
LONGEST: Final = 120


async def part(eyes: Eyes, after: str | None) -> Part:
    """Found with the member's eyes; its bytes are nobody's to read but through what it hangs on."""
    before = UUID(after) if after else UUID(int=0)
    async with db.open(Member(eyes.tenant, eyes.person_id)):
        row = await db.row(NEXT, eyes.tenant, before)
    if row is None:
        return Part((), None)
    async with db.open(Work(eyes.tenant)):
        content = await files.content(eyes.tenant, row["file_id"])
    return Part(() if content is None else (File(_name(row), content),), str(row["id"]))


def _name(row: db.Row) -> str:
    """Under its ticket's number; nothing in it leads out of the folder."""
    plain = STRANGE.sub("_", row["name"]).strip(". ")[-LONGEST:]
    return f"files/{row['number']}/{row['id']}-{plain}"


SOURCES: Final = {"files": part}
