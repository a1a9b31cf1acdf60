"""Whether one of the staff wants mails besides the bell."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T13:56:00:000101"
VERSION = "1.38.0"
DESCRIPTION = "desk: how staff want to be told"


def statements(_: Isolation) -> list[str]:
    return ["ALTER TABLE notice_setting ADD COLUMN by_mail boolean NOT NULL DEFAULT true"]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
