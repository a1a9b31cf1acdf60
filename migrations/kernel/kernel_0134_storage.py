"""How much each client keeps with us, counted as files come and go."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T12:34:00:000100"
VERSION = "1.38.0"
DESCRIPTION = "kernel: storage"

STORAGE = """
CREATE TABLE storage (
    tenant_id int PRIMARY KEY REFERENCES tenant (id),
    id uuid NOT NULL,
    bytes bigint NOT NULL CHECK (bytes >= 0),
    files int NOT NULL CHECK (files >= 0),
    measured_bytes bigint
)"""
KEPT_BEFORE = """
INSERT INTO storage (tenant_id, id, bytes, files)
SELECT tenant_id, uuidv7(), sum(size), count(*) FROM file GROUP BY tenant_id
"""


def statements(isolation: Isolation) -> list[str]:
    return [STORAGE, *isolation.tenant("storage"), KEPT_BEFORE]


async def forwards() -> MigrationManager:
    return migrate.manager("kernel", ID, statements)
