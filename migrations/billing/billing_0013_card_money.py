"""What comes of cards: disputes, declined cards tried again, and whose a customer at Stripe is."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T10:13:00:000113"
VERSION = "1.38.0"
DESCRIPTION = "billing: disputes and declined cards"

HEAD = "LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS"

TABLES = (
    """
CREATE TABLE payment_dispute (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    invoice_id uuid NOT NULL,
    external_id text NOT NULL CHECK (length(external_id) BETWEEN 1 AND 200),
    amount numeric(20, 6) NOT NULL CHECK (amount >= 0),
    status text NOT NULL,
    reason text NOT NULL,
    opened_at timestamptz NOT NULL,
    respond_by timestamptz,
    is_over boolean NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, external_id),
    FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoice (tenant_id, id)
)""",
    "CREATE INDEX payment_dispute_invoice ON payment_dispute (tenant_id, invoice_id)",
    """
CREATE TABLE card_dunning (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    invoice_id uuid NOT NULL,
    state text NOT NULL CHECK (state IN ('trying', 'stopped', 'paid', 'given_up')),
    tries int NOT NULL CHECK (tries > 0),
    declined text NOT NULL,
    next_try_at timestamptz,
    started_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, invoice_id),
    FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoice (tenant_id, id),
    CHECK ((state = 'trying') = (next_try_at IS NOT NULL))
)""",
    """
CREATE TABLE card_schedule (
    provider text PRIMARY KEY CHECK (provider IN ('stripe')),
    days int[] NOT NULL CHECK (cardinality(days) <= 10),
    set_by uuid NOT NULL,
    set_at timestamptz NOT NULL
)""",
    "CREATE INDEX collecting_payment_method ON collecting (payment_method) "
    "WHERE payment_method IS NOT NULL",
    "CREATE INDEX stripe_customer ON stripe_push (stripe_id) WHERE kind = 'customer'",
    f"""
CREATE FUNCTION door_stripe_client(reference text) RETURNS int STABLE {HEAD} $$
    SELECT p.tenant_id FROM public.stripe_push p
    WHERE p.kind = 'customer' AND p.stripe_id = $1
    UNION
    SELECT c.tenant_id FROM public.collecting c WHERE c.payment_method = $1
    LIMIT 1
$$""",
)

OF_ISSUED = """EXISTS (SELECT FROM invoice i WHERE i.tenant_id = payment_dispute.tenant_id
    AND i.id = payment_dispute.invoice_id)"""


def statements(isolation: Isolation) -> list[str]:
    return [
        *TABLES,
        *isolation.tenant("payment_dispute", member=OF_ISSUED),
        *isolation.tenant("card_dunning"),
        *isolation.provider("card_schedule"),
        *isolation.definer("door_stripe_client(text)", "door"),
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("billing", ID, statements)
