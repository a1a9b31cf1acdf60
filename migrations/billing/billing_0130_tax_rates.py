"""The rates of tax that hold where the provider sells: by class, each from a day on. A client's
term may leave its rate to them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T12:30:00:000100"
VERSION = "1.38.0"
DESCRIPTION = "billing: tax rates"

RATE = """
CREATE TABLE tax_rate (
    tax_class text NOT NULL CHECK (length(tax_class) BETWEEN 1 AND 40 AND tax_class <> 'exempt'),
    starts_on date NOT NULL,
    percent numeric(7, 4) NOT NULL CHECK (percent BETWEEN 0 AND 100),
    set_by uuid,
    set_at timestamptz NOT NULL,
    PRIMARY KEY (tax_class, starts_on)
)"""


def statements(isolation: Isolation) -> list[str]:
    return [
        RATE,
        *isolation.provider("tax_rate"),
        "ALTER TABLE subscription ALTER COLUMN tax_percent DROP NOT NULL",
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("billing", ID, statements)
