"""Far sides that speak REST: vendors and bug trackers, what we have there, and when to look."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T12:37:00:000100"
VERSION = "1.38.0"
DESCRIPTION = "desk: connectors"

TABLES = (
    """
CREATE TABLE connector (
    id uuid PRIMARY KEY,
    name text NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 200),
    kind text NOT NULL CHECK (kind IN ('rest', 'jira', 'bugzilla', 'mantis')),
    vendor_id uuid UNIQUE REFERENCES vendor (id),
    url text NOT NULL CHECK (length(url) BETWEEN 1 AND 2000),
    settings jsonb NOT NULL,
    auth jsonb NOT NULL,
    secret bytea NOT NULL,
    look_minutes int CHECK (look_minutes BETWEEN 1 AND 1440),
    made_by uuid NOT NULL REFERENCES staff (id),
    made_at timestamptz NOT NULL,
    paused_at timestamptz,
    tested_at timestamptz,
    tested text,
    version int NOT NULL CHECK (version > 0)
)""",
    """
CREATE TABLE connector_link (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    connector_id uuid NOT NULL REFERENCES connector (id),
    ticket_id uuid NOT NULL,
    case_id uuid,
    reference text CHECK (length(reference) BETWEEN 1 AND 200),
    url text CHECK (length(url) <= 2000),
    status text,
    resolution text,
    said text[] NOT NULL DEFAULT '{}',
    hears_comments boolean NOT NULL,
    made_by uuid,
    made_at timestamptz NOT NULL,
    seen_at timestamptz,
    ended_at timestamptz,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, case_id),
    UNIQUE (tenant_id, connector_id, reference),
    FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES vendor_case (tenant_id, id)
)""",
    """
CREATE TABLE connector_note (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    link_id uuid NOT NULL,
    direction text NOT NULL CHECK (direction IN ('in', 'out')),
    author_name text NOT NULL,
    body text NOT NULL,
    identity text NOT NULL CHECK (length(identity) BETWEEN 1 AND 300),
    happened_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, link_id, identity),
    FOREIGN KEY (tenant_id, link_id) REFERENCES connector_link (tenant_id, id)
)""",
    """
CREATE TABLE connector_watch (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    due_at timestamptz NOT NULL,
    attempts int NOT NULL CHECK (attempts >= 0),
    looked_at timestamptz,
    last_error text,
    PRIMARY KEY (tenant_id, id)
)""",
    "CREATE INDEX connector_link_ticket ON connector_link (tenant_id, ticket_id)",
    "CREATE INDEX connector_link_open ON connector_link (tenant_id, connector_id, id) "
    "WHERE ended_at IS NULL",
    "CREATE INDEX connector_note_link ON connector_note (tenant_id, link_id, happened_at, id)",
    "CREATE INDEX connector_watch_due ON connector_watch (due_at)",
)

# All but its secret.
TOLD = (
    "id, name, kind, vendor_id, url, settings, auth, look_minutes, made_by, made_at, paused_at, "
    "tested_at, tested, version"
)


def _purposes() -> list[str]:
    """What is already allowed stays so, whoever allowed it."""
    return [
        f"""
DO $$ DECLARE said text; BEGIN
    SELECT pg_get_constraintdef(oid) INTO said FROM pg_constraint
    WHERE conname = '{table}_purpose_check';
    EXECUTE 'ALTER TABLE {table} DROP CONSTRAINT {table}_purpose_check';
    EXECUTE 'ALTER TABLE {table} ADD CONSTRAINT {table}_purpose_check '
        || regexp_replace(said, '''alert''::text', '''alert''::text, ''connector''::text');
END $$"""
        for table in ("hook_secret", "hook_delivery")
    ]


def statements(isolation: Isolation) -> list[str]:
    """Staff only: neither client nor vendor is shown where a case or an issue stands elsewhere."""
    return [
        *TABLES,
        *_purposes(),
        *isolation.provider("connector", staff=False),
        f"GRANT SELECT ({TOLD}) ON connector TO {isolation.role('staff')}",
        *isolation.tenant("connector_link"),
        *isolation.tenant("connector_note"),
        *isolation.tenant("connector_watch"),
        *isolation.due("connector_watch", "tenant_id", "id", "due_at", "attempts"),
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
