"""Timers that page are fired before all others that are due."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T07:09:00:000031"
VERSION = "1.38.0"
DESCRIPTION = "kernel: pages first"


def statements(_: Isolation) -> list[str]:
    return [
        "ALTER TABLE timer DROP CONSTRAINT timer_lane_check",
        "ALTER TABLE timer ADD CONSTRAINT timer_lane_check "
        "CHECK (lane IN ('page', 'alarm', 'mail', 'webhook', 'bulk'))",
        "CREATE INDEX timer_page ON timer (tenant_id, due_at) "
        "WHERE lane = 'page' AND parked_at IS NULL",
        "CREATE INDEX timer_page_due ON timer (due_at) "
        "WHERE lane = 'page' AND parked_at IS NULL AND NOT simulated",
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("kernel", ID, statements)
