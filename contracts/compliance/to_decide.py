"""Credits due and recoveries of all clients of whoever asks: what waits for somebody to decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from contracts.compliance.entitlements import entitlement_rows
from contracts.compliance.entitlements.entitlement_rows import Entitlement
from contracts.compliance.recoveries import recovery
from contracts.compliance.recoveries.recovery import Recovery
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

MOST: Final = 200


@dataclass(frozen=True, slots=True)
class DueCredit:
    """`client` is its key. `judged`: the asker is judged on that client's margin, and decides none
    of its credits."""

    client: str
    due: Entitlement
    judged: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    client: str
    vendor: str
    recovery: Recovery


CREDITS: Final = f"""
SELECT t.key AS client, {entitlement_rows.COLUMNS}, EXISTS (
    SELECT FROM account a WHERE a.tenant_id = e.tenant_id AND a.manager_id = $2) AS judged
FROM entitlement e JOIN tenant t ON t.id = e.tenant_id
JOIN compliance_period p ON p.tenant_id = e.tenant_id AND p.id = e.period_id
WHERE e.tenant_id = ANY ($1::int[])
"""
CLAIMS: Final = f"""
SELECT t.key AS client, v.name AS vendor, {recovery.COLUMNS}
FROM recovery r JOIN tenant t ON t.id = r.tenant_id JOIN vendor v ON v.id = r.vendor_id
JOIN compliance_period p ON p.tenant_id = r.tenant_id AND p.id = r.period_id
WHERE r.tenant_id = ANY ($1::int[])
"""


@read("entitlement.read", STAFF)
async def entitlements(act: Act, tenant: int | None = None) -> list[DueCredit]:
    """Those that wait to be decided or paid, the longest waiting first; of one client all, newest
    first. Two hundred at most."""
    of_all = "AND e.state IN ('provisional', 'confirmed') ORDER BY e.due_at, e.id"
    which = of_all if tenant is None else "ORDER BY e.id DESC"
    rows = await _rows(act, CREDITS, which, tenant, act.person_id)
    return [
        DueCredit(row.pop("client"), judged=row.pop("judged"), due=Entitlement(**row))
        for row in rows
    ]


@read("recovery.read", STAFF)
async def claims(act: Act, tenant: int | None = None) -> list[Claim]:
    """Those that wait to be filed or answered, the nearest deadline first; of one client all,
    newest first. Two hundred at most."""
    of_all = "AND r.state IN ('due', 'filed') ORDER BY r.claim_by NULLS LAST, r.id"
    rows = await _rows(act, CLAIMS, of_all if tenant is None else "ORDER BY r.id DESC", tenant)
    return [Claim(row.pop("client"), row.pop("vendor"), Recovery(**row)) for row in rows]


async def _rows(
    act: Act, asked: str, which: str, tenant: int | None, *words: object
) -> list[db.Row]:
    whose = list(act.principal.tenant_ids) if tenant is None else [tenant]
    return [dict(row) for row in await db.rows(f"{asked} {which} LIMIT {MOST}", whose, *words)]
