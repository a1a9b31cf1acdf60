"""The list narrowed and counted; views that are kept; tags."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T10:23:00:000123"
VERSION = "1.38.0"
DESCRIPTION = "desk: the list"

RANK = "(priority <> 'P1'), next_due, tenant_id, id"

TABLES = (
    """
CREATE TABLE ticket_tag (
    tenant_id int NOT NULL,
    ticket_id uuid NOT NULL,
    tag text COLLATE "C" NOT NULL CHECK (length(tag) BETWEEN 1 AND 40),
    PRIMARY KEY (tenant_id, ticket_id, tag),
    FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id)
)""",
    """
CREATE TABLE saved_view (
    id uuid PRIMARY KEY,
    owner_id uuid NOT NULL REFERENCES staff (id),
    team_id uuid REFERENCES team (id),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
    query text NOT NULL CHECK (length(query) <= 2000),
    created_at timestamptz NOT NULL,
    UNIQUE (owner_id, name)
)""",
    # the filters that leave few of many, in the list's own order; what most tickets are is none
    f"CREATE INDEX ticket_state ON ticket (state, {RANK}) WHERE live AND state <> 'open'",
    f"CREATE INDEX ticket_type ON ticket (type, {RANK}) WHERE live AND type <> 'incident'",
    f"CREATE INDEX ticket_missed ON ticket ({RANK}) WHERE live AND breached",
    # what the head of the list counts
    "CREATE INDEX ticket_count_breached ON ticket (tenant_id, tier) WHERE live AND breached",
    "CREATE INDEX ticket_count_at_risk ON ticket (tenant_id, next_warn_at) "
    "WHERE live AND NOT breached",
    "CREATE INDEX ticket_confidential ON ticket (tenant_id) WHERE live AND confidential",
    "CREATE INDEX ticket_tag_tag ON ticket_tag (tag, tenant_id, ticket_id)",
    "CREATE INDEX ticket_confidant_staff ON ticket_confidant (staff_id, tenant_id, ticket_id)",
    "CREATE INDEX saved_view_team ON saved_view (team_id) WHERE team_id IS NOT NULL",
)


def statements(isolation: Isolation) -> list[str]:
    return [
        *TABLES,
        *isolation.tenant("ticket_tag"),
        *isolation.provider("saved_view", work=False),
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
