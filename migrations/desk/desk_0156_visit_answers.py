"""What those invited to a visit answer by their calendar: also perhaps, and another time."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T13:56:00:000104"
VERSION = "1.38.0"
DESCRIPTION = "desk: answers to visits"
ANSWERS = "('none', 'accepted', 'declined', 'tentative', 'countered')"


def statements(_: Isolation) -> list[str]:
    return [
        "ALTER TABLE appointment DROP CONSTRAINT appointment_client_answer_check",
        "ALTER TABLE appointment ADD CONSTRAINT appointment_client_answer_check "
        f"CHECK (client_answer IN {ANSWERS})",
        "ALTER TABLE appointment ADD COLUMN technician_answer text NOT NULL DEFAULT 'none' "
        f"CHECK (technician_answer IN {ANSWERS})",
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
