"""Whether a ticket was the client's own matter, or spam, a duplicate or our own fault."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T10:15:00:000115"
VERSION = "1.38.0"
DESCRIPTION = "desk: verdicts"

STATEMENTS = [
    """
ALTER TABLE ticket ADD COLUMN verdict text NOT NULL DEFAULT 'genuine'
    CHECK (verdict IN ('genuine', 'spam', 'duplicate', 'own_fault'))"""
]


def statements(_: Isolation) -> list[str]:
    return STATEMENTS


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
