"""A complaint and a plain question are tickets too, and may be promised something."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T12:33:00:000100"
VERSION = "1.38.0"
DESCRIPTION = "contracts: types of tickets"

TYPES = "'incident', 'service_request', 'change_request', 'problem', 'complaint', 'question'"
TABLES = ("target", "provider_target", "coherence_verdict", "clock")


def statements(_: Isolation) -> list[str]:
    return [
        f"ALTER TABLE {table} DROP CONSTRAINT {table}_ticket_type_check, "
        f"ADD CONSTRAINT {table}_ticket_type_check CHECK (ticket_type IN ({TYPES}))"
        for table in TABLES
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("contracts", ID, statements)
