"""Pictures and files in articles: kept with the article, carried by its versions, and by what is
published of it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T13:64:00:000101"
VERSION = "1.38.0"
DESCRIPTION = "desk: files in articles"

ABOUT = """article_id uuid NOT NULL,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    media_type text NOT NULL,
    size int NOT NULL CHECK (size >= 0),
    added_by uuid NOT NULL,
    added_at timestamptz NOT NULL"""
TABLES = (
    f"""
CREATE TABLE article_file (
    id uuid PRIMARY KEY,
    {ABOUT},
    content bytea NOT NULL,
    FOREIGN KEY (article_id) REFERENCES article (id) ON DELETE CASCADE
)""",
    f"""
CREATE TABLE client_article_file (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    {ABOUT},
    file_id uuid NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, article_id) REFERENCES client_article (tenant_id, id),
    FOREIGN KEY (tenant_id, file_id) REFERENCES file (tenant_id, id)
)""",
    "CREATE INDEX article_file_of ON article_file (article_id)",
    "CREATE INDEX client_article_file_of ON client_article_file (tenant_id, article_id)",
    "CREATE INDEX client_article_file_held ON client_article_file (tenant_id, file_id)",
)
CARRIERS = (
    *("article_version", "client_article_version"),
    *("shelf_article", "staff_shelf_article", "client_shelf_article"),
)


def statements(isolation: Isolation) -> list[str]:
    """Bytes are read once an article that carries them was, in no reader's own scope."""
    return [
        *TABLES,
        *isolation.provider("article_file"),
        *isolation.tenant("client_article_file", staff=False),
        *(
            f"ALTER TABLE {table} ADD COLUMN files jsonb NOT NULL DEFAULT '[]'"
            for table in CARRIERS
        ),
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
