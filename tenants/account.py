"""Who manages a client company's account."""

from __future__ import annotations

from dataclasses import dataclass

from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read


@dataclass(frozen=True, slots=True)
class Managed:
    tenant_id: int
    manager: str


@read("compliance.read", STAFF)
async def managers(act: Act) -> list[Managed]:
    """Of the clients the asker is assigned to, who has managed each longest; a client without an
    account manager is absent."""
    rows = await db.rows(
        "SELECT DISTINCT ON (a.tenant_id) a.tenant_id, s.name AS manager FROM account a "
        "JOIN staff s ON s.id = a.manager_id WHERE a.tenant_id = ANY ($1::int[]) "
        "ORDER BY a.tenant_id, a.since, s.id",
        list(act.principal.tenant_ids),
    )
    return [Managed(**row) for row in rows]
