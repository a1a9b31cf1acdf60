"""What a client asked to be given of all that is kept of it, and the pieces it is made of."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import PERSON, Isolation

ID = "2026-11-22T13:63:00:000100"
VERSION = "1.38.0"
DESCRIPTION = "tenants: company export"

# `person_id` is the administrator with whose eyes it is read, who alone may take it. `step` counts
# what was kept, so that of two workers one goes on. `due_at`: when a worker shall look at it.
EXPORT = """
CREATE TABLE company_export (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    asked_kind text NOT NULL CHECK (asked_kind IN ('member', 'staff')),
    asked_by uuid NOT NULL,
    asked_at timestamptz NOT NULL,
    state text NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'gone')),
    due_at timestamptz,
    attempts int NOT NULL DEFAULT 0,
    step int NOT NULL DEFAULT 0,
    source text NOT NULL DEFAULT '',
    after text,
    sources int NOT NULL,
    finished_sources int NOT NULL DEFAULT 0,
    pieces int NOT NULL DEFAULT 0,
    rows bigint NOT NULL DEFAULT 0,
    bytes bigint NOT NULL DEFAULT 0,
    problem text,
    finished_at timestamptz,
    expires_at timestamptz,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id),
    CHECK ((state IN ('waiting', 'running')) = (due_at IS NOT NULL))
)"""
ONE_AT_A_TIME = """
CREATE UNIQUE INDEX company_export_live ON company_export (tenant_id, person_id)
WHERE state IN ('waiting', 'running')
"""
DUE = "CREATE INDEX company_export_due ON company_export (due_at) WHERE due_at IS NOT NULL"
PIECE = """
CREATE TABLE company_export_piece (
    tenant_id int NOT NULL,
    export_id uuid NOT NULL,
    position int NOT NULL,
    name text NOT NULL,
    source text NOT NULL,
    rows int NOT NULL,
    size bigint NOT NULL,
    crc bigint NOT NULL,
    sha256 bytea NOT NULL CHECK (length(sha256) = 32),
    packed_size bigint NOT NULL,
    packed bytea NOT NULL,
    PRIMARY KEY (tenant_id, export_id, position),
    FOREIGN KEY (tenant_id, export_id) REFERENCES company_export (tenant_id, id)
)"""


def statements(isolation: Isolation) -> list[str]:
    return [
        *(EXPORT, ONE_AT_A_TIME, DUE, PIECE),
        *isolation.tenant("company_export", member=f"person_id = {PERSON}"),
        *isolation.due("company_export", "tenant_id", "id", "due_at"),
        *isolation.tenant("company_export_piece", staff=False),
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("tenants", ID, statements)
