"""What a client wants changed in their contract: its price, who accepted it, where it went on."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T12:32:00:000105"
VERSION = "1.38.0"
DESCRIPTION = "desk: contract changes"

TABLES = (
    """
CREATE TABLE contract_change (
    tenant_id int NOT NULL,
    ticket_id uuid NOT NULL,
    contract_id uuid,
    matter text NOT NULL CHECK (matter IN ('limit', 'plan', 'service', 'term', 'other')),
    wish text NOT NULL CHECK (length(wish) BETWEEN 1 AND 20000),
    state text NOT NULL CHECK (state IN ('asked', 'quoted', 'accepted', 'handed_over')),
    manager_id uuid,
    amount numeric CHECK (amount >= 0),
    currency text CHECK (currency ~ '^[A-Z]{3}$'),
    per text CHECK (per IN ('once', 'month', 'year')),
    quoted_text text CHECK (length(quoted_text) <= 20000),
    quoted_by uuid,
    quoted_at timestamptz,
    request_id uuid,
    accepted_at timestamptz,
    handed_by uuid,
    handed_at timestamptz,
    reference text CHECK (length(reference) BETWEEN 1 AND 300),
    version int NOT NULL CHECK (version > 0),
    PRIMARY KEY (tenant_id, ticket_id),
    FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id),
    FOREIGN KEY (tenant_id, contract_id) REFERENCES contract (tenant_id, id),
    FOREIGN KEY (tenant_id, request_id) REFERENCES approval_request (tenant_id, id),
    CHECK ((amount IS NULL) = (quoted_at IS NULL)),
    CHECK ((amount IS NULL) = (currency IS NULL) AND (amount IS NULL) = (per IS NULL)),
    CHECK ((state = 'handed_over') = (handed_at IS NOT NULL))
)""",
    "CREATE INDEX contract_change_request ON contract_change (tenant_id, request_id)",
)

# Who may see its ticket, and who is asked to accept its price.
SEEN = """EXISTS (SELECT FROM ticket t WHERE t.tenant_id = contract_change.tenant_id
        AND t.id = contract_change.ticket_id)
    OR EXISTS (SELECT FROM approval_request q WHERE q.tenant_id = contract_change.tenant_id
        AND q.id = contract_change.request_id)"""


def statements(isolation: Isolation) -> list[str]:
    return [*TABLES, *isolation.tenant("contract_change", member=SEEN)]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
