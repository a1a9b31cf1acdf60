"""What-if runs: a question about a version, how far it has come, its answer and what it changes."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T07:06:00:000006"
VERSION = "1.38.0"
DESCRIPTION = "contracts: what-if runs"

TABLES = (
    """
CREATE TABLE what_if_run (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    version_id uuid NOT NULL,
    source text NOT NULL CHECK (source IN ('history', 'profile', 'log')),
    state text NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed')),
    total int NOT NULL CHECK (total >= 0),
    done int NOT NULL CHECK (done >= 0),
    question jsonb NOT NULL,
    content jsonb NOT NULL,
    progress jsonb NOT NULL,
    result jsonb,
    inputs_hash text,
    problem text,
    asked_by uuid NOT NULL,
    asked_at timestamptz NOT NULL,
    as_of timestamptz NOT NULL,
    finished_at timestamptz,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, version_id) REFERENCES agreement_version (tenant_id, id),
    CHECK ((state = 'done') = (result IS NOT NULL)),
    CHECK ((state = 'done') = (inputs_hash IS NOT NULL)),
    CHECK ((state = 'failed') = (problem IS NOT NULL)),
    CHECK ((state IN ('done', 'failed')) = (finished_at IS NOT NULL))
)""",
    """
CREATE TABLE what_if_change (
    tenant_id int NOT NULL,
    run_id uuid NOT NULL,
    place int NOT NULL CHECK (place > 0),
    ticket_id uuid NOT NULL,
    raised_at timestamptz NOT NULL,
    clocks jsonb NOT NULL,
    PRIMARY KEY (tenant_id, run_id, place),
    FOREIGN KEY (tenant_id, run_id) REFERENCES what_if_run (tenant_id, id)
)""",
    "CREATE INDEX what_if_run_version ON what_if_run (tenant_id, version_id, asked_at)",
    "CREATE INDEX event_raised ON event (tenant_id, happened_at, subject_id) "
    "WHERE kind = 'ticket.raised'",
)


def statements(isolation: Isolation) -> list[str]:
    return [
        *TABLES,
        *isolation.tenant("what_if_run"),
        *isolation.tenant("what_if_change"),
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("contracts", ID, statements)
