"""A big statement is matched by the worker: how far it is stands beside it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T12:30:00:000105"
VERSION = "1.38.0"
DESCRIPTION = "billing: matching of big statements"

TABLE = (
    """
CREATE TABLE statement_matching (
    id uuid PRIMARY KEY REFERENCES bank_statement (id),
    started_by uuid NOT NULL,
    started_at timestamptz NOT NULL,
    entries int NOT NULL CHECK (entries >= 0),
    matched int NOT NULL DEFAULT 0,
    remaining int NOT NULL DEFAULT 0,
    reached uuid,
    leased_until timestamptz,
    finished_at timestamptz
)""",
    "CREATE INDEX statement_matching_going ON statement_matching (id) WHERE finished_at IS NULL",
    "CREATE INDEX bank_entry_of_statement ON bank_entry (statement_id, id) WHERE state = 'open'",
)


def statements(isolation: Isolation) -> list[str]:
    return [*TABLE, *isolation.provider("statement_matching")]


async def forwards() -> MigrationManager:
    return migrate.manager("billing", ID, statements)
