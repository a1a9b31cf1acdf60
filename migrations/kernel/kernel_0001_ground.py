"""The ground every room stands on: the tenant and its time, events and who must hear of them,
timers, what leaves, and answers kept for a repeated request."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T03:00:00:000001"
VERSION = "1.38.0"
DESCRIPTION = "kernel ground"

TENANT = """
CREATE TABLE tenant (
    id int PRIMARY KEY,
    slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z][a-z0-9-]{1,62}$'),
    key text NOT NULL UNIQUE CHECK (key ~ '^[A-Z][A-Z0-9]{1,9}$'),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    state text NOT NULL CHECK (state IN ('active', 'suspended', 'closed')),
    time_zone text NOT NULL,
    locale text NOT NULL,
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    simulated_now timestamptz,
    created_at timestamptz NOT NULL
)"""

ASSIGNMENT = """
CREATE TABLE assignment (
    staff_id uuid NOT NULL,
    tenant_id int NOT NULL REFERENCES tenant (id),
    PRIMARY KEY (staff_id, tenant_id)
)"""

SCOPE_NOW = """
CREATE FUNCTION scope_now() RETURNS timestamptz LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    scoped text := current_setting('underpin.tenant', true);
BEGIN
    IF scoped IS NULL OR scoped = '' THEN
        RETURN transaction_timestamp();
    END IF;
    RETURN coalesce(
        (SELECT t.simulated_now FROM public.tenant t WHERE t.id = scoped::int),
        transaction_timestamp()
    );
