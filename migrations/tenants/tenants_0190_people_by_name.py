"""A client's people by name: whoever takes a ticket down for one of them looks through these."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-23T13:90:00:000100"
VERSION = "1.38.0"
DESCRIPTION = "tenants: people by name"


def statements(_: Isolation) -> list[str]:
    return [
        "CREATE INDEX person_by_name ON person (tenant_id, name, id) "
        "WHERE state IN ('active', 'invited')"
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("tenants", ID, statements)
