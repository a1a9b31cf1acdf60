"""A month's invoices for every client, as a record: who started it, how far it is, what failed."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T10:14:00:000614"
VERSION = "1.38.0"
DESCRIPTION = "billing: invoice runs"

TABLES = (
    """
CREATE TABLE invoice_run (
    id uuid PRIMARY KEY,
    month date NOT NULL,
    mode text NOT NULL CHECK (mode IN ('draft', 'issue', 'issue_reviewed')),
    clients int CHECK (clients >= 0),
    drafted int NOT NULL DEFAULT 0,
    issued int NOT NULL DEFAULT 0,
    passed_over int NOT NULL DEFAULT 0,
    failed int NOT NULL DEFAULT 0,
    reached int NOT NULL DEFAULT 0,
    leased_until timestamptz,
    started_by uuid NOT NULL,
    started_at timestamptz NOT NULL,
    finished_at timestamptz
)""",
    "CREATE INDEX invoice_run_going ON invoice_run (id) WHERE finished_at IS NULL",
    """
CREATE TABLE invoice_run_client (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    run_id uuid NOT NULL REFERENCES invoice_run (id),
    outcome text NOT NULL CHECK (outcome IN ('drafted', 'issued', 'passed_over', 'failed')),
    said text NOT NULL,
    done_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, run_id)
)""",
)


def statements(isolation: Isolation) -> list[str]:
    return [
        *TABLES,
        *isolation.provider("invoice_run", write="SELECT, INSERT, UPDATE"),
        # a client is counted in the transaction that serves it
        "GRANT UPDATE (drafted, issued, passed_over, failed) ON invoice_run "
        f"TO {isolation.role('work')}",
        *isolation.tenant("invoice_run_client"),
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("billing", ID, statements)
