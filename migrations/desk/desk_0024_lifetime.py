"""Tickets that belong together, words after the end, and how long a ticket stays open to them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T10:24:00:000024"
VERSION = "1.38.0"
DESCRIPTION = "desk: links and lifetime of tickets"

KINDS = "'related', 'duplicate_of', 'child_of', 'caused_by', 'follows', 'split_from', 'merged_into'"

TABLES = (
    f"""
CREATE TABLE ticket_link (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    other_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ({KINDS})),
    author_id uuid,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, ticket_id, other_id, kind),
    CHECK (ticket_id <> other_id),
    FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id),
    FOREIGN KEY (tenant_id, other_id) REFERENCES ticket (tenant_id, id)
)""",
    """
CREATE TABLE ticket_terms (
    tenant_id int PRIMARY KEY REFERENCES tenant (id),
    close_after_days int NOT NULL CHECK (close_after_days BETWEEN 0 AND 90),
    reopens_within_days int NOT NULL CHECK (reopens_within_days BETWEEN 0 AND 365),
    look_within_minutes int NOT NULL CHECK (look_within_minutes BETWEEN 15 AND 10080),
    reminders int NOT NULL CHECK (reminders BETWEEN 1 AND 5)
)""",
    """
CREATE TABLE afterword (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    message_id uuid NOT NULL,
    person_id uuid,
    said_at timestamptz NOT NULL,
    answer text CHECK (answer IN ('thanks', 'not_solved')),
    answered_by uuid,
    answered_at timestamptz,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, message_id),
    CHECK ((answer IS NULL) = (answered_at IS NULL)),
    FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id),
    FOREIGN KEY (tenant_id, message_id) REFERENCES message (tenant_id, id)
)""",
    "CREATE INDEX ticket_link_other ON ticket_link (tenant_id, other_id)",
    "CREATE INDEX afterword_waiting ON afterword (tenant_id, ticket_id) WHERE answer IS NULL",
    "ALTER TABLE ticket ADD COLUMN merged_into uuid, "
    "ADD FOREIGN KEY (tenant_id, merged_into) REFERENCES ticket (tenant_id, id)",
    "CREATE INDEX ticket_merged ON ticket (tenant_id, merged_into) WHERE merged_into IS NOT NULL",
)

BOTH_SEEN = """EXISTS (SELECT FROM ticket t WHERE t.tenant_id = ticket_link.tenant_id
        AND t.id = ticket_link.ticket_id)
    AND EXISTS (SELECT FROM ticket t WHERE t.tenant_id = ticket_link.tenant_id
        AND t.id = ticket_link.other_id)"""
OF_A_TICKET_SEEN = """EXISTS (SELECT FROM ticket t WHERE t.tenant_id = afterword.tenant_id
        AND t.id = afterword.ticket_id)"""


def statements(isolation: Isolation) -> list[str]:
    return [
        *TABLES,
        *isolation.tenant("ticket_link", member=BOTH_SEEN),
        *isolation.tenant("ticket_terms", member="true"),
        *isolation.tenant("afterword", member=OF_A_TICKET_SEEN),
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
