"""Staff's acts that may move a due time later, found by when they were recorded."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T07:09:00:000009"
VERSION = "1.38.0"
DESCRIPTION = "contracts: acts that move a due time later"

INDEX = """
CREATE INDEX event_later_due ON event (tenant_id, recorded_at, id) WHERE actor_kind = 'staff' AND (
    kind IN ('ticket.state_changed', 'ticket.reprioritised', 'ticket.type_changed',
             'ticket.no_reply_needed', 'ticket.merged')
    OR recorded_at - happened_at > interval '5 minutes')
"""


def statements(_: Isolation) -> list[str]:
    return [INDEX]


async def forwards() -> MigrationManager:
    return migrate.manager("contracts", ID, statements)
