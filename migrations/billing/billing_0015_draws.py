"""A client's finance people and admins read what was drawn from their blocks."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T10:15:00:000215"
VERSION = "1.38.0"
DESCRIPTION = "billing: draws to be read"

# A block that the asker may read, by its own policy.
OF_A_BLOCK_SEEN = """tenant_id = current_setting('underpin.tenant')::int AND (EXISTS (
    SELECT FROM block b WHERE b.tenant_id = block_draw.tenant_id AND b.id = block_draw.block_id))"""


def statements(isolation: Isolation) -> list[str]:
    member = isolation.role("member")
    return [
        f"GRANT SELECT ON block_draw TO {member}",
        f"CREATE POLICY member ON block_draw FOR SELECT TO {member} USING ({OF_A_BLOCK_SEEN})",
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("billing", ID, statements)
