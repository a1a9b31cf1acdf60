"""What each of the staff has seen of a ticket, and until when they want to see it no more."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T12:31:00:000100"
VERSION = "1.38.0"
DESCRIPTION = "desk: seen and snoozed tickets, by person"

MARK = """
CREATE TABLE ticket_mark (
    tenant_id int NOT NULL,
    ticket_id uuid NOT NULL,
    staff_id uuid NOT NULL REFERENCES staff (id),
    seen_at timestamptz,
    snoozed_at timestamptz,
    snoozed_until timestamptz,
    PRIMARY KEY (tenant_id, ticket_id, staff_id),
    FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id),
    CHECK (snoozed_until IS NULL OR snoozed_at IS NOT NULL)
)"""


def statements(isolation: Isolation) -> list[str]:
    return [MARK, *isolation.tenant("ticket_mark")]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
