"""Differences of all clients of one person, in the order in which they are listed."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T10:13:00:000413"
VERSION = "1.38.0"
DESCRIPTION = "billing: differences listed"


def statements(_: Isolation) -> list[str]:
    return [
        "CREATE INDEX payment_difference_listed ON payment_difference (state, id DESC, tenant_id)"
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("billing", ID, statements)
