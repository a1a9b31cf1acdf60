"""What the provider calls its desk in mails."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T13:67:00:000100"
VERSION = "1.38.0"
DESCRIPTION = "tenants: the house's name"

TABLE = """
CREATE TABLE house (
    is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    set_by uuid,
    set_at timestamptz NOT NULL
)"""


def statements(isolation: Isolation) -> list[str]:
    return [TABLE, *isolation.provider("house")]


async def forwards() -> MigrationManager:
    return migrate.manager("tenants", ID, statements)
