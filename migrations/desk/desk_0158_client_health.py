"""How each client was doing, day by day."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T13:58:00:000102"
VERSION = "1.38.0"
DESCRIPTION = "desk: client health"

COUNTS = (
    *("live", "breached", "at_risk", "escalations", "credits", "answered", "content"),
    *("met", "missed"),
)
TABLES = (
    f"""
CREATE TABLE client_health (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    day date NOT NULL,
    {" int NOT NULL, ".join(COUNTS)} int NOT NULL,
    commitment numeric,
    is_kept boolean,
    contract text,
    in_force boolean NOT NULL,
    ends_on date,
    renews_on date,
    notice_until date,
    seen_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, day)
)""",
)


def statements(isolation: Isolation) -> list[str]:
    return [*TABLES, *isolation.tenant("client_health")]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
