"""A client may be on a plan in each of several currencies."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T10:14:00:000714"
VERSION = "1.38.0"
DESCRIPTION = "billing: currencies"

STATEMENTS = [
    "ALTER TABLE subscription DROP CONSTRAINT subscription_tenant_id_starts_on_key",
    "ALTER TABLE subscription ADD CONSTRAINT subscription_starts_key "
    "UNIQUE (tenant_id, currency, starts_on)",
]


def statements(_: Isolation) -> list[str]:
    return STATEMENTS


async def forwards() -> MigrationManager:
    return migrate.manager("billing", ID, statements)
