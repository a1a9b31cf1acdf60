"""How a vendor is reached by telephone, and whom to ask next there."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T10:26:00:000026"
VERSION = "1.38.0"
DESCRIPTION = "contracts: vendors by telephone"

TABLES = (
    """
CREATE TABLE vendor_desk (
    vendor_id uuid PRIMARY KEY REFERENCES vendor (id),
    phone text NOT NULL CHECK (length(phone) <= 60),
    customer_number text NOT NULL CHECK (length(customer_number) <= 100),
    pin text NOT NULL CHECK (length(pin) <= 60),
    entitlement text NOT NULL CHECK (length(entitlement) <= 2000)
)""",
    """
CREATE TABLE vendor_contact (
    vendor_id uuid NOT NULL REFERENCES vendor (id),
    position int NOT NULL CHECK (position BETWEEN 1 AND 9),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    email text NOT NULL CHECK (email = lower(email)),
    phone text NOT NULL CHECK (length(phone) <= 60),
    PRIMARY KEY (vendor_id, position)
)""",
)


def statements(isolation: Isolation) -> list[str]:
    return [
        *TABLES,
        *isolation.provider("vendor_desk"),
        *isolation.provider("vendor_contact"),
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("contracts", ID, statements)
