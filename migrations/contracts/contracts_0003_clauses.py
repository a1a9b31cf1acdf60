"""Outages and maintenance of services, from which availability is counted."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T07:03:00:000003"
VERSION = "1.38.0"
DESCRIPTION = "contracts: outages and maintenance"

TABLES = (
    """
CREATE TABLE outage (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    service_id uuid NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz,
    state text NOT NULL CHECK (state IN ('draft', 'confirmed', 'withdrawn')),
    note text NOT NULL CHECK (length(note) <= 2000),
    drafted_by uuid NOT NULL,
    drafted_at timestamptz NOT NULL,
    confirmed_by uuid,
    confirmed_at timestamptz,
    withdrawn_by uuid,
    withdrawn_at timestamptz,
    withdrawn_for text CHECK (length(withdrawn_for) BETWEEN 1 AND 2000),
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, service_id) REFERENCES service (tenant_id, id),
    CHECK (ends_at > starts_at),
    CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL)),
    CHECK (state <> 'confirmed' OR confirmed_by IS NOT NULL),
    CHECK (state <> 'draft' OR confirmed_by IS NULL),
    CHECK ((state = 'withdrawn') = (withdrawn_by IS NOT NULL)),
    CHECK ((state = 'withdrawn') = (withdrawn_at IS NOT NULL)),
    CHECK ((state = 'withdrawn') = (withdrawn_for IS NOT NULL))
)""",
    """
CREATE TABLE outage_vendor (
    tenant_id int NOT NULL,
    outage_id uuid NOT NULL,
    vendor_id uuid NOT NULL REFERENCES vendor (id),
    PRIMARY KEY (tenant_id, outage_id),
    FOREIGN KEY (tenant_id, outage_id) REFERENCES outage (tenant_id, id)
)""",
    """
CREATE TABLE maintenance (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    service_id uuid NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    note text NOT NULL CHECK (length(note) <= 2000),
    announced_by uuid NOT NULL,
    announced_at timestamptz NOT NULL,
    withdrawn_by uuid,
    withdrawn_at timestamptz,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, service_id) REFERENCES service (tenant_id, id),
    CHECK (ends_at > starts_at),
    CHECK (announced_at <= starts_at),
    CHECK ((withdrawn_by IS NULL) = (withdrawn_at IS NULL))
)""",
    "CREATE INDEX outage_service ON outage (tenant_id, service_id, starts_at)",
    "CREATE INDEX maintenance_service ON maintenance (tenant_id, service_id, starts_at)",
)


def statements(isolation: Isolation) -> list[str]:
    """A member reads what was ever confirmed and what was announced; whose fault an outage was is
    the provider's own."""
    return [
        *TABLES,
        *isolation.tenant("outage", member="confirmed_at IS NOT NULL"),
        *isolation.tenant("outage_vendor"),
        *isolation.tenant("maintenance", member="true"),
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("contracts", ID, statements)
