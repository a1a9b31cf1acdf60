"""Reports that are kept and sent by the calendar, and the ways to what they count."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T12:38:00:000100"
VERSION = "1.38.0"
DESCRIPTION = "desk: reports"

TABLES = (
    """
CREATE TABLE saved_report (
    id uuid PRIMARY KEY,
    owner_id uuid NOT NULL REFERENCES staff (id),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
    report text NOT NULL,
    query text NOT NULL CHECK (length(query) <= 2000),
    cadence text CHECK (cadence IN ('weekly', 'monthly')),
    next_at timestamptz,
    said text,
    created_at timestamptz NOT NULL,
    CHECK ((cadence IS NULL) = (next_at IS NULL))
)""",
    "CREATE UNIQUE INDEX saved_report_name ON saved_report (owner_id, lower(name))",
    "CREATE INDEX saved_report_due ON saved_report (next_at) WHERE next_at IS NOT NULL",
    "CREATE INDEX ticket_resolved ON ticket (tenant_id, resolved_at) WHERE resolved_at IS NOT NULL",
    "CREATE INDEX time_entry_done ON time_entry (tenant_id, happened_at)",
)


def statements(isolation: Isolation) -> list[str]:
    return [*TABLES, *isolation.provider("saved_report")]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
