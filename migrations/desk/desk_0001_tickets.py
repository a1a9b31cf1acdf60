"""Tickets and their conversation, vendor cases, mails that came in, and what members see."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import CASE, PERSON, TENANT, Isolation

ID = "2026-11-22T03:00:00:000004"
VERSION = "1.38.0"
DESCRIPTION = "desk: tickets"

TYPES = "'incident', 'service_request', 'change_request', 'problem'"
PRIORITIES = "'P1', 'P2', 'P3', 'P4', 'P5'"
STATES = "'new', 'open', 'waiting_client', 'waiting_vendor', 'scheduled', 'resolved', 'closed'"
LEVELS = "'high', 'medium', 'low'"

# The list's order (PRACTICE 21) begins with it. Staff's policy is met inside the index as long as
# tenant_id stands behind what is ordered by.
BEHIND_P1 = "(priority <> 'P1')"

TABLES = (
    """
CREATE TABLE ticket_counter (
    tenant_id int PRIMARY KEY REFERENCES tenant (id),
    last int NOT NULL CHECK (last >= 0)
)""",
    f"""
CREATE TABLE ticket (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    number int NOT NULL CHECK (number > 0),
    type text NOT NULL CHECK (type IN ({TYPES})),
    subject text NOT NULL CHECK (length(subject) BETWEEN 1 AND 300),
    impact text NOT NULL CHECK (impact IN ({LEVELS})),
    urgency text NOT NULL CHECK (urgency IN ({LEVELS})),
    priority text NOT NULL CHECK (priority IN ({PRIORITIES})),
    state text NOT NULL CHECK (state IN ({STATES})),
    live boolean NOT NULL,
    tier int NOT NULL CHECK (tier BETWEEN 1 AND 4),
    team_id uuid,
    assignee_id uuid,
    requester_id uuid NOT NULL,
    service_id uuid,
    site_id uuid,
    contract_id uuid,
    agreement_version_id uuid,
    calendar_version_id uuid,
    policy_id uuid,
    channel text NOT NULL,
    confidential boolean NOT NULL,
    reference text,
    raised_at timestamptz NOT NULL,
    touched_at timestamptz NOT NULL,
    resolved_at timestamptz,
    closed_at timestamptz,
    due_at timestamptz,
    next_due timestamptz NOT NULL,
    next_metric text,
    next_warn_at timestamptz,
    breached boolean NOT NULL,
    version int NOT NULL CHECK (version > 0),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, number),
    UNIQUE (tenant_id, reference),
    FOREIGN KEY (tenant_id, requester_id) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, service_id) REFERENCES service (tenant_id, id),
    FOREIGN KEY (tenant_id, site_id) REFERENCES site (tenant_id, id),
    FOREIGN KEY (tenant_id, contract_id) REFERENCES contract (tenant_id, id),
    FOREIGN KEY (tenant_id, agreement_version_id) REFERENCES agreement_version (tenant_id, id),
    FOREIGN KEY (tenant_id, policy_id) REFERENCES escalation_policy (tenant_id, id),
    CHECK (live = (state NOT IN ('resolved', 'closed')))
)""",
    """
CREATE TABLE ticket_watcher (
    tenant_id int NOT NULL,
    ticket_id uuid NOT NULL,
    person_id uuid NOT NULL,
    PRIMARY KEY (tenant_id, ticket_id, person_id),
    FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
)""",
    """
CREATE TABLE message (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    visibility text NOT NULL CHECK (visibility IN ('public', 'internal')),
    author_kind text NOT NULL CHECK (author_kind IN ('staff', 'member', 'vendor', 'worker')),
    author_id uuid,
    author_name text NOT NULL,
    body text NOT NULL,
    channel text NOT NULL,
    happened_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id)
)""",
    """
CREATE TABLE vendor_case (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    vendor_id uuid NOT NULL,
    agreement_version_id uuid,
    calendar_version_id uuid,
    number int NOT NULL CHECK (number > 0),
    state text NOT NULL CHECK (state IN
        ('opened', 'acknowledged', 'questioned', 'fixed', 'confirmed', 'refused', 'closed')),
    subject text NOT NULL,
    shared text NOT NULL,
    reference text,
    opened_at timestamptz NOT NULL,
    acknowledged_at timestamptz,
    fixed_at timestamptz,
    closed_at timestamptz,
    version int NOT NULL CHECK (version > 0),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, ticket_id, number),
    FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id)
)""",
    """
CREATE TABLE case_message (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    case_id uuid NOT NULL,
    direction text NOT NULL CHECK (direction IN ('out', 'in')),
    author_name text NOT NULL,
    body text NOT NULL,
    message_id text NOT NULL,
    happened_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, case_id, message_id),
    FOREIGN KEY (tenant_id, case_id) REFERENCES vendor_case (tenant_id, id)
)""",
    """
