"""What is open of each invoice as a row of its own, and payments by other ways than a transfer."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T10:14:00:000014"
VERSION = "1.38.0"
DESCRIPTION = "billing: receivables"

METHODS = "'bank_transfer', 'card', 'direct_debit', 'stripe', 'balance', 'write_off'"

PAYMENT = (
    "ALTER TABLE payment DROP CONSTRAINT payment_method_check",
    f"""
ALTER TABLE payment
    ADD CONSTRAINT payment_method_check CHECK (method IN ({METHODS})),
    ALTER COLUMN recorded_by DROP NOT NULL,
    ADD COLUMN external_id text CHECK (length(external_id) BETWEEN 1 AND 200),
    ADD COLUMN reverses uuid,
    ADD FOREIGN KEY (tenant_id, reverses) REFERENCES payment (tenant_id, id)""",
    # what a provider of payments calls it: told twice it is booked once
    "CREATE UNIQUE INDEX payment_external ON payment (tenant_id, method, external_id) "
    "WHERE external_id IS NOT NULL",
    "CREATE UNIQUE INDEX payment_reversed ON payment (tenant_id, reverses) "
    "WHERE reverses IS NOT NULL",
    "ALTER TABLE credit_note ADD COLUMN purpose text NOT NULL DEFAULT '' "
    "CHECK (purpose IN ('', 'write_off', 'question'))",
)

RECEIVABLE = (
    """
CREATE TABLE receivable (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    currency text NOT NULL,
    gross numeric(20, 6) NOT NULL,
    credited numeric(20, 6) NOT NULL,
    paid numeric(20, 6) NOT NULL,
    questioned numeric(20, 6) NOT NULL DEFAULT 0 CHECK (questioned >= 0),
    written_off boolean NOT NULL DEFAULT false,
    due_on date NOT NULL,
    is_open boolean NOT NULL CHECK (is_open = (gross <> credited + paid)),
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, id) REFERENCES invoice (tenant_id, id)
)""",
    "CREATE INDEX receivable_open ON receivable (tenant_id, due_on, id) WHERE is_open",
    """
INSERT INTO receivable (tenant_id, id, currency, gross, credited, paid, due_on, is_open)
SELECT o.tenant_id, o.id, o.currency, o.gross, o.credited, o.paid, o.due_on,
       o.gross <> o.credited + o.paid
FROM (
    SELECT i.tenant_id, i.id, i.currency, i.gross, i.due_on,
        coalesce((SELECT sum(n.gross) FROM credit_note n WHERE n.tenant_id = i.tenant_id
                  AND n.invoice_id = i.id AND n.state = 'issued'), 0) AS credited,
        coalesce((SELECT sum(p.amount) FROM payment p WHERE p.tenant_id = i.tenant_id
                  AND p.invoice_id = i.id), 0) + i.prepaid AS paid
    FROM invoice i WHERE i.state = 'final') o""",
)

OF_ISSUED = (
    "EXISTS (SELECT FROM invoice i WHERE i.tenant_id = receivable.tenant_id "
    "AND i.id = receivable.id)"
)


def statements(isolation: Isolation) -> list[str]:
    return [*PAYMENT, *RECEIVABLE, *isolation.tenant("receivable", member=OF_ISSUED)]


async def forwards() -> MigrationManager:
    return migrate.manager("billing", ID, statements)
