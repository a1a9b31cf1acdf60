"""What carries pages besides mail: gateways for text messages, calls and pushes, people's own
numbers there, and links by which a page is accepted."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T12:37:00:000101"
VERSION = "1.38.0"
DESCRIPTION = "desk: carriers of pages"

TABLES = (
    """
CREATE TABLE page_gateway (
    carrier text PRIMARY KEY CHECK (carrier IN ('sms', 'voice', 'push')),
    form text NOT NULL CHECK (form IN ('fields', 'json', 'ntfy')),
    url text NOT NULL CHECK (length(url) BETWEEN 1 AND 2000),
    template jsonb NOT NULL,
    auth jsonb NOT NULL,
    secret bytea NOT NULL,
    an_hour int NOT NULL CHECK (an_hour BETWEEN 1 AND 10000),
    changed_by uuid NOT NULL REFERENCES staff (id),
    changed_at timestamptz NOT NULL,
    paused_at timestamptz,
    version int NOT NULL CHECK (version > 0)
)""",
    """
CREATE TABLE page_number (
    staff_id uuid NOT NULL REFERENCES staff (id),
    carrier text NOT NULL CHECK (carrier IN ('sms', 'voice', 'push')),
    address text NOT NULL CHECK (length(address) BETWEEN 1 AND 200),
    code_mac bytea,
    code_ends_at timestamptz,
    tries int NOT NULL DEFAULT 0 CHECK (tries >= 0),
    verified_at timestamptz,
    PRIMARY KEY (staff_id, carrier)
)""",
    "ALTER TABLE page_call ADD COLUMN failed text[] NOT NULL DEFAULT '{}'",
    """
DO $$ DECLARE said text; BEGIN
    SELECT pg_get_constraintdef(oid) INTO said FROM pg_constraint
    WHERE conname = 'link_purpose_check';
    EXECUTE 'ALTER TABLE link DROP CONSTRAINT link_purpose_check';
    EXECUTE 'ALTER TABLE link ADD CONSTRAINT link_purpose_check '
        || regexp_replace(said, '''vendor''::text', '''vendor''::text, ''page''::text');
END $$""",
)

# All but its secret.
TOLD = "carrier, form, url, template, auth, an_hour, changed_by, changed_at, paused_at, version"


def statements(isolation: Isolation) -> list[str]:
    staff = isolation.role("staff")
    return [
        *TABLES,
        *isolation.provider("page_gateway", staff=False),
        f"GRANT SELECT ({TOLD}) ON page_gateway TO {staff}",
        *isolation.provider("page_number", staff=False),
        f"GRANT SELECT (staff_id, carrier, address, verified_at) ON page_number TO {staff}",
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
