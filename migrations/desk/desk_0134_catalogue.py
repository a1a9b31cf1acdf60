"""What clients may ask for by a form, and what they asked for; tasks on tickets."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T12:34:00:000101"
VERSION = "1.38.0"
DESCRIPTION = "desk: catalogue, requests, tasks"

KEY = "key text NOT NULL CHECK (key ~ '^[a-z][a-z0-9-]{0,59}$')"
HEAD = "active boolean NOT NULL, version int NOT NULL CHECK (version > 0)"

OFFERED = (
    f"""
CREATE TABLE provider_catalogue_item (
    id uuid PRIMARY KEY,
    {KEY} UNIQUE,
    {HEAD}
)""",
    """
CREATE TABLE provider_catalogue_version (
    item_id uuid NOT NULL REFERENCES provider_catalogue_item (id),
    number int NOT NULL CHECK (number > 0),
    body jsonb NOT NULL,
    made_by uuid,
    made_at timestamptz NOT NULL,
    PRIMARY KEY (item_id, number)
)""",
    f"""
CREATE TABLE catalogue_item (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    {KEY},
    {HEAD},
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, key)
)""",
    """
CREATE TABLE catalogue_version (
    tenant_id int NOT NULL,
    item_id uuid NOT NULL,
    number int NOT NULL CHECK (number > 0),
    body jsonb NOT NULL,
    made_by uuid,
    made_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, item_id, number),
    FOREIGN KEY (tenant_id, item_id) REFERENCES catalogue_item (tenant_id, id)
)""",
    """
CREATE TABLE catalogue_request (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    item_id uuid,
    provider_item_id uuid REFERENCES provider_catalogue_item (id),
    version int NOT NULL,
    answers jsonb NOT NULL,
    made_by uuid,
    made_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, ticket_id),
    FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id),
    FOREIGN KEY (tenant_id, item_id, version)
        REFERENCES catalogue_version (tenant_id, item_id, number),
    FOREIGN KEY (provider_item_id, version)
        REFERENCES provider_catalogue_version (item_id, number),
    CHECK ((item_id IS NULL) <> (provider_item_id IS NULL))
)""",
    "ALTER TABLE ticket ADD COLUMN wanted_at timestamptz",
)

TASKS = (
    f"""
CREATE TABLE task_template (
    id uuid PRIMARY KEY,
    {KEY} UNIQUE,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    steps jsonb NOT NULL,
    active boolean NOT NULL,
    version int NOT NULL CHECK (version > 0)
)""",
    """
CREATE TABLE task (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    position int NOT NULL CHECK (position > 0),
    title text NOT NULL CHECK (length(title) BETWEEN 1 AND 300),
    detail text NOT NULL CHECK (length(detail) <= 10000),
    mandatory boolean NOT NULL,
    after uuid[] NOT NULL,
    tier int CHECK (tier BETWEEN 1 AND 4),
    team_id uuid,
    assignee_id uuid,
    due_at timestamptz,
    due_from text CHECK (due_from IN ('start', 'wanted')),
    due_hours int,
    state text NOT NULL CHECK (state IN ('open', 'done', 'skipped')),
    decided_by uuid,
    decided_at timestamptz,
    reason text NOT NULL,
    version int NOT NULL CHECK (version > 0),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, ticket_id, position),
    FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id),
    CHECK ((state = 'open') = (decided_at IS NULL))
)""",
    "CREATE INDEX task_open ON task (tenant_id, ticket_id) WHERE state = 'open'",
)

OF_A_TICKET_SEEN = """EXISTS (SELECT FROM ticket t WHERE t.tenant_id = catalogue_request.tenant_id
        AND t.id = catalogue_request.ticket_id)"""
READERS = ("member", "staff", "work", "provider")


def statements(isolation: Isolation) -> list[str]:
    writes = isolation.role("provider")
    return [
        *OFFERED,
        *TASKS,
        *isolation.shared("provider_catalogue_item", *READERS),
        *isolation.shared("provider_catalogue_version", *READERS),
        f"GRANT INSERT, UPDATE ON provider_catalogue_item TO {writes}",
        f"GRANT INSERT ON provider_catalogue_version TO {writes}",
        *isolation.tenant("catalogue_item", member="true"),
        *isolation.tenant("catalogue_version", work="SELECT, INSERT", member="true"),
        *isolation.tenant("catalogue_request", member=OF_A_TICKET_SEEN),
        *isolation.provider("task_template"),
        *isolation.tenant("task"),
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
