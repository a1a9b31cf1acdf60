"""Finalised invoices with what they booked, credit notes, payments, and the cut of the ledger."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import APPEND, PERSON, Isolation

ID = "2026-11-22T07:05:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "billing: documents"

# Of a cut are the entries stored while it was open; closing one waits for those being stored.
CUT = (
    """
CREATE TABLE ledger_cut (
    tenant_id int PRIMARY KEY REFERENCES tenant (id),
    number int NOT NULL CHECK (number > 0)
)""",
    "ALTER TABLE usage_event ADD COLUMN cut int NOT NULL DEFAULT 1 CHECK (cut > 0)",
    "CREATE INDEX usage_cut ON usage_event (tenant_id, cut, happened_at)",
)

INVOICE = (
    "ALTER TABLE subscription ADD COLUMN payment_days int NOT NULL DEFAULT 30 "
    "CHECK (payment_days BETWEEN 0 AND 365)",
    "ALTER TABLE invoice DROP CONSTRAINT invoice_state_check",
    """
ALTER TABLE invoice
    ADD CONSTRAINT invoice_state_check CHECK (state IN ('draft', 'final')),
    ADD COLUMN cut int NOT NULL DEFAULT 1,
    ADD COLUMN plan text NOT NULL DEFAULT '',
    ADD COLUMN number text,
    ADD COLUMN issued_on date,
    ADD COLUMN due_on date,
    ADD COLUMN finalised_at timestamptz,
    ADD COLUMN finalised_by uuid,
    ADD CONSTRAINT invoice_final_check CHECK (
        (state = 'final') = (number IS NOT NULL AND issued_on IS NOT NULL AND due_on IS NOT NULL
                             AND finalised_at IS NOT NULL)),
    ADD CONSTRAINT invoice_number_key UNIQUE (tenant_id, number)""",
    "CREATE INDEX invoice_issued ON invoice (tenant_id, issued_on, number) WHERE state = 'final'",
    """
ALTER TABLE invoice_line
    ADD COLUMN tax_code text NOT NULL DEFAULT 'S',
    ADD COLUMN period_start date""",
    """
CREATE TABLE invoice_tax (
    tenant_id int NOT NULL,
    invoice_id uuid NOT NULL,
    code text NOT NULL,
    percent numeric(7, 4) NOT NULL,
    base numeric(20, 6) NOT NULL,
    tax numeric(20, 6) NOT NULL,
    wording text NOT NULL,
    exemption text NOT NULL,
    PRIMARY KEY (tenant_id, invoice_id, code, percent),
    FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoice (tenant_id, id)
)""",
    """
CREATE TABLE invoice_series (
    tenant_id int NOT NULL REFERENCES tenant (id),
    kind text NOT NULL CHECK (kind IN ('invoice', 'credit_note')),
    year int NOT NULL,
    last int NOT NULL CHECK (last > 0),
    PRIMARY KEY (tenant_id, kind, year)
)""",
    """
CREATE TABLE extra_line (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('one_off', 'service_credit', 'adjustment')),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    quantity numeric(20, 6) NOT NULL,
    price numeric(20, 6) NOT NULL,
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    tax_class text NOT NULL,
    on_day date NOT NULL,
    added_by uuid,
    added_at timestamptz NOT NULL,
    invoice_id uuid,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoice (tenant_id, id)
)""",
    "CREATE INDEX extra_waiting ON extra_line (tenant_id, on_day) WHERE invoice_id IS NULL",
)

BOOKED = (
    """
CREATE TABLE booking (
    tenant_id int NOT NULL,
    document_id uuid NOT NULL,
    key_hash text NOT NULL,
    subscription_id uuid NOT NULL,
    period_start date NOT NULL,
    key jsonb NOT NULL,
    net numeric(20, 6) NOT NULL,
    name text NOT NULL,
    days_start date NOT NULL,
    days_end date NOT NULL CHECK (days_end > days_start),
    tax_class text NOT NULL,
    booked_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, document_id, key_hash),
    FOREIGN KEY (tenant_id, subscription_id) REFERENCES subscription (tenant_id, id)
)""",
    "CREATE INDEX booking_period ON booking (tenant_id, subscription_id, period_start)",
)

SETTLED = (
    """
