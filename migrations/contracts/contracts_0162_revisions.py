"""A draft counts how often it was written, so that nobody overwrites what they have not seen."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T13:62:00:000100"
VERSION = "1.38.0"
DESCRIPTION = "contracts: revisions of drafts"

DRAFTED = ("agreement_version", "provider_agreement_version", "template_version")


def statements(isolation: Isolation) -> list[str]:
    return [f"ALTER TABLE {table} ADD COLUMN revision int NOT NULL DEFAULT 1" for table in DRAFTED]


async def forwards() -> MigrationManager:
    return migrate.manager("contracts", ID, statements)
