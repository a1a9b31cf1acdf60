"""An announcement as it is kept and read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from underpin.desk.announcements import wording
from underpin.desk.announcements.wording import Words
from underpin.desk.knowledge import text
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound, StaleVersion


@dataclass(frozen=True, slots=True)
class Announcement:
    """`published_to` None: until it is withdrawn. `starts_at` and `ends_at` are of what it tells
    of. A maintenance is `maintenance_id` in the client's contract. Those with one `broadcast_id`
    were told to several clients at once."""

    id: UUID
    kind: str
    severity: str
    service_id: UUID | None
    service: str | None
    language: str
    texts: dict[str, Words]
    published_from: datetime
    published_to: datetime | None
    starts_at: datetime | None
    ends_at: datetime | None
    maintenance_id: UUID | None
    broadcast_id: UUID | None
    created_at: datetime
    withdrawn_at: datetime | None
    version: int

    def read_in(self, locale: str) -> Words:
        """In the reader's language, or the one it was written in."""
        originals = {language: language == self.language for language in self.texts}
        return self.texts[text.chosen(originals, locale)]

    def is_current(self, now: datetime) -> bool:
        begun = self.withdrawn_at is None and self.published_from <= now
        return begun and (self.published_to is None or self.published_to > now)


COLUMNS: Final = ", ".join(
    "s.name AS service" if name == "service" else f"a.{name}" for name in Announcement.__slots__
)
SELECT: Final = (
    f"SELECT {COLUMNS} FROM announcement a "
    "LEFT JOIN service s ON s.tenant_id = a.tenant_id AND s.id = a.service_id "
)


def read(row: Mapping[str, Any]) -> Announcement:
    return Announcement(**{**row, "texts": wording.from_json(row["texts"])})


async def one(tenant: int, announcement_id: UUID) -> Announcement:
    """Raises NotFound."""
    row = await db.row(f"{SELECT} WHERE a.tenant_id = $1 AND a.id = $2", tenant, announcement_id)
    if row is None:
        raise NotFound
    return read(row)


async def held(act: Act, announcement_id: UUID, version: int | None = None) -> Announcement:
    """Locked for changing. Raises NotFound, StaleVersion."""
    row = await db.row(
        f"{SELECT} WHERE a.tenant_id = $1 AND a.id = $2 FOR UPDATE OF a",
        *(act.tenant_id, announcement_id),
    )
    if row is None:
        raise NotFound
    if version is not None and row["version"] != version:
        raise StaleVersion
    return read(row)
