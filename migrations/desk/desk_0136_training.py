"""Who issued a training's certificate, and its number."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T12:36:00:000103"
VERSION = "1.38.0"
DESCRIPTION = "desk: certificates of trainings"


def statements(_: Isolation) -> list[str]:
    return [
        "ALTER TABLE training ADD COLUMN issuer text NOT NULL DEFAULT '' "
        "CHECK (length(issuer) <= 200), ADD COLUMN certificate text NOT NULL DEFAULT '' "
        "CHECK (length(certificate) <= 100)",
        "CREATE INDEX training_expires ON training (expires_on) WHERE expires_on IS NOT NULL",
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
