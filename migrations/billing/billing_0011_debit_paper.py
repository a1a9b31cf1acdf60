"""A debit note has a letterhead too, and no invoice. Runs after the one that adds debit notes."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import TENANT, Isolation

ID = "2026-11-22T11:11:00:000011"
VERSION = "1.38.0"
DESCRIPTION = "billing: debit notes on paper"

LETTERHEAD = """
ALTER TABLE letterhead
    ALTER COLUMN invoice_id DROP NOT NULL,
    DROP CONSTRAINT letterhead_kind_check,
    ADD CONSTRAINT letterhead_kind_check CHECK (kind IN ('invoice', 'credit_note', 'debit_note')),
    ADD CONSTRAINT letterhead_invoice_check CHECK ((kind = 'debit_note') = (invoice_id IS NULL))"""

# Whoever may see the document.
SEEN = """CASE kind
    WHEN 'invoice' THEN EXISTS (SELECT FROM invoice i
        WHERE i.tenant_id = letterhead.tenant_id AND i.id = letterhead.id)
    WHEN 'credit_note' THEN EXISTS (SELECT FROM credit_note n
        WHERE n.tenant_id = letterhead.tenant_id AND n.id = letterhead.id)
    ELSE EXISTS (SELECT FROM debit_note d
        WHERE d.tenant_id = letterhead.tenant_id AND d.id = letterhead.id) END"""


def statements(isolation: Isolation) -> list[str]:
    member = isolation.role("member")
    return [
        LETTERHEAD,
        "DROP POLICY member ON letterhead",
        f"CREATE POLICY member ON letterhead FOR SELECT TO {member} USING ({TENANT} AND ({SEEN}))",
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("billing", ID, statements)
