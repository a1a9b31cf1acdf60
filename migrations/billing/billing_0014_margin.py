"""What an hour of each tier costs, and what vendors paid of what they owed: for the margin."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import APPEND, Isolation

ID = "2026-11-22T10:14:00:000814"
VERSION = "1.38.0"
DESCRIPTION = "billing: margin"

TABLES = (
    """
CREATE TABLE tier_cost (
    id uuid PRIMARY KEY,
    tier int NOT NULL CHECK (tier BETWEEN 1 AND 3),
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    per_hour numeric(20, 6) NOT NULL CHECK (per_hour >= 0),
    from_day date NOT NULL,
    set_by uuid NOT NULL,
    set_at timestamptz NOT NULL
)""",
    "CREATE INDEX tier_cost_newest ON tier_cost (currency, tier, from_day, id)",
    """
CREATE TABLE recovered (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    amount numeric(20, 6) NOT NULL CHECK (amount > 0),
    recorded_by uuid NOT NULL,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, id) REFERENCES recovery (tenant_id, id)
)""",
)


def statements(isolation: Isolation) -> list[str]:
    return [
        *TABLES,
        *isolation.provider("tier_cost", write=APPEND),
        *isolation.tenant("recovered"),
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("billing", ID, statements)
