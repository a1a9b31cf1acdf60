"""Terms of a client that were withdrawn before they began: what they said, by whom, and why. A
change of plan keeps the end it did away with, so that withdrawing it gives that back."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import APPEND, PERSON, Isolation

ID = "2026-11-22T12:30:00:000102"
VERSION = "1.38.0"
DESCRIPTION = "billing: withdrawn terms"

WITHDRAWN = """
CREATE TABLE withdrawn_term (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    plan_name text NOT NULL,
    plan_number int NOT NULL,
    currency text NOT NULL,
    starts_on date NOT NULL,
    agreed_by uuid,
    agreed_at timestamptz,
    reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 2000),
    withdrawn_by uuid NOT NULL,
    withdrawn_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id, withdrawn_at)
)"""
PAYS = f"""EXISTS (SELECT FROM member_role r WHERE r.tenant_id = withdrawn_term.tenant_id
    AND r.person_id = {PERSON} AND r.role IN ('client_admin', 'finance'))"""


def statements(isolation: Isolation) -> list[str]:
    return [
        WITHDRAWN,
        *isolation.tenant("withdrawn_term", work=APPEND, member=PAYS),
        "ALTER TABLE subscription ADD COLUMN earlier_end date",
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("billing", ID, statements)
