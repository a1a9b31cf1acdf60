"""A push that a person gave up, with who, when and why; and what waits found without a search."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T10:12:00:000112"
VERSION = "1.38.0"
DESCRIPTION = "billing: stripe, given up"

DROPPED = (
    "ALTER TABLE stripe_push DROP CONSTRAINT stripe_push_state_check",
    """
ALTER TABLE stripe_push
    ADD CONSTRAINT stripe_push_state_check
        CHECK (state IN ('waiting', 'done', 'aside', 'dropped')),
    ADD COLUMN dropped_by uuid,
    ADD COLUMN dropped_at timestamptz,
    ADD COLUMN dropped_why text NOT NULL DEFAULT '' CHECK (length(dropped_why) <= 2000),
    ADD CHECK ((state = 'dropped') = (dropped_by IS NOT NULL AND dropped_at IS NOT NULL
                                      AND dropped_why <> ''))""",
    "CREATE INDEX stripe_push_open ON stripe_push (tenant_id, begun_at, id) "
    "WHERE state IN ('waiting', 'aside')",
)


def statements(isolation: Isolation) -> list[str]:
    return [*DROPPED]


async def forwards() -> MigrationManager:
    return migrate.manager("billing", ID, statements)
