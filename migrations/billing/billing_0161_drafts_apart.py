"""Drafts of what is invoiced apart from a period, found without reading what was issued."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T13:61:00:000101"
VERSION = "1.38.0"
DESCRIPTION = "billing: drafts apart"


def statements(_: Isolation) -> list[str]:
    return [
        "CREATE INDEX invoice_draft_apart ON invoice (tenant_id, id) "
        "WHERE state = 'draft' AND subscription_id IS NULL"
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("billing", ID, statements)
