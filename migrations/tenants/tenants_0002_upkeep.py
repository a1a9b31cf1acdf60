"""Sessions and links that ended are forgotten; a company's opening can be taken up again."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T07:08:00:000022"
VERSION = "1.38.0"
DESCRIPTION = "tenants: upkeep"

# Under way from the number's being taken until somebody may see the company.
OPENING = """
CREATE TABLE company_opening (
    slug text PRIMARY KEY,
    number int NOT NULL UNIQUE
)"""

SCOPED = "nullif(current_setting('underpin.tenant', true), '')::int"

# A scope forgets its own only: a client's work the client's, the provider's its staff's.
FORGET = f"""
CREATE FUNCTION forget_ended(kept interval, most int) RETURNS int VOLATILE
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH sessions AS (
        DELETE FROM public.session s WHERE s.id IN (
            SELECT e.id FROM public.session e
            WHERE e.tenant_id IS NOT DISTINCT FROM {SCOPED}
              AND e.ends_at <= transaction_timestamp()
            ORDER BY e.ends_at LIMIT most FOR UPDATE SKIP LOCKED)
        RETURNING 1
    ), links AS (
        DELETE FROM public.link l WHERE l.id IN (
            SELECT e.id FROM public.link e
            WHERE e.tenant_id IS NOT DISTINCT FROM {SCOPED}
              AND e.expires_at <= transaction_timestamp() - kept
            ORDER BY e.expires_at LIMIT most FOR UPDATE SKIP LOCKED)
        RETURNING 1
    ) SELECT ((SELECT count(*) FROM sessions) + (SELECT count(*) FROM links))::int
$$"""


def statements(isolation: Isolation) -> list[str]:
    return [
        OPENING,
        *isolation.provider("company_opening", staff=False, work=False),
        "CREATE INDEX session_ends ON session (tenant_id, ends_at)",
        "CREATE INDEX link_expires ON link (tenant_id, expires_at)",
        FORGET,
        *isolation.definer("forget_ended(interval, int)", "work", "provider"),
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("tenants", ID, statements)
