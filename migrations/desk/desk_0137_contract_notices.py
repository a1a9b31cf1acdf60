"""What contracts say of themselves, gathered for those who manage them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T12:37:00:000103"
VERSION = "1.38.0"
DESCRIPTION = "desk: notices of contracts"


def statements(_: Isolation) -> list[str]:
    return [
        "ALTER TABLE warning ALTER COLUMN ticket_id DROP NOT NULL",
        "ALTER TABLE warning ADD COLUMN said jsonb",
        "ALTER TABLE warning ADD CONSTRAINT warning_about "
        "CHECK ((ticket_id IS NULL) = (said IS NOT NULL))",
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
