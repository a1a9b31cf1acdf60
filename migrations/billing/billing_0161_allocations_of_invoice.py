"""Which transfers pay an invoice, found by the invoice."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T13:61:00:000100"
VERSION = "1.38.0"
DESCRIPTION = "billing: allocations of an invoice"


def statements(_: Isolation) -> list[str]:
    return ["CREATE INDEX bank_allocation_invoice ON bank_allocation (tenant_id, invoice_id)"]


async def forwards() -> MigrationManager:
    return migrate.manager("billing", ID, statements)
