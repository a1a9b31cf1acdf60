"""Which priority comes of impact and urgency; what tickets are filed under; fields of one's own."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import WRITE, Isolation

ID = "2026-11-22T12:33:00:000105"
VERSION = "1.38.0"
DESCRIPTION = "desk: matrix, categories, fields"

RANK = "(priority <> 'P1'), next_due, tenant_id, id"
CELLS = (
    "cardinality(cells) = 9 AND cells <@ ARRAY['P1', 'P2', 'P3', 'P4', 'P5']"
    " AND array_position(cells, NULL) IS NULL"
)
FIELD = """
    label text NOT NULL CHECK (length(label) BETWEEN 1 AND 80),
    kind text NOT NULL CHECK (kind IN
        ('text', 'number', 'date', 'choice', 'choices', 'person', 'yes_no')),
    options text[] NOT NULL CHECK (cardinality(options) <= 100),
    types text[] NOT NULL,
    required text NOT NULL CHECK (required IN ('never', 'raise', 'resolve')),
    searchable boolean NOT NULL,
    position int NOT NULL CHECK (position >= 0),
    made_by uuid NOT NULL,
    made_at timestamptz NOT NULL,
    retired_at timestamptz,
    CHECK ((kind IN ('choice', 'choices')) = (cardinality(options) > 0))"""

TABLES = (
    f"""
CREATE TABLE priority_matrix (
    id uuid PRIMARY KEY,
    effective_from timestamptz NOT NULL UNIQUE,
    cells text[] NOT NULL CHECK ({CELLS}),
    set_by uuid NOT NULL,
    set_at timestamptz NOT NULL
)""",
    f"""
CREATE TABLE client_matrix (
    tenant_id int NOT NULL REFERENCES tenant (id),
    effective_from timestamptz NOT NULL,
    cells text[] CHECK ({CELLS}),
    set_by uuid NOT NULL,
    set_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, effective_from)
)""",
    """
CREATE TABLE category (
    id uuid PRIMARY KEY,
    parent_id uuid REFERENCES category (id),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 80),
    retired_at timestamptz,
    CHECK (parent_id <> id)
)""",
    """
CREATE TABLE category_hidden (
    tenant_id int NOT NULL REFERENCES tenant (id),
    category_id uuid NOT NULL REFERENCES category (id),
    PRIMARY KEY (tenant_id, category_id)
)""",
    f"CREATE TABLE field (id uuid PRIMARY KEY, {FIELD})",
    f"CREATE TABLE staff_field (id uuid PRIMARY KEY, {FIELD})",
    f"""
CREATE TABLE client_field (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    audience text NOT NULL CHECK (audience IN ('members', 'staff')),
    {FIELD},
    PRIMARY KEY (tenant_id, id)
)""",
    """
CREATE TABLE ticket_fields (
    tenant_id int NOT NULL,
    ticket_id uuid NOT NULL,
    audience text NOT NULL CHECK (audience IN ('members', 'staff')),
    given jsonb NOT NULL,
    PRIMARY KEY (tenant_id, ticket_id, audience),
    FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id)
)""",
    """
CREATE TABLE field_word (
    tenant_id int NOT NULL,
    ticket_id uuid NOT NULL,
    field_id uuid NOT NULL,
    said text COLLATE "C" NOT NULL CHECK (length(said) BETWEEN 37 AND 260),
    PRIMARY KEY (tenant_id, ticket_id, field_id, said),
    FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id)
)""",
    "CREATE UNIQUE INDEX category_name ON category (parent_id, name) NULLS NOT DISTINCT "
    "WHERE retired_at IS NULL",
    "CREATE INDEX field_word_said ON field_word (said, tenant_id, ticket_id)",
    "ALTER TABLE ticket ADD COLUMN category_id uuid REFERENCES category (id)",
    f"CREATE INDEX ticket_category ON ticket (category_id, {RANK}) "
    "WHERE live AND category_id IS NOT NULL",
)
VISIBLE = """audience = 'members' AND EXISTS (SELECT FROM ticket t
        WHERE t.tenant_id = ticket_fields.tenant_id AND t.id = ticket_fields.ticket_id)"""


def statements(isolation: Isolation) -> list[str]:
    found = [*TABLES, *isolation.provider("priority_matrix"), *isolation.provider("staff_field")]
    for table in ("category", "field"):
        found += isolation.shared(table, "member", "staff", "work", "provider")
        found.append(f"GRANT {WRITE} ON {table} TO {isolation.role('provider')}")
    return [
        *found,
        *isolation.tenant("client_matrix"),
        *isolation.tenant("category_hidden", member="true"),
        *isolation.tenant("client_field", member="audience = 'members'"),
        *isolation.tenant("ticket_fields", member=VISIBLE),
        *isolation.tenant("field_word"),
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
