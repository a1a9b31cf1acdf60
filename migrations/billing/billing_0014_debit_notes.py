"""Penalties under an SLA as documents of their own, outside the tax."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import PERSON, Isolation

ID = "2026-11-22T10:14:00:000414"
VERSION = "1.38.0"
DESCRIPTION = "billing: debit notes"

TABLE = (
    "ALTER TABLE invoice_series DROP CONSTRAINT invoice_series_kind_check",
    "ALTER TABLE invoice_series ADD CONSTRAINT invoice_series_kind_check "
    "CHECK (kind IN ('invoice', 'credit_note', 'debit_note'))",
    """
CREATE TABLE debit_note (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    entitlement_id uuid NOT NULL,
    state text NOT NULL CHECK (state IN ('proposed', 'issued', 'refused')),
    number text,
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    amount numeric(20, 6) NOT NULL CHECK (amount > 0),
    reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 2000),
    month date NOT NULL,
    proposed_by uuid NOT NULL,
    proposed_at timestamptz NOT NULL,
    decided_by uuid CHECK (decided_by <> proposed_by),
    decided_at timestamptz,
    refusal text,
    issued_on date,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, number),
    FOREIGN KEY (tenant_id, entitlement_id) REFERENCES entitlement (tenant_id, id),
    CHECK ((state = 'issued') = (number IS NOT NULL AND issued_on IS NOT NULL)),
    CHECK ((state = 'proposed') = (decided_by IS NULL)),
    CHECK ((state = 'refused') = (refusal IS NOT NULL))
)""",
    # one that was refused may be proposed again
    "CREATE UNIQUE INDEX debit_note_entitlement ON debit_note (tenant_id, entitlement_id) "
    "WHERE state <> 'refused'",
    "CREATE INDEX debit_note_month ON debit_note (tenant_id, month) WHERE state = 'issued'",
    """
CREATE TRIGGER debit_note_is_final BEFORE UPDATE OR DELETE ON debit_note FOR EACH ROW
WHEN (OLD.state = 'issued') EXECUTE FUNCTION refuse_change_of_final()""",
)

PAYS = f"""state = 'issued' AND EXISTS (SELECT FROM member_role r
    WHERE r.tenant_id = debit_note.tenant_id AND r.person_id = {PERSON}
    AND r.role IN ('client_admin', 'finance'))"""


def statements(isolation: Isolation) -> list[str]:
    return [*TABLE, *isolation.tenant("debit_note", member=PAYS)]


async def forwards() -> MigrationManager:
    return migrate.manager("billing", ID, statements)
