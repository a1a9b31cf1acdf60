"""How much an approver may spend, and who stands in for them while they are away."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import PERSON, Isolation

ID = "2026-11-22T12:32:00:000100"
VERSION = "1.38.0"
DESCRIPTION = "tenants: spending limits, stand-ins"

TABLES = (
    """
CREATE TABLE spending_limit (
    tenant_id int NOT NULL,
    person_id uuid NOT NULL,
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    amount numeric NOT NULL CHECK (amount >= 0),
    set_by uuid,
    set_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, person_id, currency),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
)""",
    """
CREATE TABLE stand_in (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    stand_in_id uuid NOT NULL,
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    made_by uuid NOT NULL,
    made_at timestamptz NOT NULL,
    cancelled_at timestamptz,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, stand_in_id) REFERENCES person (tenant_id, id),
    CHECK (ends_at > starts_at),
    CHECK (stand_in_id <> person_id)
)""",
    "CREATE INDEX stand_in_person ON stand_in (tenant_id, person_id, ends_at)",
    "CREATE INDEX stand_in_other ON stand_in (tenant_id, stand_in_id, ends_at)",
)


def statements(isolation: Isolation) -> list[str]:
    keeps = (
        "EXISTS (SELECT FROM member_role o WHERE o.tenant_id = spending_limit.tenant_id "
        f"AND o.person_id = {PERSON} AND o.role = 'client_admin')"
    )
    involved = f"person_id = {PERSON} OR stand_in_id = {PERSON}"
    return [
        *TABLES,
        *isolation.tenant("spending_limit", member=f"person_id = {PERSON} OR {keeps}"),
        *isolation.tenant("stand_in", member=involved),
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("tenants", ID, statements)
