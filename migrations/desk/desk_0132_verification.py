"""Who is calling: verifications on a ticket, and tickets that may not be done without one."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T12:32:00:000103"
VERSION = "1.38.0"
DESCRIPTION = "desk: caller verification"

TABLES = (
    """
CREATE TABLE verification (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    person_id uuid NOT NULL,
    method text NOT NULL CHECK (method IN ('code', 'call_back')),
    code_digest bytea,
    attempts int NOT NULL CHECK (attempts >= 0),
    begun_by uuid NOT NULL,
    begun_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    approver_id uuid,
    note text NOT NULL CHECK (length(note) <= 2000),
    verified_by uuid,
    verified_at timestamptz,
    valid_until timestamptz,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, approver_id) REFERENCES person (tenant_id, id),
    CHECK ((method = 'call_back') = (approver_id IS NOT NULL)),
    CHECK (approver_id <> person_id),
    CHECK ((verified_at IS NULL) = (verified_by IS NULL)),
    CHECK ((verified_at IS NULL) = (valid_until IS NULL))
)""",
    "CREATE INDEX verification_ticket ON verification (tenant_id, ticket_id, begun_at)",
    "ALTER TABLE ticket ADD COLUMN sensitive text "
    "CHECK (sensitive IN ('password_reset', 'access_change', 'data_release', 'other'))",
)


def statements(isolation: Isolation) -> list[str]:
    return [*TABLES, *isolation.tenant("verification")]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
