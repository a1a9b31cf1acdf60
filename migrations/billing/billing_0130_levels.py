"""What was last said of a level is found by an index, however long the ledger grows: entries of the
same dimensions have the same `alike`."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T12:30:00:000106"
VERSION = "1.38.0"
DESCRIPTION = "billing: levels by index"


def statements(isolation: Isolation) -> list[str]:
    return [
        "ALTER TABLE usage_event ADD COLUMN alike text NOT NULL "
        "GENERATED ALWAYS AS (md5(dimensions::text)) STORED",
        "CREATE INDEX usage_level ON usage_event (tenant_id, meter, alike, happened_at)",
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("billing", ID, statements)
