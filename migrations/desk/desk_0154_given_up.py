"""What was set aside may be given up; a source's latest alerts are found at once."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T13:54:00:000100"
VERSION = "1.38.0"
DESCRIPTION = "desk: giving up what was set aside"


def statements(isolation: Isolation) -> list[str]:
    return [
        "ALTER TABLE hook_delivery DROP CONSTRAINT hook_delivery_state_check",
        "ALTER TABLE hook_delivery ADD CONSTRAINT hook_delivery_state_check CHECK "
        "(state IN ('waiting', 'applied', 'repeated', 'set_aside', 'given_up'))",
        "CREATE INDEX alert_latest ON alert (tenant_id, source_id, last_heard_at)",
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
