"""Prepaid blocks of hours or money, and what was drawn from each."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import APPEND, PERSON, Isolation

ID = "2026-11-22T07:05:00:000002"
VERSION = "1.38.0"
DESCRIPTION = "billing: prepaid blocks"

TABLES = (
    """
CREATE TABLE block (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    unit text NOT NULL CHECK (length(unit) BETWEEN 1 AND 40),
    size numeric(20, 6) NOT NULL CHECK (size > 0),
    remaining numeric(20, 6) NOT NULL CHECK (remaining BETWEEN 0 AND size),
    starts date NOT NULL,
    expires date CHECK (expires > starts),
    group_key text NOT NULL,
    roll_over numeric(7, 4) NOT NULL CHECK (roll_over BETWEEN 0 AND 100),
    rolled_from uuid,
    line_id uuid,
    sold_by uuid,
    sold_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, rolled_from),
    FOREIGN KEY (tenant_id, line_id) REFERENCES extra_line (tenant_id, id),
    FOREIGN KEY (tenant_id, rolled_from) REFERENCES block (tenant_id, id)
)""",
    "CREATE INDEX block_holding ON block (tenant_id, unit) WHERE remaining > 0",
    """
CREATE TABLE block_draw (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    block_id uuid NOT NULL,
    quantity numeric(20, 6) NOT NULL CHECK (quantity <> 0),
    key_hash text,
    key jsonb,
    period_start date,
    invoice_id uuid,
    cut int NOT NULL,
    drawn_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, block_id) REFERENCES block (tenant_id, id),
    FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoice (tenant_id, id),
    CHECK ((key_hash IS NULL) <> (invoice_id IS NULL)),
    CHECK ((key_hash IS NULL) = (key IS NULL AND period_start IS NULL))
)""",
    "CREATE INDEX block_draw_key ON block_draw (tenant_id, key_hash) WHERE key_hash IS NOT NULL",
    "CREATE INDEX block_draw_block ON block_draw (tenant_id, block_id)",
    # what prepaid money paid of it, written while it becomes final
    "ALTER TABLE invoice ADD COLUMN prepaid numeric(20, 6) NOT NULL DEFAULT 0 CHECK (prepaid >= 0)",
    # an entry is taken back once
    "CREATE UNIQUE INDEX usage_reversed ON usage_event (tenant_id, source, reverses) "
    "WHERE reverses IS NOT NULL",
)

PAYS = f"""EXISTS (SELECT FROM member_role r WHERE r.tenant_id = block.tenant_id
    AND r.person_id = {PERSON} AND r.role IN ('client_admin', 'finance'))"""


def statements(isolation: Isolation) -> list[str]:
    return [
        *TABLES,
        *isolation.tenant("block", member=PAYS),
        *isolation.tenant("block_draw", work=APPEND),
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("billing", ID, statements)
