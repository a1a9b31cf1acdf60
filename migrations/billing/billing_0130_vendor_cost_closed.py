"""What a vendor cost and who worked is closed to members in the database, whatever is asked: the
ledger whole, and of lines and letterheads the columns that say it. What a client reads instead is
generated beside them (PRACTICE 1)."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T12:30:00:000101"
VERSION = "1.38.0"
DESCRIPTION = "billing: vendor cost closed to members"

# A line over money passes on what we paid: one of it, by no group, with nothing included.
SHOWN = """CASE WHEN unit = 'money' THEN
    jsonb_set(body, '{source}', CASE jsonb_typeof(body -> 'source')
        WHEN 'object' THEN (body -> 'source') - 'group' ELSE body -> 'source' END)
    || '{"quantity": "1", "included": "0", "prepaid": "0"}'::jsonb
ELSE body END"""
LINE = f"""
ALTER TABLE invoice_line
    ADD COLUMN shown_quantity numeric NOT NULL
        GENERATED ALWAYS AS (CASE WHEN unit = 'money' THEN 1 ELSE quantity END) STORED,
    ADD COLUMN shown jsonb GENERATED ALWAYS AS ({SHOWN}) STORED"""
# Which entries stand behind a line names vendors and tiers.
LETTERHEAD = """
ALTER TABLE letterhead ADD COLUMN shown jsonb GENERATED ALWAYS AS (body - 'behind') STORED"""
LINE_COLUMNS = (
    "tenant_id, invoice_id, ordinal, description, unit, net, tax_rate, tax_code, period_start, "
    "shown_quantity, shown"
)
LETTERHEAD_COLUMNS = "tenant_id, id, kind, invoice_id, shown"


def statements(isolation: Isolation) -> list[str]:
    member = isolation.role("member")
    return [
        LINE,
        LETTERHEAD,
        "DROP POLICY member ON usage_event",
        *(
            f"REVOKE SELECT ON {table} FROM {member}"
            for table in ("usage_event", "invoice_line", "letterhead")
        ),
        f"GRANT SELECT ({LINE_COLUMNS}) ON invoice_line TO {member}",
        f"GRANT SELECT ({LETTERHEAD_COLUMNS}) ON letterhead TO {member}",
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("billing", ID, statements)
