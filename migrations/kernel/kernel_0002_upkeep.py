"""What is kept for a while is found by its age."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T07:08:00:000021"
VERSION = "1.38.0"
DESCRIPTION = "kernel: upkeep"


def statements(_: Isolation) -> list[str]:
    return [
        "CREATE INDEX kept_answer_age ON kept_answer (tenant_id, created_at)",
        "CREATE INDEX provider_answer_age ON provider_answer (created_at)",
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("kernel", ID, statements)
