"""What payment providers tell us: kept whole before it is answered, decided on by the worker."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T10:13:00:000013"
VERSION = "1.38.0"
DESCRIPTION = "billing: inbox of payment providers"

HEAD = "LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS"

# An event is one by its id; that another type or object should ever come under the same id is not
# for us to swallow, so it is one of its own.
TABLES = (
    """
CREATE TABLE provider_event (
    id uuid PRIMARY KEY,
    provider text NOT NULL CHECK (provider IN ('stripe')),
    account text NOT NULL,
    event_id text NOT NULL CHECK (length(event_id) BETWEEN 1 AND 255),
    type text NOT NULL,
    object_type text NOT NULL,
    object_id text NOT NULL,
    body bytea,
    state text NOT NULL CHECK (state IN ('stored', 'applied', 'ignored', 'set_aside')),
    reason text,
    attempts int NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    due_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    decided_at timestamptz,
    UNIQUE (provider, event_id, account, type, object_id),
    CHECK ((state IN ('ignored', 'set_aside')) <= (reason IS NOT NULL)),
    CHECK ((state = 'stored') = (decided_at IS NULL))
)""",
    "CREATE INDEX provider_event_due ON provider_event (due_at) WHERE state = 'stored'",
    "CREATE INDEX provider_event_state ON provider_event (state, received_at DESC, id DESC)",
    f"""
CREATE FUNCTION door_provider_event(
    id uuid, provider text, account text, event_id text, type text, object_type text,
    object_id text, body bytea, strange text
) RETURNS boolean VOLATILE {HEAD} $$
    WITH stored AS (
        INSERT INTO public.provider_event AS e (id, provider, account, event_id, type, object_type,
            object_id, body, state, reason, due_at, received_at, decided_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8,
                CASE WHEN $9 IS NULL THEN 'stored' ELSE 'set_aside' END, $9,
                transaction_timestamp(), transaction_timestamp(),
                CASE WHEN $9 IS NOT NULL THEN transaction_timestamp() END)
        ON CONFLICT DO NOTHING RETURNING 1
    ) SELECT EXISTS (SELECT FROM stored)
$$""",
)


def statements(isolation: Isolation) -> list[str]:
    stored = "uuid, text, text, text, text, text, text, bytea, text"
    return [
        *TABLES,
        *isolation.provider("provider_event", write="SELECT, UPDATE", work=False),
        *isolation.definer(f"door_provider_event({stored})", "door"),
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("billing", ID, statements)
