"""Which verdict on a ticket, by its event's place, was heard last for compliance."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T12:30:00:000103"
VERSION = "1.38.0"
DESCRIPTION = "contracts: verdicts heard for compliance"


def statements(isolation: Isolation) -> list[str]:
    return ["ALTER TABLE counted_ticket ADD COLUMN judged_at_position int"]


async def forwards() -> MigrationManager:
    return migrate.manager("contracts", ID, statements)
