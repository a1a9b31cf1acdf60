"""What a client has: assets, their history, what they cost us, imports, links to tickets; how
support gets onto them from afar."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import PERSON, Isolation

ID = "2026-11-22T12:36:00:000102"
VERSION = "1.38.0"
DESCRIPTION = "desk: assets and remote support"

STATES = "'planned', 'in_use', 'in_store', 'in_repair', 'retired'"

TABLES = (
    f"""
CREATE TABLE asset (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    source text NOT NULL CHECK (length(source) BETWEEN 1 AND 40),
    external_id text NOT NULL CHECK (length(external_id) BETWEEN 1 AND 200),
    kind text NOT NULL CHECK (length(kind) BETWEEN 1 AND 60),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    serial text NOT NULL,
    vendor text NOT NULL,
    owner_id uuid,
    site_id uuid,
    service_id uuid,
    purchased_on date,
    warranty_until date,
    state text NOT NULL CHECK (state IN ({STATES})),
    attributes jsonb NOT NULL,
    warned_for date,
    version int NOT NULL CHECK (version > 0),
    created_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, source, external_id),
    FOREIGN KEY (tenant_id, owner_id) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, site_id) REFERENCES site (tenant_id, id),
    FOREIGN KEY (tenant_id, service_id) REFERENCES service (tenant_id, id)
)""",
    "CREATE INDEX asset_name ON asset (tenant_id, name, id)",
    "CREATE INDEX asset_owner ON asset (tenant_id, owner_id) WHERE owner_id IS NOT NULL",
    "CREATE INDEX asset_warranty ON asset (tenant_id, warranty_until) "
    "WHERE warranty_until IS NOT NULL AND state <> 'retired'",
    """
CREATE TABLE asset_cost (
    tenant_id int NOT NULL,
    asset_id uuid NOT NULL,
    amount numeric NOT NULL CHECK (amount >= 0),
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    PRIMARY KEY (tenant_id, asset_id),
    FOREIGN KEY (tenant_id, asset_id) REFERENCES asset (tenant_id, id)
)""",
    """
CREATE TABLE asset_change (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    asset_id uuid NOT NULL,
    changed_at timestamptz NOT NULL,
    changed_by uuid,
    way text NOT NULL,
    changes jsonb NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, asset_id) REFERENCES asset (tenant_id, id)
)""",
    "CREATE INDEX asset_change_asset ON asset_change (tenant_id, asset_id, id)",
    """
CREATE TABLE asset_ticket (
    tenant_id int NOT NULL,
    asset_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    linked_by uuid,
    linked_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, ticket_id, asset_id),
    FOREIGN KEY (tenant_id, asset_id) REFERENCES asset (tenant_id, id),
    FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id)
)""",
    "CREATE INDEX asset_ticket_asset ON asset_ticket (tenant_id, asset_id)",
    """
CREATE TABLE asset_import (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    file_name text NOT NULL,
    source text NOT NULL,
    created int NOT NULL,
    changed int NOT NULL,
    same int NOT NULL,
    refused jsonb NOT NULL,
    made_by uuid NOT NULL,
    made_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id)
)""",
    """
CREATE TABLE remote_tool (
    id uuid PRIMARY KEY,
    name text NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 60),
    pattern text NOT NULL CHECK (length(pattern) BETWEEN 1 AND 500),
    attribute text NOT NULL CHECK (length(attribute) BETWEEN 1 AND 40),
    changed_by uuid NOT NULL,
    changed_at timestamptz NOT NULL,
    retired_at timestamptz
)""",
    """
CREATE TABLE remote_session (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    asset_id uuid,
    tool_id uuid NOT NULL,
    tool text NOT NULL,
    target text NOT NULL,
    staff_id uuid NOT NULL,
    started_at timestamptz NOT NULL,
    ended_at timestamptz,
    time_entry_id uuid,
    PRIMARY KEY (tenant_id, id),
    CHECK (ended_at >= started_at),
    FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id),
    FOREIGN KEY (tenant_id, asset_id) REFERENCES asset (tenant_id, id)
)""",
    "CREATE INDEX remote_session_ticket ON remote_session (tenant_id, ticket_id, started_at)",
)

# Their own; the company's to whom looks after its machines.
KEEPS = f"""EXISTS (SELECT FROM member_role o WHERE o.tenant_id = asset.tenant_id
    AND o.person_id = {PERSON} AND o.role IN ('client_admin', 'it_partner'))"""
OWN = f"owner_id = {PERSON} OR {KEEPS}"
BOTH_SEEN = """EXISTS (SELECT FROM asset a WHERE a.tenant_id = asset_ticket.tenant_id
        AND a.id = asset_ticket.asset_id)
    AND EXISTS (SELECT FROM ticket t WHERE t.tenant_id = asset_ticket.tenant_id
        AND t.id = asset_ticket.ticket_id)"""


def statements(isolation: Isolation) -> list[str]:
    return [
        *TABLES,
        *isolation.tenant("asset", member=OWN),
        *isolation.tenant("asset_cost"),
        *isolation.tenant("asset_change"),
        *isolation.tenant("asset_ticket", member=BOTH_SEEN),
        *isolation.tenant("asset_import"),
        *isolation.provider("remote_tool"),
        *isolation.tenant("remote_session"),
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
