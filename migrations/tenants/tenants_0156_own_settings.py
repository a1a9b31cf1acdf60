"""How people of clients want to be told: by mail or not, when not, and gathered."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T13:56:00:000100"
VERSION = "1.38.0"
DESCRIPTION = "tenants: how members want to be told"


def statements(_: Isolation) -> list[str]:
    return [
        "ALTER TABLE person ADD COLUMN by_mail boolean NOT NULL DEFAULT true",
        "ALTER TABLE person ADD COLUMN quiet_from time",
        "ALTER TABLE person ADD COLUMN quiet_to time",
        "ALTER TABLE person ADD COLUMN digest_minutes int NOT NULL DEFAULT 0 "
        "CHECK (digest_minutes BETWEEN 0 AND 1440)",
        "ALTER TABLE person ADD CONSTRAINT person_quiet "
        "CHECK ((quiet_from IS NULL) = (quiet_to IS NULL))",
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("tenants", ID, statements)
