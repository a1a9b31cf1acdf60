"""Plans whose prices the provider shows to clients before they ask."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T13:70:00:000100"
VERSION = "1.38.0"
DESCRIPTION = "billing: plans shown to clients"


def statements(_: Isolation) -> list[str]:
    return [
        """
ALTER TABLE plan ADD COLUMN offered_by uuid,
    ADD COLUMN offered_at timestamptz CHECK ((offered_at IS NULL) = (offered_by IS NULL))"""
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("billing", ID, statements)
