"""What mails to clients' people say otherwise than the house: the provider's words, a client's."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T13:64:00:000103"
VERSION = "1.38.0"
DESCRIPTION = "desk: wordings of mails"

SAID = """language text NOT NULL CHECK (language IN ('en', 'pl', 'zh', 'ar')),
    words jsonb NOT NULL,
    set_by uuid,
    set_at timestamptz NOT NULL"""
TABLES = (
    f"CREATE TABLE provider_mail_wording (\n    {SAID},\n    PRIMARY KEY (language)\n)",
    f"""
CREATE TABLE mail_wording (
    tenant_id int NOT NULL REFERENCES tenant (id),
    {SAID},
    PRIMARY KEY (tenant_id, language)
)""",
)


def statements(isolation: Isolation) -> list[str]:
    return [
        *TABLES,
        *isolation.provider("provider_mail_wording"),
        *isolation.tenant("mail_wording"),
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
