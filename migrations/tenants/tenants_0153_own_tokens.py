"""What somebody's API tokens are, without what opens anything."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T13:53:00:000100"
VERSION = "1.38.0"
DESCRIPTION = "tenants: own API tokens"

# A member's scope names its person and tenant; staff's name neither, and ask for their own id.
OWN = """
CREATE FUNCTION own_api_tokens(of_person uuid) RETURNS TABLE (
    id uuid, name text, capabilities text[], tenant_id int, created_at timestamptz,
    expires_at timestamptz, used_at timestamptz
) STABLE LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT k.id, k.name, k.capabilities, k.tenant_id, k.created_at, k.expires_at, k.used_at
    FROM public.api_token k
    WHERE k.person_id = of_person AND k.revoked_at IS NULL
      AND k.expires_at > transaction_timestamp()
      AND CASE WHEN nullif(current_setting('underpin.person', true), '') IS NULL
               THEN k.audience = 'staff'
               ELSE k.audience = 'member'
                    AND k.person_id = current_setting('underpin.person')::uuid
                    AND k.tenant_id = current_setting('underpin.tenant')::int END
    ORDER BY k.created_at DESC, k.id
$$"""


def statements(isolation: Isolation) -> list[str]:
    return [OWN, *isolation.definer("own_api_tokens(uuid)", "staff", "member")]


async def forwards() -> MigrationManager:
    return migrate.manager("tenants", ID, statements)
