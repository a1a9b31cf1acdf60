"""Other ways in and out: channels with their accounts and threads, webhooks that leave, calls."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import TENANTS, Isolation

ID = "2026-11-22T10:22:00:000122"
VERSION = "1.38.0"
DESCRIPTION = "desk: channels, webhooks out, calls"

TABLES = (
    """
CREATE TABLE channel (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    kind text NOT NULL CHECK (kind IN ('slack', 'teams', 'webhook')),
    settings jsonb NOT NULL,
    credential bytea NOT NULL,
    service_id uuid,
    paused_at timestamptz,
    created_at timestamptz NOT NULL,
    version int NOT NULL CHECK (version > 0),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, name),
    FOREIGN KEY (tenant_id, service_id) REFERENCES service (tenant_id, id)
)""",
    """
CREATE TABLE channel_account (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    channel_id uuid NOT NULL,
    account text NOT NULL CHECK (length(account) BETWEEN 1 AND 300),
    name text NOT NULL,
    person_id uuid,
    staff_id uuid,
    first_heard_at timestamptz NOT NULL,
    linked_by uuid,
    linked_at timestamptz,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, channel_id, account),
    FOREIGN KEY (tenant_id, channel_id) REFERENCES channel (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id),
    CHECK (person_id IS NULL OR staff_id IS NULL)
)""",
    """
CREATE TABLE channel_thread (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    channel_id uuid NOT NULL,
    thread text NOT NULL CHECK (length(thread) BETWEEN 1 AND 500),
    ticket_id uuid NOT NULL,
    opened_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, channel_id, thread),
    FOREIGN KEY (tenant_id, channel_id) REFERENCES channel (tenant_id, id),
    FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id)
)""",
    """
CREATE TABLE webhook (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    url text NOT NULL CHECK (length(url) BETWEEN 1 AND 2000),
    kinds text[] NOT NULL,
    for_staff boolean NOT NULL,
    signing_key bytea NOT NULL,
    former_key bytea,
    former_until timestamptz,
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    paused_at timestamptz,
    version int NOT NULL CHECK (version > 0),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, name)
)""",
    """
CREATE TABLE phone_line (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    proof text NOT NULL,
    paused_at timestamptz,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, name)
)""",
    """
CREATE TABLE phone_number (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    number text NOT NULL CHECK (number ~ '^[0-9]{3,15}$'),
    person_id uuid NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, number, person_id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
)""",
    """
CREATE TABLE phone_call (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    line_id uuid,
    reference text,
    direction text NOT NULL CHECK (direction IN ('in', 'out')),
    number text NOT NULL,
    person_id uuid,
    staff_id uuid,
    started_at timestamptz NOT NULL,
    seconds int CHECK (seconds >= 0),
    state text NOT NULL CHECK (state IN ('draft', 'missed', 'logged', 'dropped')),
    ticket_id uuid,
    message_id uuid,
    version int NOT NULL CHECK (version > 0),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, line_id, reference),
    FOREIGN KEY (tenant_id, line_id) REFERENCES phone_line (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id),
    CHECK ((state = 'logged') = (ticket_id IS NOT NULL))
)""",
    "CREATE INDEX channel_account_person ON channel_account (tenant_id, person_id) "
    "WHERE person_id IS NOT NULL",
    "CREATE INDEX channel_account_unknown ON channel_account (tenant_id, id) "
    "WHERE person_id IS NULL AND staff_id IS NULL",
    "CREATE INDEX channel_thread_ticket ON channel_thread (tenant_id, ticket_id)",
    "CREATE INDEX phone_number_person ON phone_number (tenant_id, person_id)",
    "CREATE INDEX phone_call_open ON phone_call (tenant_id, id) WHERE state IN ('draft', 'missed')",
    "CREATE INDEX phone_call_ticket ON phone_call (tenant_id, ticket_id) "
    "WHERE ticket_id IS NOT NULL",
)

SEEN = {
    "channel": "tenant_id, id, name, kind, settings, service_id, paused_at, created_at, version",
    "webhook": "tenant_id, id, name, url, kinds, for_staff, created_by, created_at, paused_at, "
    "version",
}


def _less_their_secrets(isolation: Isolation) -> list[str]:
    """Staff see these tables but for what is sealed in them."""
    staff, said = isolation.role("staff"), list[str]()
    for table, columns in SEEN.items():
        said += [
            *isolation.tenant(table, staff=False),
            f"GRANT SELECT ({columns}) ON {table} TO {staff}",
            f"CREATE POLICY staff ON {table} FOR SELECT TO {staff} USING ({TENANTS})",
        ]
    return said


def statements(isolation: Isolation) -> list[str]:
    """Members see none of it: what was said stands on their tickets."""
    return [
        *TABLES,
        *_less_their_secrets(isolation),
        *isolation.tenant("channel_account"),
        *isolation.tenant("channel_thread"),
        *isolation.tenant("phone_line"),
        *isolation.tenant("phone_number"),
        *isolation.tenant("phone_call"),
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
