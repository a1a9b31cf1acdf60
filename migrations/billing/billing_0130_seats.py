"""A client's seats: the list of people that its admin confirmed, from a day on."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import APPEND, PERSON, Isolation

ID = "2026-11-22T12:30:00:000107"
VERSION = "1.38.0"
DESCRIPTION = "billing: seats"

TABLE = """
CREATE TABLE seat_list (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    from_day date NOT NULL,
    number int NOT NULL CHECK (number > 0),
    people uuid[] NOT NULL,
    confirmed_by uuid NOT NULL,
    confirmed_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, from_day, number)
)"""
PAYS = f"""EXISTS (SELECT FROM member_role r WHERE r.tenant_id = seat_list.tenant_id
    AND r.person_id = {PERSON} AND r.role IN ('client_admin', 'finance'))"""


def statements(isolation: Isolation) -> list[str]:
    return [TABLE, *isolation.tenant("seat_list", work=APPEND, member=PAYS)]


async def forwards() -> MigrationManager:
    return migrate.manager("billing", ID, statements)
