"""What waits to be decided is found without reading what was decided."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T13:52:00:000101"
VERSION = "1.38.0"
DESCRIPTION = "billing: money that waits for a second person"

INDEXES = [
    "CREATE INDEX credit_note_waiting ON credit_note (tenant_id) WHERE state = 'proposed'",
    "CREATE INDEX debit_note_waiting ON debit_note (tenant_id) WHERE state = 'proposed'",
    "CREATE INDEX refund_waiting ON refund (tenant_id) WHERE state = 'proposed'",
    "CREATE INDEX payback_waiting ON payback (tenant_id) WHERE state = 'proposed'",
]


def statements(isolation: Isolation) -> list[str]:
    return INDEXES


async def forwards() -> MigrationManager:
    return migrate.manager("billing", ID, statements)
