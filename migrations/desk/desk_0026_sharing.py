"""What of a service's tickets a vendor is told, and how far a silent vendor was chased."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T10:26:00:000126"
VERSION = "1.38.0"
DESCRIPTION = "desk: what vendors are told"

TABLES = (
    """
CREATE TABLE sharing_rule (
    tenant_id int NOT NULL,
    service_id uuid NOT NULL,
    parts text[] NOT NULL,
    PRIMARY KEY (tenant_id, service_id),
    FOREIGN KEY (tenant_id, service_id) REFERENCES service (tenant_id, id)
)""",
    "ALTER TABLE vendor_case ADD COLUMN asked int NOT NULL DEFAULT 0 CHECK (asked >= 0)",
)


def statements(isolation: Isolation) -> list[str]:
    return [*TABLES, *isolation.tenant("sharing_rule")]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
