"""How much of a reply's files goes with its mails."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T13:56:00:000103"
VERSION = "1.38.0"
DESCRIPTION = "desk: files in mails"


def statements(_: Isolation) -> list[str]:
    return [
        "ALTER TABLE upload_terms ADD COLUMN mail_megabytes int NOT NULL DEFAULT 10 "
        "CHECK (mail_megabytes BETWEEN 0 AND 20)",
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
