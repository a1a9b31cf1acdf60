"""Changes: their plan, risk, window and course; templates of those that are approved beforehand."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T12:32:00:000102"
VERSION = "1.38.0"
DESCRIPTION = "desk: changes"

LEVELS = "'low', 'medium', 'high'"
KINDS = "'standard', 'normal', 'emergency'"
STATES = (
    "'draft', 'awaiting_approval', 'approved', 'scheduled', 'in_progress', "
    "'done', 'failed', 'backed_out', 'reviewed', 'cancelled'"
)
AHEAD = "state IN ('draft', 'awaiting_approval', 'approved', 'scheduled', 'in_progress')"

TABLES = (
    f"""
CREATE TABLE change_template (
    id uuid PRIMARY KEY,
    name text NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 120),
    likelihood text NOT NULL CHECK (likelihood IN ({LEVELS})),
    effect text NOT NULL CHECK (effect IN ({LEVELS})),
    is_tested boolean NOT NULL,
    is_reversible boolean NOT NULL,
    risk text NOT NULL CHECK (risk IN ({LEVELS})),
    plan text NOT NULL CHECK (length(plan) BETWEEN 1 AND 20000),
    back_out text NOT NULL CHECK (length(back_out) <= 20000),
    test_plan text NOT NULL CHECK (length(test_plan) <= 20000),
    author_id uuid NOT NULL,
    written_at timestamptz NOT NULL,
    approved_by uuid,
    approved_at timestamptz,
    retired_at timestamptz,
    CHECK ((approved_by IS NULL) = (approved_at IS NULL)),
    CHECK (approved_by <> author_id)
)""",
    f"""
CREATE TABLE change_plan (
    tenant_id int NOT NULL,
    ticket_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ({KINDS})),
    state text NOT NULL CHECK (state IN ({STATES})),
    likelihood text NOT NULL CHECK (likelihood IN ({LEVELS})),
    effect text NOT NULL CHECK (effect IN ({LEVELS})),
    is_tested boolean NOT NULL,
    is_reversible boolean NOT NULL,
    risk text NOT NULL CHECK (risk IN ({LEVELS})),
    plan text NOT NULL CHECK (length(plan) BETWEEN 1 AND 20000),
    back_out text NOT NULL CHECK (length(back_out) <= 20000),
    test_plan text NOT NULL CHECK (length(test_plan) <= 20000),
    template_id uuid REFERENCES change_template (id),
    starts_at timestamptz,
    ends_at timestamptz,
    author_id uuid NOT NULL,
    request_id uuid,
    began_at timestamptz,
    ended_at timestamptz,
    reviewed_by uuid,
    reviewed_at timestamptz,
    version int NOT NULL CHECK (version > 0),
    PRIMARY KEY (tenant_id, ticket_id),
    FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id),
    FOREIGN KEY (tenant_id, request_id) REFERENCES approval_request (tenant_id, id),
    CHECK ((starts_at IS NULL) = (ends_at IS NULL)),
    CHECK (ends_at > starts_at),
    CHECK ((kind = 'standard') = (template_id IS NOT NULL))
)""",
    "CREATE INDEX change_plan_ahead ON change_plan (starts_at, tenant_id, ticket_id) "
    f"WHERE {AHEAD}",
    "CREATE INDEX change_plan_window ON change_plan (tenant_id, starts_at, ends_at)",
    "CREATE INDEX change_plan_request ON change_plan (tenant_id, request_id)",
)

# Who may see the ticket, and who is asked to approve the change.
SEEN = """EXISTS (SELECT FROM ticket t WHERE t.tenant_id = change_plan.tenant_id
        AND t.id = change_plan.ticket_id)
    OR EXISTS (SELECT FROM approval_request q WHERE q.tenant_id = change_plan.tenant_id
        AND q.id = change_plan.request_id)"""


def statements(isolation: Isolation) -> list[str]:
    return [
        *TABLES,
        *isolation.provider("change_template"),
        *isolation.tenant("change_plan", member=SEEN),
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
