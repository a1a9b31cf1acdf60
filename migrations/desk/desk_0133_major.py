"""Major incidents: the provider's one row for the tickets of many clients, and what each was told.

The incident and its updates are the provider's and name no client; which tickets it joins, a
client's own text and what its tickets were told are that client's rows.
"""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T12:33:00:000104"
VERSION = "1.38.0"
DESCRIPTION = "desk: major incidents"

RANK = "(priority <> 'P1'), next_due, tenant_id, id"
TABLES = (
    """
CREATE TABLE major_incident (
    id uuid PRIMARY KEY,
    title text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
    state text NOT NULL CHECK (state IN ('open', 'resolved')),
    lead_ticket_id uuid NOT NULL,
    declared_by uuid NOT NULL REFERENCES staff (id),
    declared_at timestamptz NOT NULL,
    resolved_by uuid REFERENCES staff (id),
    resolved_at timestamptz,
    review text NOT NULL CHECK (length(review) <= 20000),
    reviewed_by uuid REFERENCES staff (id),
    reviewed_at timestamptz,
    CHECK ((state = 'resolved') = (resolved_at IS NOT NULL))
)""",
    """
CREATE TABLE major_update (
    id uuid PRIMARY KEY,
    major_id uuid NOT NULL REFERENCES major_incident (id),
    number int NOT NULL CHECK (number > 0),
    resolves boolean NOT NULL,
    written_by uuid NOT NULL REFERENCES staff (id),
    written_at timestamptz NOT NULL,
    approved_by uuid REFERENCES staff (id),
    approved_at timestamptz,
    told_at timestamptz,
    UNIQUE (major_id, number),
    CHECK ((approved_by IS NULL) = (approved_at IS NULL))
)""",
    """
CREATE TABLE major_update_text (
    update_id uuid NOT NULL REFERENCES major_update (id),
    locale text NOT NULL CHECK (locale ~ '^[a-z]{2}$' OR locale = ''),
    body text NOT NULL CHECK (length(body) BETWEEN 1 AND 10000),
    PRIMARY KEY (update_id, locale)
)""",
    """
CREATE TABLE major_ticket (
    tenant_id int NOT NULL,
    ticket_id uuid NOT NULL,
    major_id uuid NOT NULL REFERENCES major_incident (id),
    joined_by uuid NOT NULL,
    joined_at timestamptz NOT NULL,
    left_at timestamptz,
    resolved_at timestamptz,
    undone_by uuid,
    undone_at timestamptz,
    PRIMARY KEY (tenant_id, ticket_id, major_id),
    FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id)
)""",
    """
CREATE TABLE major_override (
    tenant_id int NOT NULL REFERENCES tenant (id),
    update_id uuid NOT NULL REFERENCES major_update (id),
    body text NOT NULL CHECK (length(body) BETWEEN 1 AND 10000),
    written_by uuid NOT NULL,
    written_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, update_id)
)""",
    """
CREATE TABLE major_told (
    tenant_id int NOT NULL,
    update_id uuid NOT NULL REFERENCES major_update (id),
    ticket_id uuid NOT NULL,
    told_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, update_id, ticket_id),
    FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id)
)""",
    "CREATE INDEX major_incident_declared ON major_incident (declared_at, id)",
    "CREATE INDEX major_update_untold ON major_update (approved_at) "
    "WHERE approved_at IS NOT NULL AND told_at IS NULL",
    "CREATE INDEX major_ticket_major ON major_ticket (major_id, tenant_id, ticket_id)",
    "ALTER TABLE ticket ADD COLUMN major_id uuid REFERENCES major_incident (id)",
    f"CREATE INDEX ticket_major ON ticket ({RANK}) WHERE live AND major_id IS NOT NULL",
)


def statements(isolation: Isolation) -> list[str]:
    return [
        *TABLES,
        *isolation.provider("major_incident"),
        *isolation.provider("major_update"),
        *isolation.provider("major_update_text"),
        *isolation.tenant("major_ticket"),
        *isolation.tenant("major_override"),
        *isolation.tenant("major_told"),
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