END $$"""

EVENT = """
CREATE TABLE event (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    subject_id uuid NOT NULL,
    position int NOT NULL CHECK (position > 0),
    kind text NOT NULL,
    happened_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    actor_kind text NOT NULL CHECK (actor_kind IN ('staff', 'member', 'vendor', 'worker')),
    actor_id uuid,
    source text NOT NULL,
    reason text,
    body jsonb NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, subject_id, position)
)"""

DELIVERY = """
CREATE TABLE delivery (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    event_id uuid NOT NULL,
    consumer text NOT NULL,
    lane text NOT NULL CHECK (lane IN ('alarm', 'mail', 'webhook', 'bulk')),
    subject_id uuid NOT NULL,
    position int NOT NULL,
    due_at timestamptz NOT NULL,
    attempts int NOT NULL CHECK (attempts >= 0),
    parked_at timestamptz,
    last_error text,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, consumer, subject_id, position),
    FOREIGN KEY (tenant_id, event_id) REFERENCES event (tenant_id, id)
)"""

TIMER = """
CREATE TABLE timer (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    kind text NOT NULL,
    key text NOT NULL,
    subject_id uuid NOT NULL,
    lane text NOT NULL CHECK (lane IN ('alarm', 'mail', 'webhook', 'bulk')),
    fires_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    attempts int NOT NULL CHECK (attempts >= 0),
    simulated boolean NOT NULL,
    parked_at timestamptz,
    last_error text,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, kind, key)
)"""

OUTGOING = """
CREATE TABLE outgoing (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    channel text NOT NULL,
    identity text NOT NULL,
    subject_id uuid NOT NULL,
    payload jsonb NOT NULL,
    simulated boolean NOT NULL,
    created_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    attempts int NOT NULL CHECK (attempts >= 0),
    sent_at timestamptz,
    withdrawn_at timestamptz,
    parked_at timestamptz,
    last_error text,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, channel, identity)
)"""

ANSWER = """
CREATE TABLE kept_answer (
    tenant_id int NOT NULL REFERENCES tenant (id),
    principal_id uuid NOT NULL,
    route text NOT NULL,
    key text NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
    body_hash bytea NOT NULL,
    answer bytea,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, principal_id, route, key)
)"""

PROVIDER_ANSWER = """
CREATE TABLE provider_answer (
    principal_id uuid NOT NULL,
    route text NOT NULL,
    key text NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
    body_hash bytea NOT NULL,
    answer bytea,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (principal_id, route, key)
)"""

PULSE = """
CREATE TABLE pulse_hold (
    id int PRIMARY KEY CHECK (id = 1),
    held_at timestamptz NOT NULL,
    detail text NOT NULL
)"""

INDEXES = (
    "CREATE INDEX delivery_due ON delivery (due_at) WHERE parked_at IS NULL",
    "CREATE INDEX delivery_tenant_due ON delivery (tenant_id, due_at) WHERE parked_at IS NULL",
    "CREATE INDEX delivery_lane_due ON delivery (tenant_id, lane, due_at) WHERE parked_at IS NULL",
    "CREATE INDEX timer_due ON timer (due_at) WHERE parked_at IS NULL AND NOT simulated",
    "CREATE INDEX timer_tenant_due ON timer (tenant_id, due_at) WHERE parked_at IS NULL",
    "CREATE INDEX timer_subject ON timer (tenant_id, subject_id)",
    "CREATE INDEX outgoing_due ON outgoing (due_at) "
    "WHERE sent_at IS NULL AND withdrawn_at IS NULL AND parked_at IS NULL",
    "CREATE INDEX outgoing_tenant_due ON outgoing (tenant_id, due_at) "
    "WHERE sent_at IS NULL AND withdrawn_at IS NULL AND parked_at IS NULL",
    "CREATE INDEX outgoing_subject ON outgoing (tenant_id, subject_id)",
    *(
        f"CREATE INDEX {table}_parked ON {table} (parked_at, tenant_id) WHERE parked_at IS NOT NULL"
        for table in ("delivery", "timer", "outgoing")
    ),
    "CREATE INDEX tenant_simulated ON tenant (id) WHERE simulated_now IS NOT NULL",
)


def _tenant(isolation: Isolation) -> list[str]:
    statements = isolation.tenant("tenant", key="id", work="SELECT, INSERT, UPDATE", member="true")
    vendor = isolation.role("vendor")
    return [
        *statements,
        f"GRANT SELECT (id, simulated_now, time_zone, locale) ON tenant TO {vendor}",
        f"CREATE POLICY vendor ON tenant FOR SELECT TO {vendor} "
        "USING (id = current_setting('underpin.tenant')::int)",
        *isolation.due("tenant", "id", "state", "simulated_now"),
        "CREATE SEQUENCE tenant_number AS int",
        f"GRANT USAGE ON SEQUENCE tenant_number TO {isolation.role('provider')}",
    ]


def statements(isolation: Isolation) -> list[str]:
    every = ", ".join(isolation.role(s) for s in ("member", "vendor", "staff", "work", "provider"))
    due = ("tenant_id", "id", "due_at", "attempts", "lane", "parked_at")
    return [
        TENANT,
        *_tenant(isolation),
        SCOPE_NOW,
        f"GRANT EXECUTE ON FUNCTION scope_now() TO {every}, "
        f"{isolation.role('system')}, {isolation.role('door')}",
        ASSIGNMENT,
        *isolation.provider("assignment"),
        EVENT,
        *isolation.tenant("event", work="SELECT, INSERT"),
        DELIVERY,
        *isolation.tenant("delivery"),
        *isolation.due("delivery", *due),
        TIMER,
        *isolation.tenant("timer"),
        *isolation.due("timer", *due, "simulated"),
        OUTGOING,
        *isolation.tenant("outgoing"),
        *isolation.due(
            "outgoing",
            "tenant_id",
            "id",
            "due_at",
            "attempts",
            "sent_at",
            "withdrawn_at",
            "parked_at",
        ),
        ANSWER,
        *isolation.tenant("kept_answer", staff=False),
        PROVIDER_ANSWER,
        *isolation.provider("provider_answer", staff=False, work=False),
        PULSE,
        *isolation.provider("pulse_hold", staff=False, work=False),
        f"GRANT SELECT ON pulse_hold TO {isolation.role('system')}",
        *INDEXES,
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("kernel", ID, statements)
