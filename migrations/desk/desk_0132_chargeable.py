"""Chargeable work: estimates, the client's order number, and what an hour is taken to cost when it
is held against a spending limit."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T12:32:00:000104"
VERSION = "1.38.0"
DESCRIPTION = "desk: chargeable work"

TABLES = (
    """
CREATE TABLE chargeable_terms (
    tenant_id int PRIMARY KEY REFERENCES tenant (id),
    hourly_rate numeric NOT NULL CHECK (hourly_rate > 0),
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    set_by uuid,
    set_at timestamptz NOT NULL
)""",
    """
CREATE TABLE estimate (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    basis text NOT NULL CHECK (basis IN ('hours', 'fixed')),
    minutes int CHECK (minutes > 0),
    rate numeric CHECK (rate > 0),
    amount numeric NOT NULL CHECK (amount >= 0),
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    text text NOT NULL CHECK (length(text) <= 20000),
    state text NOT NULL CHECK (state IN ('waiting', 'approved', 'refused', 'withdrawn', 'lapsed')),
    request_id uuid NOT NULL,
    made_by uuid,
    made_at timestamptz NOT NULL,
    po_number text CHECK (length(po_number) BETWEEN 1 AND 60),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, request_id),
    FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id),
    FOREIGN KEY (tenant_id, request_id) REFERENCES approval_request (tenant_id, id),
    CHECK ((basis = 'hours') = (minutes IS NOT NULL AND rate IS NOT NULL))
)""",
    "CREATE INDEX estimate_ticket ON estimate (tenant_id, ticket_id, made_at)",
    "ALTER TABLE ticket ADD COLUMN po_number text CHECK (length(po_number) BETWEEN 1 AND 60)",
)

# Who may see its ticket, and who is asked to approve it.
SEEN = """EXISTS (SELECT FROM approval_request q WHERE q.tenant_id = estimate.tenant_id
        AND q.id = estimate.request_id)"""


def statements(isolation: Isolation) -> list[str]:
    return [
        *TABLES,
        *isolation.tenant("chargeable_terms"),
        *isolation.tenant("estimate", member=SEEN),
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
