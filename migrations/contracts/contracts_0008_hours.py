"""What public holidays a calendar version was written with, and why a version was proposed; and
in which states a ticket was, apart from the rest of its standing."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T07:08:00:000008"
VERSION = "1.38.0"
DESCRIPTION = "contracts: public holidays by name, states apart"

COLUMNS = (
    "ALTER TABLE calendar_version ADD COLUMN public_holidays jsonb, ADD COLUMN note text "
    "CHECK (length(note) <= 4000)",
    "ALTER TABLE provider_calendar_version ADD COLUMN public_holidays jsonb, ADD COLUMN note text "
    "CHECK (length(note) <= 4000)",
    "ALTER TABLE standing "
    "ADD COLUMN since_us bigint GENERATED ALWAYS AS ((memory ->> 'started_at')::bigint) STORED, "
    "ADD COLUMN states jsonb GENERATED ALWAYS AS (memory -> 'history') STORED",
)


def statements(isolation: Isolation) -> list[str]:
    return [*COLUMNS]


async def forwards() -> MigrationManager:
    return migrate.manager("contracts", ID, statements)
