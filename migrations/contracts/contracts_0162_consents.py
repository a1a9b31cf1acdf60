"""Whom of a client's people one asked to accept a version, and what was taken back."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T13:62:00:000101"
VERSION = "1.38.0"
DESCRIPTION = "contracts: consent asked for"

TABLES = (
    """
CREATE TABLE consent_request (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    version_id uuid NOT NULL,
    person_id uuid NOT NULL,
    outgoing_id uuid NOT NULL,
    asked_by uuid NOT NULL,
    asked_at timestamptz NOT NULL,
    revoked_by uuid,
    revoked_at timestamptz,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, version_id) REFERENCES agreement_version (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id),
    CHECK ((revoked_by IS NULL) = (revoked_at IS NULL))
)""",
    "CREATE INDEX consent_request_version ON consent_request (tenant_id, version_id)",
)

# Whoever may see the version, to know whether it is still asked of them.
SEEN = """EXISTS (SELECT FROM agreement_version v WHERE v.tenant_id = consent_request.tenant_id
        AND v.id = consent_request.version_id)"""


def statements(isolation: Isolation) -> list[str]:
    return [*TABLES, *isolation.tenant("consent_request", member=SEEN)]


async def forwards() -> MigrationManager:
    return migrate.manager("contracts", ID, statements)
