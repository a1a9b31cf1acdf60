"""Which files of a message go with its mails, and which are only linked to. What came inside a mail
as its picture is none of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from underpin.desk.writing import limits
from underpin.kernel import db
from underpin.kernel.mail_compose import Enclosure

FILES: Final = """
SELECT a.name, a.media_type, a.size, a.file_id FROM attachment a
WHERE a.tenant_id = $1 AND a.message_id = $2 AND NOT a.inline AND a.file_id IS NOT NULL
ORDER BY a.id LIMIT 50
"""


@dataclass(frozen=True, slots=True)
class File:
    name: str
    media_type: str
    size: int
    file_id: UUID


@dataclass(frozen=True, slots=True)
class Files:
    """`linked`: names of those that are too large."""

    enclosed: tuple[Enclosure, ...] = ()
    linked: tuple[str, ...] = ()


NONE: Final = Files()


async def of_message(tenant: int, message_id: UUID) -> Files:
    rows = await db.rows(FILES, tenant, message_id)
    if not rows:
        return NONE
    agreed = await limits.of(tenant)
    return fitting((File(**row) for row in rows), agreed.mail_megabytes * limits.MEGABYTE)


def fitting(files: Iterable[File], room: int) -> Files:
    """In their order, each that still fits into so many bytes. Pure."""
    enclosed: list[Enclosure] = []
    linked: list[str] = []
    for each in files:
        if each.size <= room:
            room -= each.size
            enclosed.append(Enclosure(each.name, each.media_type, each.file_id))
        else:
            linked.append(each.name)
    return Files(tuple(enclosed), tuple(linked))
