"""The nightly comparison with payment providers, and the differences it finds."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T10:13:00:000213"
VERSION = "1.38.0"
DESCRIPTION = "billing: reconciliation"

KINDS = "'invoice', 'payment', 'refund', 'dispute'"

TABLES = (
    """
CREATE TABLE reconciliation (
    id uuid PRIMARY KEY,
    provider text NOT NULL CHECK (provider IN ('stripe')),
    since timestamptz NOT NULL,
    until timestamptz NOT NULL,
    state text NOT NULL CHECK (state IN ('running', 'done', 'failed')),
    trouble text NOT NULL DEFAULT '',
    invoices int NOT NULL DEFAULT 0,
    payments int NOT NULL DEFAULT 0,
    refunds int NOT NULL DEFAULT 0,
    disputes int NOT NULL DEFAULT 0,
    found int NOT NULL DEFAULT 0,
    standing int NOT NULL DEFAULT 0,
    strangers int NOT NULL DEFAULT 0,
    started_at timestamptz NOT NULL,
    ended_at timestamptz,
    CHECK ((state = 'failed') = (trouble <> ''))
)""",
    f"""
CREATE TABLE payment_difference (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ({KINDS})),
    external_id text NOT NULL CHECK (length(external_id) BETWEEN 1 AND 255),
    what text NOT NULL CHECK (what IN ('missing_here', 'missing_there', 'amount', 'state')),
    here text NOT NULL,
    there text NOT NULL,
    state text NOT NULL CHECK (state IN ('open', 'explained', 'closed')),
    found_at timestamptz NOT NULL,
    explanation text CHECK (length(explanation) BETWEEN 1 AND 2000),
    explained_by uuid,
    explained_at timestamptz,
    closed_at timestamptz,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, kind, external_id, what),
    CHECK ((explanation IS NULL) = (explained_by IS NULL)),
    CHECK ((explanation IS NULL) = (explained_at IS NULL)),
    CHECK (state <> 'explained' OR explanation IS NOT NULL),
    CHECK ((state = 'closed') = (closed_at IS NOT NULL))
)""",
    "CREATE INDEX payment_difference_state ON payment_difference (tenant_id, state, id)",
)


def statements(isolation: Isolation) -> list[str]:
    return [
        *TABLES,
        *isolation.provider("reconciliation", write="SELECT, INSERT, UPDATE", work=False),
        *isolation.tenant("payment_difference"),
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("billing", ID, statements)
