"""Whether a client owes money that is overdue: shown to who works for it, without an amount."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T10:14:00:000214"
VERSION = "1.38.0"
DESCRIPTION = "tenants: account standing"

TABLE = """
CREATE TABLE account_standing (
    tenant_id int PRIMARY KEY REFERENCES tenant (id),
    overdue_since date,
    changed_at timestamptz NOT NULL
)"""


def statements(isolation: Isolation) -> list[str]:
    return [TABLE, *isolation.tenant("account_standing")]


async def forwards() -> MigrationManager:
    return migrate.manager("tenants", ID, statements)
