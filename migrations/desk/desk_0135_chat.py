"""Live chat: conversations that begin with the bot and may go on with a person."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import PERSON, Isolation

ID = "2026-11-22T12:35:00:000103"
VERSION = "1.38.0"
DESCRIPTION = "desk: chat"

TABLES = (
    """
CREATE TABLE chat (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    locale text NOT NULL,
    state text NOT NULL
        CHECK (state IN ('bot', 'waiting', 'live', 'ended', 'solved', 'left', 'abandoned')),
    lines int NOT NULL CHECK (lines >= 0),
    handed_lines int NOT NULL DEFAULT 0,
    offered boolean NOT NULL,
    ticket_id uuid,
    agent_id uuid,
    begun_at timestamptz NOT NULL,
    waiting_since timestamptz,
    accepted_at timestamptz,
    ended_at timestamptz,
    PRIMARY KEY (tenant_id, id),
    CHECK (state NOT IN ('waiting', 'live', 'left') OR ticket_id IS NOT NULL),
    CHECK (state <> 'live' OR agent_id IS NOT NULL),
    CHECK ((ended_at IS NULL) = (state IN ('bot', 'waiting', 'live'))),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id)
)""",
    """
CREATE TABLE chat_line (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    chat_id uuid NOT NULL,
    position int NOT NULL CHECK (position > 0),
    author text NOT NULL CHECK (author IN ('member', 'staff', 'bot')),
    author_id uuid,
    author_name text NOT NULL,
    body text NOT NULL CHECK (length(body) BETWEEN 1 AND 4000),
    articles jsonb NOT NULL,
    said_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, chat_id, position),
    CHECK ((author = 'bot') = (author_id IS NULL)),
    FOREIGN KEY (tenant_id, chat_id) REFERENCES chat (tenant_id, id)
)""",
    """
CREATE TABLE chat_terms (
    tenant_id int PRIMARY KEY REFERENCES tenant (id),
    calendar_id uuid,
    FOREIGN KEY (tenant_id, calendar_id) REFERENCES calendar (tenant_id, id)
)""",
    "CREATE UNIQUE INDEX chat_open ON chat (tenant_id, person_id) WHERE ended_at IS NULL",
    # the panel's, over all the clients somebody serves
    "CREATE INDEX chat_with_us ON chat (waiting_since, tenant_id) "
    "WHERE state IN ('waiting', 'live')",
    "CREATE INDEX chat_begun ON chat (tenant_id, begun_at)",
    "CREATE INDEX chat_ticket ON chat (tenant_id, ticket_id) WHERE ticket_id IS NOT NULL",
)
OF_OWN_CHAT = f"""EXISTS (SELECT FROM chat c WHERE c.tenant_id = chat_line.tenant_id
    AND c.id = chat_line.chat_id AND c.person_id = {PERSON})"""


def statements(isolation: Isolation) -> list[str]:
    return [
        *TABLES,
        *isolation.tenant("chat", member=f"person_id = {PERSON}"),
        *isolation.tenant("chat_line", member=OF_OWN_CHAT),
        *isolation.tenant("chat_terms"),
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
