"""Which clients have terms of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

PAGE: Final = 100
TABLES: Final = {
    "tickets": "ticket_terms",
    "satisfaction": "survey_terms",
    "files": "upload_terms",
    "chat": "chat_terms",
    "chargeable": "chargeable_terms",
}
"""What can be said for a client, and where it stands."""
_OWN: Final = ", ".join(
    f"EXISTS (SELECT FROM {table} k WHERE k.tenant_id = n.id) AS {name}"
    for name, table in TABLES.items()
)


@dataclass(frozen=True, slots=True)
class Differing:
    """`own`: of what is in `TABLES`, what was said for this client alone."""

    key: str
    name: str
    own: tuple[str, ...]


@read("ticket.read", STAFF)
async def clients(act: Act, after: str = "") -> list[Differing]:
    """The asker's clients by key, from the one after `after`."""
    rows = await db.rows(
        f"SELECT n.key, n.name, {_OWN} FROM tenant n WHERE n.state = 'active' AND n.key > $1 "
        f"ORDER BY n.key LIMIT {PAGE}",
        after,
    )
    return [_read(row) for row in rows]


def _read(row: db.Row) -> Differing:
    return Differing(row["key"], row["name"], tuple(name for name in TABLES if row[name]))
