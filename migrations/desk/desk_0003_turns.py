"""Members see in which states their ticket was, from which follows whose turn it was."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import TENANT, Isolation

ID = "2026-11-22T07:08:00:000008"
VERSION = "1.38.0"
DESCRIPTION = "desk: whose turn a ticket was"

OF_A_TICKET_SEEN = f"""{TENANT} AND (EXISTS (SELECT FROM ticket t
        WHERE t.tenant_id = standing.tenant_id AND t.id = standing.ticket_id))"""


def statements(isolation: Isolation) -> list[str]:
    """The states and their instants are all a member may know of a ticket's course; no other
    column of its standing is granted."""
    member = isolation.role("member")
    return [
        f"GRANT SELECT (tenant_id, ticket_id, since_us, states) ON standing TO {member}",
        f"CREATE POLICY member ON standing FOR SELECT TO {member} USING ({OF_A_TICKET_SEEN})",
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
