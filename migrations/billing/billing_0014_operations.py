"""Invoices of their own for what is charged within a period, and who reviewed a draft."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T10:14:00:000514"
VERSION = "1.38.0"
DESCRIPTION = "billing: operations"

STATEMENTS = [
    # an invoice without a subscription is of an operation: it is outside the periods
    """
ALTER TABLE invoice
    ALTER COLUMN subscription_id DROP NOT NULL,
    ADD COLUMN reviewed_by uuid,
    ADD COLUMN reviewed_at timestamptz,
    ADD COLUMN reviewed_hash text,
    ADD CONSTRAINT invoice_review_check CHECK (
        (reviewed_by IS NULL) = (reviewed_hash IS NULL)
        AND (reviewed_by IS NULL) = (reviewed_at IS NULL))""",
    "CREATE INDEX invoice_list ON invoice (tenant_id, period_start DESC, id DESC)",
]


def statements(_: Isolation) -> list[str]:
    return STATEMENTS


async def forwards() -> MigrationManager:
    return migrate.manager("billing", ID, statements)
