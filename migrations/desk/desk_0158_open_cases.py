"""The way to what lies with a vendor."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T13:58:00:000104"
VERSION = "1.38.0"
DESCRIPTION = "desk: open cases"


def statements(isolation: Isolation) -> list[str]:
    return [
        "CREATE INDEX case_open ON vendor_case (vendor_id, opened_at) "
        "WHERE state IN ('opened', 'acknowledged', 'questioned', 'fixed')",
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
