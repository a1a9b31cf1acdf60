"""By which number a remote-support tool knows a person's machine."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import PERSON, Isolation

ID = "2026-11-23T13:86:00:000100"
VERSION = "1.38.0"
DESCRIPTION = "desk: numbers of remote support"

TABLE = """
CREATE TABLE remote_number (
    tenant_id int NOT NULL,
    person_id uuid NOT NULL,
    tool_id uuid NOT NULL,
    target text NOT NULL CHECK (length(target) BETWEEN 1 AND 100),
    kept_by uuid NOT NULL,
    kept_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, person_id, tool_id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
)"""


# Their own; everybody's to whom hands over all that is held of the company.
OWN = f"""person_id = {PERSON} OR EXISTS (SELECT FROM member_role o
    WHERE o.tenant_id = remote_number.tenant_id AND o.person_id = {PERSON}
    AND o.role = 'client_admin')"""


def statements(isolation: Isolation) -> list[str]:
    return [TABLE, *isolation.tenant("remote_number", member=OWN)]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
