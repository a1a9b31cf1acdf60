"""Which files of a client are taken, by how their names end."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-23T13:83:00:000101"
VERSION = "1.38.0"
DESCRIPTION = "desk: kinds of files by client"


def statements(_: Isolation) -> list[str]:
    return [
        "ALTER TABLE upload_terms ADD COLUMN endings text NOT NULL DEFAULT '' "
        "CHECK (length(endings) <= 1100)",
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
