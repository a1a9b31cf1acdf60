"""What a problem's investigation found; never a client's to read."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T12:33:00:000103"
VERSION = "1.38.0"
DESCRIPTION = "desk: problems"

TABLES = (
    """
CREATE TABLE problem (
    tenant_id int NOT NULL,
    ticket_id uuid NOT NULL,
    root_cause text NOT NULL CHECK (length(root_cause) <= 10000),
    workaround text NOT NULL CHECK (length(workaround) <= 10000),
    known_error text CHECK (length(known_error) BETWEEN 1 AND 2000),
    known_since timestamptz,
    changed_by uuid,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, ticket_id),
    FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id),
    CHECK (num_nulls(known_error, known_since) IN (0, 2))
)""",
    "CREATE INDEX problem_known ON problem (known_since, tenant_id, ticket_id) "
    "WHERE known_since IS NOT NULL",
)


def statements(isolation: Isolation) -> list[str]:
    return [*TABLES, *isolation.tenant("problem")]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
