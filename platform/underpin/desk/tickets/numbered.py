"""The numbers of tickets that something else names by their ids."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from underpin.kernel import db


async def of(tenant: int, tickets: Collection[UUID]) -> Mapping[UUID, int]:
    """A client's; what is none of its tickets is left out."""
    rows = await db.rows(
        "SELECT id, number FROM ticket WHERE tenant_id = $1 AND id = ANY ($2::uuid[])",
        *(tenant, list(tickets)),
    )
    return {row["id"]: row["number"] for row in rows}
