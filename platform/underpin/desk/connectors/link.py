"""A link: one ticket, or its case, and what a far side calls it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from underpin.desk.connectors.connector import Connector
from underpin.kernel import db, ids
from underpin.kernel.act import Act


@dataclass(frozen=True, slots=True)
class Link:
    """`reference` None: not told there yet. `status` and `resolution` are the far side's words.
    `ended_at`: nobody asks after it any more."""

    tenant_id: int
    id: UUID
    connector_id: UUID
    ticket_id: UUID
    case_id: UUID | None
    reference: str | None
    url: str | None
    status: str | None
    resolution: str | None
    said: list[str]
    hears_comments: bool
    made_by: UUID | None
    made_at: datetime
    seen_at: datetime | None
    ended_at: datetime | None


COLUMNS: Final = ", ".join(Link.__slots__)
WATCH: Final = """
INSERT INTO connector_watch (tenant_id, id, due_at, attempts)
VALUES ($1, $2, transaction_timestamp() + $3 * interval '1 minute', 0)
ON CONFLICT (tenant_id, id) DO UPDATE
SET due_at = least(connector_watch.due_at, excluded.due_at)
"""


async def make(act: Act, to: Connector, ticket_id: UUID, **words: Any) -> Link:
    """A new one; of a case at most one, and that which stands is given."""
    said = {
        "tenant_id": act.tenant_id,
        "id": ids.new(),
        "connector_id": to.id,
        "ticket_id": ticket_id,
        "hears_comments": True,
        "made_by": act.principal.person_id,
        "made_at": act.now,
        **words,
    }
    places = ", ".join(f"${place}" for place in range(1, len(said) + 1))
    row = await db.row(
        f"INSERT INTO connector_link ({', '.join(said)}) VALUES ({places}) "
        f"ON CONFLICT (tenant_id, case_id) DO UPDATE SET case_id = excluded.case_id "
        f"RETURNING {COLUMNS}",
        *said.values(),
    )
    assert row is not None, "INSERT ... RETURNING gives its row"  # noqa: S101
    return Link(**row)


async def held(act: Act, link_id: UUID) -> Link | None:
    """Locked, after its ticket."""
    row = await db.row(
        f"SELECT {COLUMNS} FROM connector_link WHERE tenant_id = $1 AND id = $2 FOR UPDATE",
        *(act.tenant_id, link_id),
    )
    return Link(**row) if row else None


async def one(act: Act, link_id: UUID) -> Link | None:
    """As it stands, not locked."""
    row = await db.row(
        f"SELECT {COLUMNS} FROM connector_link WHERE tenant_id = $1 AND id = $2",
        *(act.tenant_id, link_id),
    )
    return Link(**row) if row else None


async def of_case(act: Act, case_id: UUID) -> Link | None:
    row = await db.row(
        f"SELECT {COLUMNS} FROM connector_link WHERE tenant_id = $1 AND case_id = $2",
        *(act.tenant_id, case_id),
    )
    return Link(**row) if row else None


async def of_ticket(tenant: int, ticket_id: UUID) -> list[Link]:
    """Those of the ticket itself, not of its cases; oldest first."""
    rows = await db.rows(
        f"SELECT {COLUMNS} FROM connector_link WHERE tenant_id = $1 AND ticket_id = $2 "
        "AND case_id IS NULL ORDER BY id",
        *(tenant, ticket_id),
    )
    return [Link(**row) for row in rows]


async def write(found: Link, **columns: Any) -> None:
    keys = {"tenant_id": found.tenant_id, "id": found.id}
    await db.update("connector_link", keys, columns)


async def watch(tenant: int, to: Connector) -> None:
    """Have it looked after, where somebody has to."""
    if to.look_minutes is not None:
        await db.execute(WATCH, tenant, to.id, to.look_minutes)
