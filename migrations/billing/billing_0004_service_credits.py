"""Credit notes that settle what a client was due under its SLA."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T07:05:00:000003"
VERSION = "1.38.0"
DESCRIPTION = "billing: service credits"

STATEMENTS = [
    """
ALTER TABLE credit_note ADD COLUMN entitlement_id uuid,
    ADD FOREIGN KEY (tenant_id, entitlement_id) REFERENCES entitlement (tenant_id, id)""",
    # one that was refused may be proposed again
    "CREATE UNIQUE INDEX credit_note_entitlement ON credit_note (tenant_id, entitlement_id) "
    "WHERE state <> 'refused'",
]


def statements(_: Isolation) -> list[str]:
    return STATEMENTS


async def forwards() -> MigrationManager:
    return migrate.manager("billing", ID, statements)
