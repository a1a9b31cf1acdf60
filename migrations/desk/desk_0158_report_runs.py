"""Reports that the worker counts, kept under their asker for a day."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T13:58:00:000101"
VERSION = "1.38.0"
DESCRIPTION = "desk: report runs"

TABLES = (
    """
CREATE TABLE report_run (
    id uuid PRIMARY KEY,
    owner_id uuid NOT NULL REFERENCES staff (id),
    report text NOT NULL,
    query text NOT NULL CHECK (length(query) <= 2000),
    state text NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed')),
    clients int NOT NULL CHECK (clients >= 0),
    reached int NOT NULL CHECK (reached >= 0),
    body text,
    problem text,
    asked_at timestamptz NOT NULL,
    leased_until timestamptz,
    CHECK ((state = 'done') = (body IS NOT NULL)),
    CHECK ((state = 'running') = (leased_until IS NOT NULL))
)""",
    "CREATE INDEX report_run_of ON report_run (owner_id, asked_at)",
    "CREATE INDEX report_run_due ON report_run (id) WHERE state IN ('waiting', 'running')",
)


def statements(isolation: Isolation) -> list[str]:
    return [*TABLES, *isolation.provider("report_run", work=False)]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
