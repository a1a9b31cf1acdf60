"""The ledger of usage, price lists, subscriptions and draft invoices."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import APPEND, Isolation

ID = "2026-11-22T03:00:00:000005"
VERSION = "1.38.0"
DESCRIPTION = "billing: ledger and drafts"

TABLES = (
    """
CREATE TABLE usage_event (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    source text NOT NULL,
    event_id text NOT NULL,
    meter text NOT NULL,
    quantity numeric(20, 6) NOT NULL,
    dimensions jsonb NOT NULL,
    happened_at timestamptz NOT NULL,
    stored_at timestamptz NOT NULL,
    reverses text,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, source, event_id)
)""",
    """
CREATE TABLE plan (
    id uuid PRIMARY KEY,
    name text NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 200),
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$')
)""",
    """
CREATE TABLE plan_version (
    id uuid PRIMARY KEY,
    plan_id uuid NOT NULL REFERENCES plan (id),
    number int NOT NULL CHECK (number > 0),
    effective_from timestamptz NOT NULL,
    prices jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    UNIQUE (plan_id, number)
)""",
    """
CREATE TABLE subscription (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    plan_version_id uuid NOT NULL,
    plan_name text NOT NULL,
    plan_number int NOT NULL,
    currency text NOT NULL,
    prices jsonb NOT NULL,
    tax_treatment text NOT NULL,
    tax_percent numeric(7, 4) NOT NULL CHECK (tax_percent BETWEEN 0 AND 100),
    starts_on date NOT NULL,
    ends_on date,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, starts_on)
)""",
    """
CREATE TABLE invoice (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    subscription_id uuid NOT NULL,
    period_start date NOT NULL,
    period_end date NOT NULL CHECK (period_end > period_start),
    state text NOT NULL CHECK (state IN ('draft')),
    currency text NOT NULL,
    net numeric(20, 6) NOT NULL,
    tax numeric(20, 6) NOT NULL,
    gross numeric(20, 6) NOT NULL CHECK (gross = net + tax),
    inputs_hash text NOT NULL,
    stored_before timestamptz NOT NULL,
    drafted_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, subscription_id, period_start),
    FOREIGN KEY (tenant_id, subscription_id) REFERENCES subscription (tenant_id, id)
)""",
    """
CREATE TABLE invoice_line (
    tenant_id int NOT NULL,
    invoice_id uuid NOT NULL,
    ordinal int NOT NULL CHECK (ordinal > 0),
    description text NOT NULL,
    unit text NOT NULL,
    quantity numeric NOT NULL,
    net numeric(20, 6) NOT NULL,
    tax_rate numeric(7, 4) NOT NULL,
    body jsonb NOT NULL,
    PRIMARY KEY (tenant_id, invoice_id, ordinal),
    FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoice (tenant_id, id)
)""",
    "CREATE INDEX usage_period ON usage_event (tenant_id, meter, happened_at)",
)


def statements(isolation: Isolation) -> list[str]:
    return [
        *TABLES,
        *isolation.tenant("usage_event", work=APPEND),
        *isolation.tenant("subscription"),
        *isolation.tenant("invoice"),
        *isolation.tenant("invoice_line"),
        *isolation.provider("plan"),
        *isolation.provider("plan_version"),
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("billing", ID, statements)
