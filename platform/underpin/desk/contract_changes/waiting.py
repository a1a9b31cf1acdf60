"""What a client wished for in their contract and is not in any draft yet, for who keeps it."""

from __future__ import annotations

from underpin.desk.contract_changes.contract_change import COLUMNS, AskedBefore, ContractChange
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

MOST = 50
WAITING = f"""
SELECT {COLUMNS}, t.number, t.subject FROM contract_change k
JOIN ticket t ON t.tenant_id = k.tenant_id AND t.id = k.ticket_id
WHERE k.tenant_id = $1 AND k.state <> 'handed_over' AND t.state NOT IN ('resolved', 'closed')
ORDER BY t.number DESC LIMIT {MOST}
"""


@read("contract.write", STAFF)
async def of_tenant(act: Act, tenant: int) -> list[AskedBefore]:
    """The newest first."""
    names = ContractChange.__slots__
    return [
        AskedBefore(
            ContractChange(**{name: row[name] for name in names}), row["number"], row["subject"]
        )
        for row in await db.rows(WAITING, tenant)
    ]
