"""Hours in which nobody of the provider's is mailed warnings."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T13:69:00:000100"
VERSION = "1.38.0"
DESCRIPTION = "desk: the house's quiet hours"

TABLE = """
CREATE TABLE house_quiet (
    is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    quiet_from time,
    quiet_to time,
    weekends boolean NOT NULL DEFAULT false,
    set_by uuid,
    set_at timestamptz NOT NULL,
    CHECK ((quiet_from IS NULL) = (quiet_to IS NULL))
)"""


def statements(isolation: Isolation) -> list[str]:
    return [TABLE, *isolation.provider("house_quiet")]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
