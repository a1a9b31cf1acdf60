"""Collecting through Stripe: how a client pays, what is pushed there step by step, where it is
paid, and money given back."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import PERSON, Isolation

ID = "2026-11-22T10:12:00:000012"
VERSION = "1.38.0"
DESCRIPTION = "billing: stripe"

COLLECTING = (
    # customer, payment_method: Stripe's ids; card: what a person knows it by, no number
    """
CREATE TABLE collecting (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    method text NOT NULL CHECK (method IN ('bank_transfer', 'stripe')),
    customer text,
    payment_method text,
    card text NOT NULL DEFAULT '' CHECK (length(card) <= 100),
    set_by uuid,
    set_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id)
)""",
    """
CREATE TABLE payment_page (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    invoice_id uuid NOT NULL,
    url text NOT NULL CHECK (length(url) <= 2000),
    opened_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, invoice_id),
    FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoice (tenant_id, id)
)""",
)

# goal, found: what is to be collected (credited, given back), and what Stripe makes of it, both in
# Stripe's minor units. outcome: how a charge ended, which is the card's answer and no trouble.
PUSHED = (
    """
CREATE TABLE stripe_push (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('customer', 'invoice', 'charge', 'credit_note', 'refund',
                                       'void', 'settle')),
    document_id uuid NOT NULL,
    ordinal int NOT NULL CHECK (ordinal > 0),
    invoice_id uuid,
    number text NOT NULL,
    goal bigint NOT NULL,
    currency text NOT NULL,
    state text NOT NULL CHECK (state IN ('waiting', 'done', 'aside')),
    stripe_id text,
    found bigint,
    outcome text NOT NULL DEFAULT '',
    trouble text NOT NULL DEFAULT '',
    round int NOT NULL DEFAULT 1,
    begun_at timestamptz NOT NULL,
    ended_at timestamptz,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, kind, document_id, ordinal),
    FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoice (tenant_id, id),
    CHECK ((state = 'done') = (ended_at IS NOT NULL)),
    CHECK (state <> 'aside' OR trouble <> '')
)""",
    "CREATE INDEX stripe_push_invoice ON stripe_push (tenant_id, invoice_id)",
    "CREATE UNIQUE INDEX stripe_push_object ON stripe_push (tenant_id, kind, stripe_id) "
    "WHERE stripe_id IS NOT NULL AND kind IN ('customer', 'invoice', 'credit_note', 'refund')",
    # key: the idempotency key, fixed before the call; key_at: since when, because Stripe forgets it
    """
CREATE TABLE stripe_step (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    push_id uuid NOT NULL,
    ordinal int NOT NULL CHECK (ordinal > 0),
    call text NOT NULL,
    body jsonb NOT NULL,
    key text NOT NULL,
    generation int NOT NULL DEFAULT 1 CHECK (generation > 0),
    key_at timestamptz,
    attempts int NOT NULL DEFAULT 0,
    spent boolean NOT NULL DEFAULT false,
    stripe_id text,
    done_at timestamptz,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, push_id, ordinal),
    UNIQUE (tenant_id, key),
    FOREIGN KEY (tenant_id, push_id) REFERENCES stripe_push (tenant_id, id),
    CHECK ((done_at IS NULL) OR (stripe_id IS NOT NULL)),
    CHECK ((attempts = 0) OR (key_at IS NOT NULL))
)""",
)

GIVEN_BACK = (
    """
CREATE TABLE refund (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    payment_id uuid NOT NULL,
    amount numeric(20, 6) NOT NULL CHECK (amount > 0),
    reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 2000),
    state text NOT NULL CHECK (state IN ('proposed', 'approved', 'refused')),
    proposed_by uuid NOT NULL,
    proposed_at timestamptz NOT NULL,
    decided_by uuid CHECK (decided_by <> proposed_by),
    decided_at timestamptz,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, payment_id) REFERENCES payment (tenant_id, id),
    CHECK ((state = 'proposed') = (decided_by IS NULL))
)""",
    "CREATE INDEX refund_payment ON refund (tenant_id, payment_id)",
)

PAYS = f"""EXISTS (SELECT FROM member_role r WHERE r.tenant_id = {{table}}.tenant_id
    AND r.person_id = {PERSON} AND r.role IN ('client_admin', 'finance'))"""
OF_ISSUED = """EXISTS (SELECT FROM invoice i WHERE i.tenant_id = payment_page.tenant_id
    AND i.id = payment_page.invoice_id)"""


def statements(isolation: Isolation) -> list[str]:
    return [
        *COLLECTING,
        *PUSHED,
        *GIVEN_BACK,
        *isolation.tenant("collecting", member=PAYS.format(table="collecting")),
        *isolation.tenant("payment_page", member=OF_ISSUED),
        *isolation.tenant("stripe_push"),
        *isolation.tenant("stripe_step"),
        *isolation.tenant("refund"),
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("billing", ID, statements)
