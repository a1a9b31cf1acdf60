"""Tickets that are complaints or plain questions, and how far one is by the words of its type."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T12:33:00:000101"
VERSION = "1.38.0"
DESCRIPTION = "desk: types of tickets"

TYPES = "'incident', 'service_request', 'change_request', 'problem', 'complaint', 'question'"


def statements(_: Isolation) -> list[str]:
    return [
        *(
            f"ALTER TABLE {table} DROP CONSTRAINT {table}_type_check, "
            f"ADD CONSTRAINT {table}_type_check CHECK (type IN ({TYPES}))"
            for table in ("ticket", "assignment_rule")
        ),
        "ALTER TABLE ticket ADD COLUMN stage text CHECK (length(stage) BETWEEN 1 AND 40)",
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
