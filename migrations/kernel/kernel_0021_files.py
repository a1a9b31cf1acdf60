"""Files that people send: their bytes, once each in a client, out of every reader's reach."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T10:21:00:000021"
VERSION = "1.38.0"
DESCRIPTION = "kernel: files"

FILE = """
CREATE TABLE file (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    sha256 bytea NOT NULL CHECK (length(sha256) = 32),
    size int NOT NULL CHECK (size >= 0),
    content bytea NOT NULL,
    stored_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, sha256)
)"""


def statements(isolation: Isolation) -> list[str]:
    """Who may see that a file is there is told where it hangs; the bytes go out by a signed
    address alone (DESIGN 3)."""
    return [FILE, *isolation.tenant("file", staff=False)]


async def forwards() -> MigrationManager:
    return migrate.manager("kernel", ID, statements)
