"""A client's open tickets in the list's order, and the tickets of a number, the newest first.

A bigint, so that only who asks for a number in all clients has a use for it.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T13:71:00:000100"
VERSION = "1.38.0"
DESCRIPTION = "desk: found at once"

INDEXES = (
    "CREATE INDEX ticket_client_rank ON ticket (tenant_id, (priority <> 'P1'), next_due, id) "
    "WHERE live",
    "CREATE INDEX ticket_number ON ticket ((number::bigint), raised_at DESC, tenant_id)",
)


def statements(_: Isolation) -> list[str]:
    return list(INDEXES)


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
