"""Clients' margins by month, as last reckoned."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T13:58:00:000103"
VERSION = "1.38.0"
DESCRIPTION = "billing: client margins"

AMOUNTS = (
    *("revenue", "credits", "written_off", "penalties", "recoveries"),
    *("work", "vendors", "left_over"),
)
TABLE = f"""
CREATE TABLE client_margin (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    month date NOT NULL CHECK (extract(day FROM month) = 1),
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{{3}}$'),
    {" numeric(20, 4) NOT NULL, ".join(AMOUNTS)} numeric(20, 4) NOT NULL,
    is_whole boolean NOT NULL,
    reckoned_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, month)
)"""


def statements(isolation: Isolation) -> list[str]:
    return [TABLE, *isolation.tenant("client_margin")]


async def forwards() -> MigrationManager:
    return migrate.manager("billing", ID, statements)
