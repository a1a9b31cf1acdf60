"""What waits to be decided is found without reading what was decided."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T13:52:00:000100"
VERSION = "1.38.0"
DESCRIPTION = "contracts: credits and recoveries that wait"

INDEXES = [
    "CREATE INDEX entitlement_waiting ON entitlement (tenant_id, due_at) "
    "WHERE state IN ('provisional', 'confirmed')",
    "CREATE INDEX recovery_waiting ON recovery (tenant_id, claim_by) "
    "WHERE state IN ('due', 'filed')",
]


def statements(isolation: Isolation) -> list[str]:
    return INDEXES


async def forwards() -> MigrationManager:
    return migrate.manager("contracts", ID, statements)
