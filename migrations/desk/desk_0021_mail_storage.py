"""Mails and files are stored as they are: packing what is packed already takes a second for 25 MB
and saves nothing. How often somebody wrote lately, and what was decided long ago, is found fast."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T10:21:00:000121"
VERSION = "1.38.0"
DESCRIPTION = "desk: mail storage"


def statements(_: Isolation) -> list[str]:
    return [
        "CREATE INDEX inbound_mail_sender ON inbound_mail (tenant_id, sender, received_at) "
        "WHERE sender IS NOT NULL",
        "CREATE INDEX triage_mail_decided ON triage_mail (decided_at) WHERE decided_at IS NOT NULL",
        *_as_they_are(),
    ]


def _as_they_are() -> list[str]:
    return [
        f"ALTER TABLE {table} ALTER COLUMN {column} SET STORAGE EXTERNAL"
        for table, column in (("inbound_mail", "raw"), ("triage_mail", "raw"), ("file", "content"))
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
