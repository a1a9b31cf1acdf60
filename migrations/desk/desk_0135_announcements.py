"""What clients are told ahead or while it happens: announcements and maintenance, and who wants
them by mail."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import PERSON, Isolation

ID = "2026-11-22T12:35:00:000101"
VERSION = "1.38.0"
DESCRIPTION = "desk: announcements"

TABLES = (
    """
CREATE TABLE announcement (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('notice', 'disruption', 'maintenance')),
    severity text NOT NULL CHECK (severity IN ('info', 'warning', 'critical')),
    service_id uuid,
    language text NOT NULL CHECK (language ~ '^[a-z]{2,3}$'),
    texts jsonb NOT NULL,
    published_from timestamptz NOT NULL,
    published_to timestamptz,
    starts_at timestamptz,
    ends_at timestamptz,
    maintenance_id uuid,
    broadcast_id uuid,
    author_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    withdrawn_by uuid,
    withdrawn_at timestamptz,
    told_at timestamptz,
    version int NOT NULL CHECK (version > 0),
    PRIMARY KEY (tenant_id, id),
    CHECK (published_to IS NULL OR published_to > published_from),
    CHECK ((kind = 'maintenance') = (maintenance_id IS NOT NULL)),
    CHECK ((withdrawn_by IS NULL) = (withdrawn_at IS NULL)),
    FOREIGN KEY (tenant_id, service_id) REFERENCES service (tenant_id, id),
    FOREIGN KEY (tenant_id, maintenance_id) REFERENCES maintenance (tenant_id, id)
)""",
    """
CREATE TABLE announcement_subscription (
    tenant_id int NOT NULL REFERENCES tenant (id),
    person_id uuid NOT NULL,
    since timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, person_id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
)""",
    "CREATE INDEX announcement_lasting ON announcement "
    "(tenant_id, coalesce(published_to, 'infinity'::timestamptz)) WHERE withdrawn_at IS NULL",
)


def statements(isolation: Isolation) -> list[str]:
    return [
        *TABLES,
        *isolation.tenant("announcement", member="published_from <= scope_now()"),
        *isolation.tenant("announcement_subscription", member=f"person_id = {PERSON}"),
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
