"""Since when a ticket is in a major incident by the installation's own time: what is approved is
approved by it, and a client may live at another."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-23T13:89:00:000100"
VERSION = "1.38.0"
DESCRIPTION = "desk: who had joined a major incident when an update was approved"


def statements(_: Isolation) -> list[str]:
    return ["ALTER TABLE major_ticket ADD COLUMN in_since timestamptz"]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
