"""A month's documents and payments are found by their day."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T10:11:00:000111"
VERSION = "1.38.0"
DESCRIPTION = "billing: exports"

STATEMENTS = [
    "CREATE INDEX credit_note_issued ON credit_note (tenant_id, issued_on) WHERE state = 'issued'",
    "CREATE INDEX payment_received ON payment (tenant_id, received_on)",
]


def statements(_: Isolation) -> list[str]:
    return STATEMENTS


async def forwards() -> MigrationManager:
    return migrate.manager("billing", ID, statements)
