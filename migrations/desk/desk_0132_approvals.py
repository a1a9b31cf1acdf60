"""Approvals on a ticket: what is asked, of which groups, of whom, and what each decided."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import PERSON, Isolation

ID = "2026-11-22T12:32:00:000101"
VERSION = "1.38.0"
DESCRIPTION = "desk: approvals"

SUBJECTS = "'change', 'chargeable', 'contract_change', 'catalogue_request'"
STATES = "'waiting', 'approved', 'refused', 'withdrawn', 'lapsed'"
SIDES = "'client', 'provider'"

TABLES = (
    f"""
CREATE TABLE approval_request (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    ticket_number int NOT NULL,
    subject text NOT NULL CHECK (subject IN ({SUBJECTS})),
    title text NOT NULL CHECK (length(title) BETWEEN 1 AND 300),
    detail text NOT NULL CHECK (length(detail) <= 20000),
    amount numeric CHECK (amount >= 0),
    currency text CHECK (currency ~ '^[A-Z]{{3}}$'),
    state text NOT NULL CHECK (state IN ({STATES})),
    asks_client boolean NOT NULL,
    asked_by uuid,
    asked_by_name text NOT NULL,
    asked_at timestamptz NOT NULL,
    deadline timestamptz NOT NULL,
    ended_at timestamptz,
    reason text,
    po_number text CHECK (length(po_number) BETWEEN 1 AND 60),
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id),
    CHECK ((amount IS NULL) = (currency IS NULL)),
    CHECK ((state = 'waiting') = (ended_at IS NULL)),
    CHECK (deadline > asked_at)
)""",
    f"""
CREATE TABLE approval_group (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    request_id uuid NOT NULL,
    ordinal int NOT NULL CHECK (ordinal > 0),
    side text NOT NULL CHECK (side IN ({SIDES})),
    name text NOT NULL CHECK (length(name) <= 120),
    quorum int NOT NULL CHECK (quorum > 0),
    size int NOT NULL CHECK (size >= quorum),
    approved int NOT NULL CHECK (approved BETWEEN 0 AND size),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, request_id, ordinal),
    FOREIGN KEY (tenant_id, request_id) REFERENCES approval_request (tenant_id, id)
)""",
    f"""
CREATE TABLE approval_approver (
    tenant_id int NOT NULL,
    request_id uuid NOT NULL,
    person_id uuid NOT NULL,
    group_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    side text NOT NULL CHECK (side IN ({SIDES})),
    is_open boolean NOT NULL,
    PRIMARY KEY (tenant_id, request_id, person_id),
    FOREIGN KEY (tenant_id, request_id) REFERENCES approval_request (tenant_id, id),
    FOREIGN KEY (tenant_id, group_id) REFERENCES approval_group (tenant_id, id)
)""",
    f"""
CREATE TABLE approval_decision (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    request_id uuid NOT NULL,
    group_id uuid NOT NULL,
    side text NOT NULL CHECK (side IN ({SIDES})),
    approver_id uuid NOT NULL,
    decided_by uuid NOT NULL,
    decided_by_name text NOT NULL,
    decision text NOT NULL CHECK (decision IN ('approved', 'refused')),
    reason text NOT NULL CHECK (length(reason) <= 2000),
    source text NOT NULL,
    decided_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, request_id, approver_id),
    UNIQUE (tenant_id, request_id, decided_by),
    FOREIGN KEY (tenant_id, request_id, approver_id)
        REFERENCES approval_approver (tenant_id, request_id, person_id),
    CHECK (decision = 'approved' OR length(reason) > 0)
)""",
    "CREATE INDEX approval_request_ticket ON approval_request (tenant_id, ticket_id, asked_at)",
    "CREATE INDEX approval_approver_open ON approval_approver (person_id, tenant_id, request_id) "
    "WHERE is_open",
    "CREATE INDEX approval_approver_ticket ON approval_approver (tenant_id, ticket_id, person_id)",
    "CREATE INDEX approval_decision_by ON approval_decision (decided_by, id)",
)

# Whose voice a member may give: their own, and that of whom they stand in for. The verbs look at
# the time as well.
MINE = f"""(a.person_id = {PERSON} OR EXISTS (
        SELECT FROM stand_in s WHERE s.tenant_id = a.tenant_id AND s.person_id = a.person_id
        AND s.stand_in_id = {PERSON} AND s.cancelled_at IS NULL))"""
TICKET_SEEN = """EXISTS (SELECT FROM ticket t WHERE t.tenant_id = approval_request.tenant_id
        AND t.id = approval_request.ticket_id)"""


def asked(table: str, column: str) -> str:
    """Somebody whose voice the member may give is asked in the row's request."""
    return (
        "EXISTS (SELECT FROM approval_approver a WHERE "
        f"a.tenant_id = {table}.tenant_id AND a.request_id = {table}.{column} AND {MINE})"
    )


def of_request_seen(table: str) -> str:
    return (
        f"EXISTS (SELECT FROM approval_request q WHERE q.tenant_id = {table}.tenant_id "
        f"AND q.id = {table}.request_id)"
    )


def statements(isolation: Isolation) -> list[str]:
    own = MINE.replace("a.person_id", "approval_approver.person_id").replace(
        "a.tenant_id", "approval_approver.tenant_id"
    )
    seen = f"asks_client AND ({asked('approval_request', 'id')} OR {TICKET_SEEN})"
    decided = f"side = 'client' AND {of_request_seen('approval_decision')}"
    return [
        *TABLES,
        *isolation.tenant("approval_request", member=seen),
        *isolation.tenant("approval_group", member=of_request_seen("approval_group")),
        *isolation.tenant("approval_approver", member=f"side = 'client' AND {own}"),
        *isolation.tenant("approval_decision", member=decided),
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
