"""When Stripe was last asked about an invoice: what was read before is not applied after it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T10:13:00:000313"
VERSION = "1.38.0"
DESCRIPTION = "billing: looks at stripe"

TABLE = """
CREATE TABLE stripe_look (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    asked_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, id) REFERENCES invoice (tenant_id, id)
)"""
# whose bodies are forgotten
KEPT = (
    "CREATE INDEX provider_event_kept ON provider_event (decided_at) "
    "WHERE body IS NOT NULL AND decided_at IS NOT NULL"
)


def statements(isolation: Isolation) -> list[str]:
    return [TABLE, KEPT, *isolation.tenant("stripe_look")]


async def forwards() -> MigrationManager:
    return migrate.manager("billing", ID, statements)