CREATE TABLE inbound_mail (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    raw_sha256 bytea NOT NULL,
    purpose text NOT NULL,
    object_id uuid NOT NULL,
    envelope_from text NOT NULL,
    recipient text NOT NULL,
    raw bytea NOT NULL,
    received_at timestamptz NOT NULL,
    handled_at timestamptz,
    outcome text,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, raw_sha256, recipient)
)""",
    """
CREATE TABLE time_entry (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    staff_id uuid NOT NULL,
    worked_minutes int NOT NULL CHECK (worked_minutes > 0),
    billable_minutes int NOT NULL CHECK (billable_minutes >= 0),
    work_type text NOT NULL,
    coverage text NOT NULL CHECK (coverage IN ('included', 'chargeable', 'no_charge')),
    tier int NOT NULL CHECK (tier BETWEEN 1 AND 3),
    text text NOT NULL,
    happened_at timestamptz NOT NULL,
    posted_by uuid,
    posted_at timestamptz,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id)
)""",
    """
CREATE TABLE replay_checkpoint (
    tenant_id int NOT NULL REFERENCES tenant (id),
    source text NOT NULL,
    done int NOT NULL CHECK (done >= 0),
    PRIMARY KEY (tenant_id, source)
)""",
    f"CREATE INDEX ticket_rank ON ticket ({BEHIND_P1}, next_due, tenant_id, id) WHERE live",
    "CREATE INDEX ticket_priority ON ticket (priority, next_due, tenant_id, id) WHERE live",
    f"CREATE INDEX ticket_free ON ticket ({BEHIND_P1}, next_due, tenant_id, id) "
    "WHERE live AND assignee_id IS NULL",
    f"CREATE INDEX ticket_assignee ON ticket (assignee_id, {BEHIND_P1}, next_due, tenant_id, id) "
    "WHERE live AND assignee_id IS NOT NULL",
    f"CREATE INDEX ticket_queue ON ticket (tenant_id, tier, {BEHIND_P1}, next_due, id) "
    "INCLUDE (breached, next_warn_at, assignee_id) WHERE live",
    "CREATE INDEX ticket_requester ON ticket (tenant_id, requester_id, raised_at)",
    "CREATE INDEX ticket_raised ON ticket (tenant_id, raised_at, id)",
    "CREATE INDEX message_ticket ON message (tenant_id, ticket_id, happened_at, id)",
    "CREATE INDEX case_ticket ON vendor_case (tenant_id, ticket_id)",
    "CREATE INDEX case_message_case ON case_message (tenant_id, case_id, happened_at, id)",
    "CREATE INDEX inbound_waiting ON inbound_mail (tenant_id, received_at) "
    "WHERE handled_at IS NULL",
    "CREATE INDEX time_entry_ticket ON time_entry (tenant_id, ticket_id)",
    "ALTER TABLE clock ADD FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id)",
    "ALTER TABLE escalation ADD FOREIGN KEY (tenant_id, ticket_id) "
    "REFERENCES ticket (tenant_id, id)",
)

# A member sees tickets they raised or watch; the company's or their site's only where granted;
# confidential ones only when named. PRACTICE 1 and 2.
MEMBER_SEES = f"""
    requester_id = {PERSON}
    OR EXISTS (SELECT FROM ticket_watcher w WHERE w.tenant_id = ticket.tenant_id
               AND w.ticket_id = ticket.id AND w.person_id = {PERSON})
    OR (NOT confidential AND EXISTS (
        SELECT FROM member_grant g WHERE g.tenant_id = ticket.tenant_id AND g.person_id = {PERSON}
        AND (g.reach = 'company' OR (g.reach = 'site' AND ticket.site_id = (
            SELECT p.site_id FROM person p WHERE p.tenant_id = ticket.tenant_id
            AND p.id = {PERSON})))))
"""


def of_visible_ticket(table: str) -> str:
    """The row belongs to a ticket which the member's own policy shows."""
    return (
        f"EXISTS (SELECT FROM ticket t WHERE t.tenant_id = {table}.tenant_id "
        f"AND t.id = {table}.ticket_id)"
    )


def _member_clock(isolation: Isolation) -> list[str]:
    member = isolation.role("member")
    return [
        f"GRANT SELECT ON clock TO {member}",
        f"CREATE POLICY member ON clock FOR SELECT TO {member} "
        f"USING ({TENANT} AND (kind = 'SLA' AND {of_visible_ticket('clock')}))",
    ]


def statements(isolation: Isolation) -> list[str]:
    seen = of_visible_ticket("message")
    return [
        *TABLES,
        *isolation.tenant("ticket_counter", staff=False),
        *isolation.tenant("ticket_watcher", member=f"person_id = {PERSON}"),
        *isolation.tenant("ticket", member=MEMBER_SEES),
        *isolation.tenant("message", member=f"visibility = 'public' AND {seen}"),
        *isolation.tenant("vendor_case", vendor=f"id = {CASE}"),
        *isolation.tenant("case_message", vendor=f"case_id = {CASE}"),
        *isolation.tenant("inbound_mail"),
        *isolation.tenant("time_entry"),
        *isolation.tenant("replay_checkpoint", staff=False),
        *_member_clock(isolation),
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
