"""Macros, and how often they were used at which client."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T12:36:00:000100"
VERSION = "1.38.0"
DESCRIPTION = "desk: macros"

TABLES = (
    """
CREATE TABLE macro (
    id uuid PRIMARY KEY,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    audience text NOT NULL CHECK (audience IN ('own', 'team', 'everyone')),
    owner_id uuid NOT NULL REFERENCES staff (id),
    team_id uuid REFERENCES team (id),
    says text NOT NULL CHECK (says IN ('reply', 'note', 'nothing')),
    texts jsonb NOT NULL,
    deeds jsonb NOT NULL,
    version int NOT NULL CHECK (version > 0),
    changed_by uuid NOT NULL,
    changed_at timestamptz NOT NULL,
    retired_at timestamptz,
    CHECK ((audience = 'team') = (team_id IS NOT NULL))
)""",
    "CREATE UNIQUE INDEX macro_own ON macro (owner_id, lower(name)) "
    "WHERE audience = 'own' AND retired_at IS NULL",
    "CREATE UNIQUE INDEX macro_shared ON macro (lower(name)) "
    "WHERE audience <> 'own' AND retired_at IS NULL",
    """
CREATE TABLE macro_use (
    tenant_id int NOT NULL REFERENCES tenant (id),
    macro_id uuid NOT NULL,
    used int NOT NULL CHECK (used > 0),
    last_used_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, macro_id)
)""",
)


def statements(isolation: Isolation) -> list[str]:
    return [*TABLES, *isolation.provider("macro"), *isolation.tenant("macro_use")]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
