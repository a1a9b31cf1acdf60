"""Knowledge: the provider's articles and each client's own, the shelves they are read from, what
readers said of them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import PERSON, WRITE, Isolation

ID = "2026-11-22T12:35:00:000100"
VERSION = "1.38.0"
DESCRIPTION = "desk: knowledge"

LANGUAGE = "CHECK (language ~ '^[a-z]{2,3}$')"
AUDIENCE = "audience text NOT NULL CHECK (audience IN ('staff', 'members'))"


def _written(table: str, owned: str, key: str) -> tuple[str, ...]:
    """What is written of articles: the provider's in no tenant, a client's in its own."""
    return (
        f"""
CREATE TABLE {table} (
    {owned}id uuid NOT NULL,
    category text NOT NULL CHECK (length(category) BETWEEN 1 AND 80),
    {AUDIENCE},
    language text NOT NULL {LANGUAGE},
    owner_id uuid NOT NULL,
    latest int NOT NULL CHECK (latest > 0),
    published int CHECK (published BETWEEN 1 AND latest),
    review_months int NOT NULL CHECK (review_months BETWEEN 1 AND 36),
    review_on date NOT NULL,
    created_by uuid NOT NULL,
    created_at timestamptz NOT NULL,
    retired_at timestamptz,
    PRIMARY KEY ({key}id),
    CHECK (retired_at IS NULL OR published IS NULL)
)""",
        f"""
CREATE TABLE {table}_version (
    {owned.replace(" REFERENCES tenant (id)", "")}article_id uuid NOT NULL,
    number int NOT NULL CHECK (number > 0),
    texts jsonb NOT NULL,
    note text NOT NULL CHECK (length(note) <= 500),
    author_id uuid NOT NULL,
    created_at timestamptz NOT NULL,
    published_by uuid,
    published_at timestamptz,
    PRIMARY KEY ({key}article_id, number),
    CHECK ((published_by IS NULL) = (published_at IS NULL)),
    FOREIGN KEY ({key}article_id) REFERENCES {table} ({key}id)
)""",
        f"CREATE INDEX {table}_review ON {table} ({key}owner_id, review_on) "
        "WHERE published IS NOT NULL",
    )


def _shelf(table: str, owned: str, key: str, audience: str) -> tuple[str, ...]:
    """What readers find: published texts alone, and their words. A word stands once for each text,
    at its best place: 1 title, 2 summary, 3 body."""
    return (
        f"""
CREATE TABLE {table}_article (
    {owned}article_id uuid NOT NULL,
    language text NOT NULL {LANGUAGE},
    {audience}original boolean NOT NULL,
    version int NOT NULL,
    category text NOT NULL,
    title text NOT NULL,
    summary text NOT NULL,
    body text NOT NULL,
    published_at timestamptz NOT NULL,
    PRIMARY KEY ({key}article_id, language)
)""",
        f"""
CREATE TABLE {table}_word (
    {owned}word text COLLATE "C" NOT NULL CHECK (length(word) BETWEEN 1 AND 40),
    place smallint NOT NULL CHECK (place BETWEEN 1 AND 3),
    {audience}article_id uuid NOT NULL,
    language text NOT NULL,
    PRIMARY KEY ({key}word, place, article_id, language)
)""",
        f"CREATE INDEX {table}_word_article ON {table}_word ({key}article_id)",
    )


OWNED, KEY = "tenant_id int NOT NULL REFERENCES tenant (id),\n    ", "tenant_id, "
TABLES = (
    *_written("article", "", ""),
    *_written("client_article", OWNED, KEY),
    *_shelf("shelf", "", "", ""),
    *_shelf("staff_shelf", "", "", ""),
    *_shelf("client_shelf", OWNED, KEY, f"{AUDIENCE},\n    "),
    f"""
CREATE TABLE article_opening (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    article_id uuid NOT NULL,
    language text NOT NULL {LANGUAGE},
    cause text NOT NULL CHECK (cause IN ('suggestion', 'search', 'chat')),
    opened_at timestamptz NOT NULL,
    solved_at timestamptz,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
)""",
    """
CREATE TABLE article_feedback (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    article_id uuid NOT NULL,
    version int NOT NULL,
    person_id uuid NOT NULL,
    helpful boolean NOT NULL,
    comment text NOT NULL CHECK (length(comment) <= 2000),
    given_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, article_id, person_id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
)""",
    "CREATE INDEX article_opening_at ON article_opening (tenant_id, opened_at)",
    "CREATE INDEX article_feedback_at ON article_feedback (tenant_id, given_at)",
)

SHARED = ("shelf_article", "shelf_word")
PROVIDERS = ("article", "article_version", "staff_shelf_article", "staff_shelf_word")


def statements(isolation: Isolation) -> list[str]:
    found = list(TABLES)
    for table in PROVIDERS:
        found += isolation.provider(table)
    for table in SHARED:
        found += isolation.shared(table, "member", "staff", "work", "provider")
        found.append(f"GRANT {WRITE} ON {table} TO {isolation.role('provider')}")
    for table in ("client_article", "client_article_version"):
        found += isolation.tenant(table)
    for table in ("client_shelf_article", "client_shelf_word"):
        found += isolation.tenant(table, member="audience = 'members'")
    for table in ("article_opening", "article_feedback"):
        found += isolation.tenant(table, member=f"person_id = {PERSON}")
    return found


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
