"""Who approves what: said by the provider for every client, and otherwise for one."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T13:64:00:000102"
VERSION = "1.38.0"
DESCRIPTION = "desk: approval policies"

SAID = """subject text NOT NULL CHECK (subject IN
        ('change', 'chargeable', 'contract_change', 'catalogue_request')),
    rules jsonb NOT NULL,
    set_by uuid,
    set_at timestamptz NOT NULL"""
TABLES = (
    f"CREATE TABLE provider_approval_policy (\n    {SAID},\n    PRIMARY KEY (subject)\n)",
    f"""
CREATE TABLE approval_policy (
    tenant_id int NOT NULL REFERENCES tenant (id),
    {SAID},
    PRIMARY KEY (tenant_id, subject)
)""",
)


def statements(isolation: Isolation) -> list[str]:
    return [
        *TABLES,
        *isolation.provider("provider_approval_policy"),
        *isolation.tenant("approval_policy"),
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
