"""The provider's own words of reminders and of the line for their fee, by language."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T12:30:00:000104"
VERSION = "1.38.0"
DESCRIPTION = "billing: wordings of reminders"

TABLE = """
CREATE TABLE reminder_wording (
    language text PRIMARY KEY CHECK (language IN ('en', 'pl', 'zh', 'ar')),
    words jsonb NOT NULL,
    set_by uuid,
    set_at timestamptz NOT NULL
)"""


def statements(isolation: Isolation) -> list[str]:
    return [TABLE, *isolation.provider("reminder_wording")]


async def forwards() -> MigrationManager:
    return migrate.manager("billing", ID, statements)
