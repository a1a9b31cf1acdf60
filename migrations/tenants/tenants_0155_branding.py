"""The name, colour and logo of a client's portal."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T13:55:00:000100"
VERSION = "1.38.0"
DESCRIPTION = "tenants: branding"

TABLE = """
CREATE TABLE branding (
    tenant_id int PRIMARY KEY REFERENCES tenant (id),
    name text CHECK (length(name) BETWEEN 1 AND 60),
    accent text CHECK (accent ~ '^#[0-9a-f]{6}$'),
    logo_file_id uuid,
    logo_type text CHECK (logo_type IN ('image/png', 'image/jpeg')),
    chosen_by uuid,
    chosen_at timestamptz NOT NULL,
    FOREIGN KEY (tenant_id, logo_file_id) REFERENCES file (tenant_id, id),
    CHECK ((logo_file_id IS NULL) = (logo_type IS NULL))
)"""


def statements(isolation: Isolation) -> list[str]:
    return [TABLE, *isolation.tenant("branding", member="true")]


async def forwards() -> MigrationManager:
    return migrate.manager("tenants", ID, statements)
