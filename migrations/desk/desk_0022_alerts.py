"""What outside systems send us: their secrets, their deliveries kept whole, monitoring sources, and
the alerts and tickets that come of them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import TENANTS, Isolation

ID = "2026-11-22T10:22:00:000022"
VERSION = "1.38.0"
DESCRIPTION = "desk: webhooks in and monitoring alerts"

PURPOSES = "'alert', 'channel', 'call'"
STATES = "'waiting', 'applied', 'repeated', 'set_aside'"

TABLES = (
    # found by its hash in the door's own table of links, like every other secret address
    "ALTER TABLE link DROP CONSTRAINT link_purpose_check",
    "ALTER TABLE link ADD CONSTRAINT link_purpose_check "
    "CHECK (purpose IN ('invitation', 'reset', 'vendor', 'hook'))",
    f"""
CREATE TABLE hook_secret (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    purpose text NOT NULL CHECK (purpose IN ({PURPOSES})),
    owner_id uuid NOT NULL,
    signing_key bytea NOT NULL,
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    ends_at timestamptz,
    PRIMARY KEY (tenant_id, id)
)""",
    f"""
CREATE TABLE hook_delivery (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    purpose text NOT NULL CHECK (purpose IN ({PURPOSES})),
    owner_id uuid NOT NULL,
    identity text NOT NULL CHECK (length(identity) BETWEEN 1 AND 300),
    content_type text NOT NULL,
    body bytea NOT NULL,
    received_at timestamptz NOT NULL,
    state text NOT NULL CHECK (state IN ({STATES})),
    reason text,
    outcome jsonb,
    handled_at timestamptz,
    tries int NOT NULL CHECK (tries >= 0),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, owner_id, identity)
)""",
    """
CREATE TABLE alert_source (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    kind text NOT NULL,
    contact_id uuid NOT NULL,
    service_id uuid,
    settings jsonb NOT NULL,
    mapping jsonb,
    paused_at timestamptz,
    created_at timestamptz NOT NULL,
    version int NOT NULL CHECK (version > 0),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, name),
    FOREIGN KEY (tenant_id, contact_id) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, service_id) REFERENCES service (tenant_id, id)
)""",
    """
CREATE TABLE alert_matter (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    source_id uuid NOT NULL,
    key text NOT NULL,
    ticket_id uuid NOT NULL,
    storm boolean NOT NULL,
    flapping boolean NOT NULL,
    told int NOT NULL CHECK (told >= 0),
    opened_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, ticket_id),
    FOREIGN KEY (tenant_id, source_id) REFERENCES alert_source (tenant_id, id),
    FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id)
)""",
    """
CREATE TABLE alert (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    source_id uuid NOT NULL,
    fingerprint text NOT NULL CHECK (length(fingerprint) = 32),
    title text NOT NULL CHECK (length(title) BETWEEN 1 AND 300),
    severity text NOT NULL CHECK (severity IN ('', 'critical', 'error', 'warning', 'info')),
    firing boolean NOT NULL,
    told jsonb NOT NULL,
    points jsonb NOT NULL,
    matter_id uuid,
    joined_at timestamptz,
    held_until timestamptz,
    first_heard_at timestamptz NOT NULL,
    last_heard_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, source_id, fingerprint),
    FOREIGN KEY (tenant_id, source_id) REFERENCES alert_source (tenant_id, id),
    FOREIGN KEY (tenant_id, matter_id) REFERENCES alert_matter (tenant_id, id)
)""",
    "CREATE INDEX hook_secret_owner ON hook_secret (tenant_id, owner_id)",
    "CREATE INDEX hook_delivery_owner ON hook_delivery (tenant_id, owner_id, id)",
    "CREATE INDEX hook_delivery_aside ON hook_delivery (tenant_id, id) WHERE state = 'set_aside'",
    "CREATE INDEX hook_delivery_kept ON hook_delivery (tenant_id, handled_at) WHERE body <> ''",
    "CREATE INDEX alert_matter_key ON alert_matter (tenant_id, source_id, key, opened_at)",
    "CREATE INDEX alert_of_matter ON alert (tenant_id, matter_id) WHERE matter_id IS NOT NULL",
    "CREATE INDEX alert_joined ON alert (tenant_id, source_id, joined_at) "
    "WHERE joined_at IS NOT NULL",
)


def _seen_by_staff(isolation: Isolation) -> list[str]:
    """Staff see that there is a secret and until when, never what is in it."""
    staff = isolation.role("staff")
    return [
        "GRANT SELECT (tenant_id, id, purpose, owner_id, created_at, ends_at) "
        f"ON hook_secret TO {staff}",
        f"CREATE POLICY staff ON hook_secret FOR SELECT TO {staff} USING ({TENANTS})",
    ]


def statements(isolation: Isolation) -> list[str]:
    """Members and vendors see none of it: how a client is watched is the provider's own business,
    the ticket that comes of it is the client's."""
    return [
        *TABLES,
        *isolation.tenant("hook_secret", staff=False),
        *_seen_by_staff(isolation),
        *isolation.tenant("hook_delivery"),
        *isolation.tenant("alert_source"),
        *isolation.tenant("alert_matter"),
        *isolation.tenant("alert"),
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
