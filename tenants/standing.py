"""Whether a client's account is in good standing: what billing says of it, for rooms above to show.

It holds no amount, so that whoever works for the client may read it. It stops nothing by itself:
a P1 is worked whatever is owed (PRACTICE 35).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read


@dataclass(frozen=True, slots=True)
class Standing:
    """`overdue_since`: the day since which something is overdue; None in good standing."""

    tenant_id: int
    overdue_since: date | None


@read("ticket.read", STAFF)
async def of_tenant(act: Act, tenant: int) -> Standing:
    """Raises NotFound for a client the asker is not assigned to."""
    if tenant not in act.principal.tenant_ids:
        raise NotFound
    found = await db.value(
        "SELECT overdue_since FROM account_standing WHERE tenant_id = $1", tenant
    )
    return Standing(tenant, found)


@read("ticket.read", STAFF)
async def overdue(act: Act) -> list[Standing]:
    """Of the asker's clients, those that are overdue, the longest first."""
    rows = await db.rows(
        "SELECT tenant_id, overdue_since FROM account_standing "
        "WHERE tenant_id = ANY ($1::int[]) AND overdue_since IS NOT NULL "
        "ORDER BY overdue_since, tenant_id",
        list(act.principal.tenant_ids),
    )
    return [Standing(**row) for row in rows]


async def mark(act: Act, overdue_since: date | None) -> None:
    """Say it anew; the same again changes nothing."""
    await db.execute(
        "INSERT INTO account_standing (tenant_id, overdue_since, changed_at) VALUES ($1, $2, $3) "
        "ON CONFLICT (tenant_id) DO UPDATE SET overdue_since = excluded.overdue_since, "
        "changed_at = excluded.changed_at "
        "WHERE account_standing.overdue_since IS DISTINCT FROM excluded.overdue_since",
        *(act.tenant_id, overdue_since, act.now),
    )
