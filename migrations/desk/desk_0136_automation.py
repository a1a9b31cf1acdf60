"""Rules that act by themselves, their versions, and what each did."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T12:36:00:000101"
VERSION = "1.38.0"
DESCRIPTION = "desk: automation rules and their log"

TABLES = (
    """
CREATE TABLE automation_rule (
    id uuid PRIMARY KEY,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    client_id int REFERENCES tenant (id),
    position int NOT NULL CHECK (position > 0),
    trigger text NOT NULL,
    definition jsonb NOT NULL,
    stops boolean NOT NULL,
    enabled boolean NOT NULL,
    version int NOT NULL CHECK (version > 0),
    author_id uuid NOT NULL REFERENCES staff (id),
    changed_at timestamptz NOT NULL,
    retired_at timestamptz
)""",
    """
CREATE TABLE automation_rule_version (
    rule_id uuid NOT NULL REFERENCES automation_rule (id),
    number int NOT NULL CHECK (number > 0),
    name text NOT NULL,
    position int NOT NULL,
    definition jsonb NOT NULL,
    stops boolean NOT NULL,
    author_id uuid NOT NULL,
    made_at timestamptz NOT NULL,
    PRIMARY KEY (rule_id, number)
)""",
    "CREATE INDEX automation_rule_acting ON automation_rule (trigger, position, id) "
    "WHERE enabled AND retired_at IS NULL",
    """
CREATE TABLE automation_run (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    rule_id uuid NOT NULL,
    rule_version int NOT NULL,
    rule_name text NOT NULL,
    ticket_id uuid NOT NULL,
    occasion text NOT NULL,
    trigger text NOT NULL,
    state text NOT NULL CHECK (state IN ('done', 'failed', 'stopped')),
    depth int NOT NULL CHECK (depth > 0),
    cause_id uuid,
    deeds jsonb NOT NULL,
    error text,
    effects uuid[] NOT NULL,
    ran_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, rule_id, occasion),
    FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id)
)""",
    "CREATE INDEX automation_run_ticket ON automation_run (tenant_id, ticket_id, ran_at)",
    "CREATE INDEX automation_run_rule ON automation_run (tenant_id, rule_id, ran_at)",
    "CREATE INDEX automation_run_old ON automation_run (tenant_id, ran_at)",
    """
CREATE TABLE automation_fault (
    tenant_id int NOT NULL REFERENCES tenant (id),
    rule_id uuid NOT NULL,
    since timestamptz NOT NULL,
    error text NOT NULL,
    resumed_at timestamptz,
    PRIMARY KEY (tenant_id, rule_id)
)""",
)


def statements(isolation: Isolation) -> list[str]:
    return [
        *TABLES,
        *isolation.provider("automation_rule"),
        *isolation.provider("automation_rule_version"),
        *isolation.tenant("automation_run"),
        *isolation.tenant("automation_fault"),
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
