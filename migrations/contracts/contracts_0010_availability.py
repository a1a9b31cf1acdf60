"""Availability as it was frozen, and what turned out differently since."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import APPEND, Isolation

ID = "2026-11-22T10:01:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "contracts: evidence of availability"

TABLES = (
    """
CREATE TABLE availability_evidence (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    period_id uuid NOT NULL,
    position int NOT NULL CHECK (position > 0),
    service_id uuid NOT NULL,
    version_id uuid NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    service_us bigint NOT NULL CHECK (service_us >= 0),
    down_us bigint NOT NULL CHECK (down_us >= 0),
    excused_us bigint NOT NULL CHECK (excused_us >= 0),
    commitment numeric NOT NULL,
    body text NOT NULL,
    sha256 bytea NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, period_id, position),
    UNIQUE (tenant_id, service_id, starts_at),
    FOREIGN KEY (tenant_id, period_id) REFERENCES compliance_period (tenant_id, id),
    FOREIGN KEY (tenant_id, service_id) REFERENCES service (tenant_id, id),
    FOREIGN KEY (tenant_id, version_id) REFERENCES agreement_version (tenant_id, id)
)""",
    """
CREATE TABLE availability_correction (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    evidence_id uuid NOT NULL,
    number int NOT NULL CHECK (number > 0),
    down_us bigint NOT NULL CHECK (down_us >= 0),
    excused_us bigint NOT NULL CHECK (excused_us >= 0),
    reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 2000),
    noticed_at timestamptz NOT NULL,
    body text NOT NULL,
    sha256 bytea NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, evidence_id, number),
    FOREIGN KEY (tenant_id, evidence_id) REFERENCES availability_evidence (tenant_id, id)
)""",
)


def statements(isolation: Isolation) -> list[str]:
    return [
        *TABLES,
        *isolation.tenant("availability_evidence", work=APPEND, member="true"),
        *isolation.tenant("availability_correction", work=APPEND, member="true"),
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("contracts", ID, statements)