CREATE TABLE credit_note (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    invoice_id uuid NOT NULL,
    state text NOT NULL CHECK (state IN ('proposed', 'issued', 'refused')),
    is_correction boolean NOT NULL,
    reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 2000),
    number text,
    net numeric(20, 6) NOT NULL,
    tax numeric(20, 6) NOT NULL,
    gross numeric(20, 6) NOT NULL CHECK (gross = net + tax),
    proposed_by uuid NOT NULL,
    proposed_at timestamptz NOT NULL,
    decided_by uuid CHECK (decided_by <> proposed_by),
    decided_at timestamptz,
    refusal text,
    issued_on date,
    cut int,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, number),
    FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoice (tenant_id, id),
    CHECK ((state = 'issued') = (number IS NOT NULL AND issued_on IS NOT NULL AND cut IS NOT NULL)),
    CHECK ((state = 'proposed') = (decided_by IS NULL)),
    CHECK ((state = 'refused') = (refusal IS NOT NULL))
)""",
    "CREATE INDEX credit_note_invoice ON credit_note (tenant_id, invoice_id)",
    """
CREATE TABLE credit_note_line (
    tenant_id int NOT NULL,
    credit_note_id uuid NOT NULL,
    ordinal int NOT NULL,
    net numeric(20, 6) NOT NULL CHECK (net <> 0),
    PRIMARY KEY (tenant_id, credit_note_id, ordinal),
    FOREIGN KEY (tenant_id, credit_note_id) REFERENCES credit_note (tenant_id, id)
)""",
    """
CREATE TABLE payment (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    invoice_id uuid NOT NULL,
    method text NOT NULL CHECK (method IN ('bank_transfer')),
    amount numeric(20, 6) NOT NULL CHECK (amount <> 0),
    received_on date NOT NULL,
    reference text NOT NULL CHECK (length(reference) <= 200),
    recorded_by uuid NOT NULL,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoice (tenant_id, id)
)""",
    "CREATE INDEX payment_invoice ON payment (tenant_id, invoice_id)",
)

# What is final stands: no role, and no later release by mistake, changes it.
FINAL = (
    """
CREATE FUNCTION refuse_change_of_final() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a final document is corrected by a credit note, never changed'
        USING ERRCODE = 'restrict_violation';
END $$""",
    """
CREATE TRIGGER invoice_is_final BEFORE UPDATE OR DELETE ON invoice FOR EACH ROW
WHEN (OLD.state = 'final') EXECUTE FUNCTION refuse_change_of_final()""",
    """
CREATE FUNCTION refuse_part_of_final() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE part record;
BEGIN
    part := coalesce(NEW, OLD);
    IF EXISTS (SELECT FROM invoice i WHERE i.tenant_id = part.tenant_id
               AND i.id = part.invoice_id AND i.state = 'final') THEN
        RAISE EXCEPTION 'a final document is corrected by a credit note, never changed'
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN part;
END $$""",
    """
CREATE TRIGGER invoice_line_of_final BEFORE INSERT OR UPDATE OR DELETE ON invoice_line
FOR EACH ROW EXECUTE FUNCTION refuse_part_of_final()""",
    """
CREATE TRIGGER invoice_tax_of_final BEFORE INSERT OR UPDATE OR DELETE ON invoice_tax
FOR EACH ROW EXECUTE FUNCTION refuse_part_of_final()""",
)

# A client's finance people and admins read what was issued; a draft or a proposal nobody there.
PAYS = f"""EXISTS (SELECT FROM member_role r WHERE r.tenant_id = {{table}}.tenant_id
    AND r.person_id = {PERSON} AND r.role IN ('client_admin', 'finance'))"""
OF_ISSUED = """EXISTS (SELECT FROM invoice i WHERE i.tenant_id = {table}.tenant_id
    AND i.id = {table}.invoice_id)"""


def opened(isolation: Isolation, table: str, predicate: str) -> list[str]:
    """Open to members a table that an earlier migration closed to them."""
    name = isolation.role("member")
    own = "tenant_id = current_setting('underpin.tenant')::int"
    return [
        f"GRANT SELECT ON {table} TO {name}",
        f"CREATE POLICY member ON {table} FOR SELECT TO {name} USING ({own} AND ({predicate}))",
    ]


def statements(isolation: Isolation) -> list[str]:
    seen = {table: OF_ISSUED.format(table=table) for table in ("invoice_tax", "payment")}
    issued = f"state = 'issued' AND {PAYS.format(table='credit_note')}"
    return [
        *CUT,
        *INVOICE,
        *BOOKED,
        *SETTLED,
        *FINAL,
        *isolation.tenant("ledger_cut", staff=False),
        *isolation.tenant("invoice_tax", member=seen["invoice_tax"]),
        *isolation.tenant("invoice_series", staff=False),
        *isolation.tenant("extra_line"),
        *isolation.tenant("booking", work=APPEND),
        *isolation.tenant("credit_note", member=issued),
        *isolation.tenant("credit_note_line"),
        *isolation.tenant("payment", work=APPEND, member=seen["payment"]),
        *opened(isolation, "invoice", f"state = 'final' AND {PAYS.format(table='invoice')}"),
        *opened(isolation, "invoice_line", OF_ISSUED.format(table="invoice_line")),
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("billing", ID, statements)
