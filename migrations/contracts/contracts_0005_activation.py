"""Versions that open tickets go on under too: runs, their tickets, and what finds them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T07:05:00:000005"
VERSION = "1.38.0"
DESCRIPTION = "contracts: activation for open tickets"

SIDES = "'sla', 'ola', 'uc'"

TABLES = (
    f"""
CREATE TABLE activation_run (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    side text NOT NULL CHECK (side IN ({SIDES})),
    version_id uuid NOT NULL,
    switch_at timestamptz NOT NULL,
    state text NOT NULL CHECK (state IN ('waiting', 'running', 'done')),
    total int NOT NULL CHECK (total >= 0),
    done int NOT NULL CHECK (done BETWEEN 0 AND total),
    created_at timestamptz NOT NULL,
    finished_at timestamptz,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, version_id),
    CHECK ((state = 'done') = (finished_at IS NOT NULL))
)""",
    """
CREATE TABLE activation_ticket (
    tenant_id int NOT NULL,
    run_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    switched_at timestamptz,
    PRIMARY KEY (tenant_id, run_id, ticket_id),
    FOREIGN KEY (tenant_id, run_id) REFERENCES activation_run (tenant_id, id)
)""",
    """
CREATE TABLE provider_activation (
    version_id uuid PRIMARY KEY REFERENCES provider_agreement_version (id),
    side text NOT NULL CHECK (side IN ('ola', 'uc')),
    switch_at timestamptz NOT NULL,
    asked_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    spread_at timestamptz
)""",
    # What a ticket goes by, where an index finds it; both are said by the row itself.
    "ALTER TABLE standing ADD COLUMN sla uuid GENERATED ALWAYS AS ((pins ->> 'sla')::uuid) STORED",
    "ALTER TABLE standing ADD COLUMN live boolean GENERATED ALWAYS AS (NOT (coalesce("
    "(memory ->> 'ended')::boolean, false) OR coalesce((memory ->> 'merged')::boolean, false))) "
    "STORED",
    "CREATE INDEX standing_live ON standing (tenant_id, sla, ticket_id) WHERE live",
    "CREATE INDEX clock_open ON clock (tenant_id, version_id, ticket_id) "
    "WHERE state IN ('running', 'paused', 'never')",
    "CREATE INDEX activation_ticket_waiting ON activation_ticket (tenant_id, run_id, ticket_id) "
    "WHERE switched_at IS NULL",
)


def statements(isolation: Isolation) -> list[str]:
    return [
        *TABLES,
        *isolation.tenant("activation_run"),
        *isolation.tenant("activation_ticket"),
        *isolation.provider("provider_activation"),
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("contracts", ID, statements)
