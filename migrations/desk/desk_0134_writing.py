"""What belongs to a message while it is written: files that wait for it, and its draft."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import PERSON, Isolation

ID = "2026-11-22T12:34:00:000100"
VERSION = "1.38.0"
DESCRIPTION = "desk: files and drafts of messages being written"

TABLES = (
    """
CREATE TABLE upload (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    ticket_id uuid,
    owner_kind text NOT NULL CHECK (owner_kind IN ('staff', 'member')),
    owner_id uuid NOT NULL,
    file_id uuid NOT NULL,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    media_type text NOT NULL,
    size int NOT NULL CHECK (size >= 0),
    staged_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE NULLS NOT DISTINCT (tenant_id, owner_id, ticket_id, file_id, name),
    FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id),
    FOREIGN KEY (tenant_id, file_id) REFERENCES file (tenant_id, id)
)""",
    "CREATE INDEX upload_file ON upload (tenant_id, file_id)",
    "CREATE INDEX attachment_file ON attachment (tenant_id, file_id)",
    """
CREATE TABLE upload_terms (
    tenant_id int PRIMARY KEY REFERENCES tenant (id),
    largest_megabytes int NOT NULL CHECK (largest_megabytes BETWEEN 1 AND 20),
    most_per_message int NOT NULL CHECK (most_per_message BETWEEN 1 AND 50),
    quota_megabytes int NOT NULL CHECK (quota_megabytes BETWEEN 1 AND 10000000)
)""",
    """
CREATE TABLE draft (
    tenant_id int NOT NULL,
    ticket_id uuid NOT NULL,
    owner_kind text NOT NULL CHECK (owner_kind IN ('staff', 'member')),
    owner_id uuid NOT NULL,
    visibility text NOT NULL CHECK (visibility IN ('public', 'internal')),
    body text NOT NULL,
    saved_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, ticket_id, owner_id, visibility),
    FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id),
    CHECK (owner_kind = 'staff' OR visibility = 'public')
)""",
)


def statements(isolation: Isolation) -> list[str]:
    own = f"owner_kind = 'member' AND owner_id = {PERSON}"
    return [
        *TABLES,
        *isolation.tenant("upload", member=own),
        *isolation.tenant("upload_terms", member="true"),
        *isolation.tenant("draft", member=own),
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
