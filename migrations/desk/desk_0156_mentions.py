"""Colleagues named in messages; a warning may be of a ticket and say something besides."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T13:56:00:000102"
VERSION = "1.38.0"
DESCRIPTION = "desk: mentions"

MENTION = """
CREATE TABLE mention (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    message_id uuid NOT NULL,
    staff_id uuid NOT NULL REFERENCES staff (id),
    ticket_id uuid NOT NULL,
    by_name text NOT NULL,
    happened_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, message_id, staff_id),
    FOREIGN KEY (tenant_id, message_id) REFERENCES message (tenant_id, id),
    FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id)
)"""


def statements(isolation: Isolation) -> list[str]:
    return [
        MENTION,
        "CREATE INDEX mention_of ON mention (staff_id, happened_at DESC, tenant_id)",
        *isolation.tenant("mention", work="SELECT, INSERT, UPDATE"),
        "ALTER TABLE warning DROP CONSTRAINT warning_about",
        "ALTER TABLE warning ADD CONSTRAINT warning_about "
        "CHECK (ticket_id IS NOT NULL OR said IS NOT NULL)",
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
