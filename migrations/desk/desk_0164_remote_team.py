"""Which team uses a tool for remote support, where not everybody does; which template a ticket's
tasks came from; one's snoozed tickets, found at once."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T13:64:00:000104"
VERSION = "1.38.0"
DESCRIPTION = "desk: teams of remote tools, templates of tasks, snoozed tickets"


def statements(isolation: Isolation) -> list[str]:
    return [
        "ALTER TABLE remote_tool ADD COLUMN team_id uuid REFERENCES team (id)",
        "ALTER TABLE task ADD COLUMN template text",
        "CREATE INDEX ticket_mark_asleep ON ticket_mark (staff_id, snoozed_until) "
        "WHERE snoozed_until IS NOT NULL",
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
