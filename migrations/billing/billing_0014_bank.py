"""The provider's bank accounts and what came in on them; what of it is whose; clients' credit."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import APPEND, PERSON, Isolation

ID = "2026-11-22T10:14:00:000114"
VERSION = "1.38.0"
DESCRIPTION = "billing: bank statements"

BANK = (
    """
CREATE TABLE bank_account (
    id uuid PRIMARY KEY,
    name text NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 100),
    iban text NOT NULL CHECK (length(iban) <= 34),
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    mapping jsonb,
    opened_at timestamptz NOT NULL
)""",
    "CREATE UNIQUE INDEX bank_account_iban ON bank_account (iban, currency) WHERE iban <> ''",
    """
CREATE TABLE bank_statement (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES bank_account (id),
    form text NOT NULL CHECK (form IN ('csv', 'camt.053')),
    sha256 text NOT NULL,
    entries int NOT NULL,
    added int NOT NULL CHECK (added BETWEEN 0 AND entries),
    imported_by uuid NOT NULL,
    imported_at timestamptz NOT NULL
)""",
    "CREATE INDEX bank_statement_account ON bank_statement (account_id, id)",
    """
CREATE TABLE bank_entry (
    id uuid PRIMARY KEY,
    account_id uuid NOT NULL REFERENCES bank_account (id),
    entry_key text NOT NULL,
    statement_id uuid NOT NULL REFERENCES bank_statement (id),
    booked_on date NOT NULL,
    valued_on date,
    amount numeric(20, 6) NOT NULL CHECK (amount <> 0),
    currency text NOT NULL,
    payer text NOT NULL,
    iban text NOT NULL,
    remittance text NOT NULL,
    reference text NOT NULL,
    end_to_end text NOT NULL,
    is_reversal boolean NOT NULL,
    state text NOT NULL CHECK (state IN
        ('open', 'settled', 'not_ours', 'refund_due', 'refunded', 'outgoing', 'reversed')),
    allocated numeric(20, 6) NOT NULL DEFAULT 0
        CHECK (allocated = 0 OR allocated BETWEEN 0 AND amount),
    why text NOT NULL DEFAULT '',
    resolved_by uuid,
    resolved_at timestamptz,
    UNIQUE (account_id, entry_key),
    CHECK (state <> 'settled' OR is_reversal OR allocated = amount),
    CHECK (state IN ('open', 'settled') OR allocated = 0)
)""",
    "CREATE INDEX bank_entry_state ON bank_entry (state, id)",
    "CREATE INDEX bank_entry_reversed ON bank_entry (account_id, amount, id)",
)

OURS = (
    """
CREATE TABLE client_balance (
    tenant_id int NOT NULL REFERENCES tenant (id),
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    amount numeric(20, 6) NOT NULL CHECK (amount >= 0),
    PRIMARY KEY (tenant_id, currency)
)""",
    """
CREATE TABLE payback (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    currency text NOT NULL,
    amount numeric(20, 6) NOT NULL CHECK (amount > 0),
    reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 2000),
    state text NOT NULL CHECK (state IN ('proposed', 'approved', 'refused')),
    proposed_by uuid NOT NULL,
    proposed_at timestamptz NOT NULL,
    decided_by uuid CHECK (decided_by <> proposed_by),
    decided_at timestamptz,
    PRIMARY KEY (tenant_id, id),
    CHECK ((state = 'proposed') = (decided_by IS NULL))
)""",
    """
CREATE TABLE bank_allocation (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    entry_id uuid NOT NULL REFERENCES bank_entry (id),
    invoice_id uuid,
    payment_id uuid,
    amount numeric(20, 6) NOT NULL CHECK (amount > 0),
    currency text NOT NULL,
    rule text NOT NULL CHECK (rule IN ('reference', 'amount', 'hand')),
    made_by uuid,
    made_at timestamptz NOT NULL,
    undone_by uuid,
    undone_at timestamptz,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoice (tenant_id, id),
    FOREIGN KEY (tenant_id, payment_id) REFERENCES payment (tenant_id, id),
    CHECK ((invoice_id IS NULL) = (payment_id IS NULL))
)""",
    "CREATE INDEX bank_allocation_entry ON bank_allocation (tenant_id, entry_id)",
    """
CREATE TABLE balance_move (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    currency text NOT NULL,
    amount numeric(20, 6) NOT NULL CHECK (amount <> 0),
    kind text NOT NULL CHECK (kind IN
        ('overpaid', 'taken_back', 'used', 'put_back', 'paid_back', 'penalty')),
    about_id uuid NOT NULL,
    moved_by uuid,
    moved_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, currency) REFERENCES client_balance (tenant_id, currency)
)""",
    "CREATE INDEX balance_move_list ON balance_move (tenant_id, currency, id)",
    """
CREATE TABLE known_payer (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    iban text NOT NULL,
    name text NOT NULL,
    learned_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, iban, name),
    CHECK (iban <> '' OR name <> '')
)""",
)

PAYS = f"""EXISTS (SELECT FROM member_role r WHERE r.tenant_id = {{table}}.tenant_id
    AND r.person_id = {PERSON} AND r.role IN ('client_admin', 'finance'))"""


def statements(isolation: Isolation) -> list[str]:
    paying = {name: PAYS.format(table=name) for name in ("client_balance", "balance_move")}
    settled = "state, allocated, why, resolved_by, resolved_at"
    return [
        *BANK,
        *OURS,
        *isolation.provider("bank_account"),
        *isolation.provider("bank_statement", write=APPEND),
        *isolation.provider("bank_entry", write="SELECT, INSERT, UPDATE"),
        # whose an entry is, is decided in the client's own scope, together with the payment
        f"GRANT UPDATE ({settled}) ON bank_entry TO {isolation.role('work')}",
        *isolation.tenant("client_balance", member=paying["client_balance"]),
        *isolation.tenant("payback"),
        *isolation.tenant("bank_allocation"),
        *isolation.tenant("balance_move", work=APPEND, member=paying["balance_move"]),
        *isolation.tenant("known_payer"),
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("billing", ID, statements)
