"""In which language a vendor is written to, and one of its contacts; where none
is said, the vendor's, or the provider's."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T13:64:00:000100"
VERSION = "1.38.0"
DESCRIPTION = "contracts: the languages of vendors"


def statements(isolation: Isolation) -> list[str]:
    return [
        f"ALTER TABLE {table} ADD COLUMN locale text CHECK (locale IN ('en', 'pl', 'zh', 'ar'))"
        for table in ("vendor", "vendor_contact")
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("contracts", ID, statements)
