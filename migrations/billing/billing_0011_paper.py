"""Who sells and who buys, dated; rates of exchange; and what stood on a document besides its lines
on the day it was issued."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import APPEND, PERSON, TENANT, Isolation

ID = "2026-11-22T10:11:00:000011"
VERSION = "1.38.0"
DESCRIPTION = "billing: papers"

TABLES = (
    """
CREATE TABLE seller (
    id uuid PRIMARY KEY,
    starts_on date NOT NULL UNIQUE,
    details jsonb NOT NULL,
    set_at timestamptz NOT NULL
)""",
    """
CREATE TABLE buyer (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    starts_on date NOT NULL,
    details jsonb NOT NULL,
    set_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, starts_on)
)""",
    """
CREATE TABLE exchange_rate (
    base text NOT NULL CHECK (base ~ '^[A-Z]{3}$'),
    quote text NOT NULL CHECK (quote ~ '^[A-Z]{3}$' AND quote <> base),
    day date NOT NULL,
    value numeric(20, 10) NOT NULL CHECK (value > 0),
    source text NOT NULL CHECK (length(source) BETWEEN 1 AND 80),
    stated_at timestamptz NOT NULL,
    PRIMARY KEY (base, quote, day)
)""",
    """
CREATE TABLE letterhead (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('invoice', 'credit_note')),
    invoice_id uuid NOT NULL,
    body jsonb NOT NULL,
    pinned_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoice (tenant_id, id),
    CHECK ((kind = 'invoice') = (id = invoice_id))
)""",
)

# A client's finance people and admins: their own company's details, what stood on what was issued
# to them, and the usage behind it, but never what a vendor cost.
PAYS = f"""EXISTS (SELECT FROM member_role r WHERE r.tenant_id = {{table}}.tenant_id
    AND r.person_id = {PERSON} AND r.role IN ('client_admin', 'finance'))"""
OF_ISSUED = """EXISTS (SELECT FROM invoice i WHERE i.tenant_id = letterhead.tenant_id
    AND i.id = letterhead.invoice_id) AND (kind = 'invoice' OR EXISTS (
    SELECT FROM credit_note n WHERE n.tenant_id = letterhead.tenant_id AND n.id = letterhead.id))"""
OF_NOTE = """EXISTS (SELECT FROM credit_note n WHERE n.tenant_id = credit_note_line.tenant_id
    AND n.id = credit_note_line.credit_note_id)"""
BILLED = f"meter NOT IN ('vendor_cost', 'worked_minutes') AND {PAYS.format(table='usage_event')}"


def opened(isolation: Isolation, table: str, predicate: str) -> list[str]:
    """Open to members a table that an earlier migration closed to them."""
    name = isolation.role("member")
    return [
        f"GRANT SELECT ON {table} TO {name}",
        f"DROP POLICY IF EXISTS member ON {table}",
        f"CREATE POLICY member ON {table} FOR SELECT TO {name} USING ({TENANT} AND ({predicate}))",
    ]


def statements(isolation: Isolation) -> list[str]:
    return [
        *TABLES,
        *isolation.provider("seller"),
        *isolation.provider("exchange_rate"),
        *isolation.tenant("buyer", member=PAYS.format(table="buyer")),
        *isolation.tenant("letterhead", work=APPEND, member=OF_ISSUED),
        *opened(isolation, "credit_note_line", OF_NOTE),
        *opened(isolation, "usage_event", BILLED),
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("billing", ID, statements)
