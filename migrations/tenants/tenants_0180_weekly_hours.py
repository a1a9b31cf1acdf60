"""How long one of the staff works in a week."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T13:80:00:000100"
VERSION = "1.38.0"
DESCRIPTION = "tenants: weekly hours of staff"


def statements(isolation: Isolation) -> list[str]:
    return [
        "ALTER TABLE staff ADD COLUMN weekly_minutes int NOT NULL DEFAULT 2400 "
        "CHECK (weekly_minutes BETWEEN 0 AND 10080)"
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("tenants", ID, statements)
