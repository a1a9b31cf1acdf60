"""A new client company's set-up: which of its steps were left for later, and when it was ended."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T13:53:00:000101"
VERSION = "1.38.0"
DESCRIPTION = "desk: onboarding"

STEPS = "'domain', 'mail', 'calendar', 'contract', 'people', 'admin', 'ticket', 'end'"

# What was done shows in what stands; only what was decided is kept.
TABLE = f"""
CREATE TABLE onboarding_mark (
    tenant_id int NOT NULL REFERENCES tenant (id),
    step text NOT NULL CHECK (step IN ({STEPS})),
    marked_by uuid NOT NULL REFERENCES staff (id),
    marked_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, step)
)"""


def statements(isolation: Isolation) -> list[str]:
    return [TABLE, *isolation.tenant("onboarding_mark")]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
