"""Time that is not posted yet, found at once and refused with a reason; pages that people raise."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T13:54:00:000101"
VERSION = "1.38.0"
DESCRIPTION = "desk: the team's board"


def statements(isolation: Isolation) -> list[str]:
    return [
        "ALTER TABLE time_entry ADD COLUMN refused_by uuid, ADD COLUMN refused_at timestamptz, "
        "ADD COLUMN refused_for text CHECK (length(refused_for) BETWEEN 1 AND 300)",
        "CREATE INDEX time_entry_unposted ON time_entry (happened_at, tenant_id, id) "
        "WHERE posted_at IS NULL",
        "CREATE INDEX time_entry_own ON time_entry (staff_id, happened_at)",
        "ALTER TABLE page DROP CONSTRAINT page_about_check",
        "ALTER TABLE page ADD CONSTRAINT page_about_check "
        "CHECK (about IN ('escalation', 'set_aside', 'by_hand'))",
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
