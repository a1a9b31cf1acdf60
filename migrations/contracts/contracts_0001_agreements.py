"""Contracts, services, calendars, agreements and their versions, vendors, escalation policies,
and the clocks that run under them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import APPEND, PERSON, Isolation

ID = "2026-11-22T03:00:00:000003"
VERSION = "1.38.0"
DESCRIPTION = "contracts: agreements and clocks"

METRICS = (
    "'first_response', 'next_reply', 'next_update', 'resolution', 'pickup', 'hold', "
    "'acknowledge', 'update', 'fix'"
)
STATES = "'draft', 'approved', 'active', 'superseded'"
TYPES = "'incident', 'service_request', 'change_request', 'problem'"
PRIORITIES = "'P1', 'P2', 'P3', 'P4', 'P5'"

VERSION_COLUMNS = f"""
    number int NOT NULL CHECK (number > 0),
    state text NOT NULL CHECK (state IN ({STATES})),
    effective_from timestamptz,
    author_id uuid NOT NULL,
    approver_id uuid CHECK (approver_id <> author_id),
    approved_at timestamptz,
    calendar_version_id uuid NOT NULL,
    terms jsonb NOT NULL,
    created_at timestamptz NOT NULL,
    CHECK (state IN ('draft', 'approved') OR effective_from IS NOT NULL),
    CHECK (state = 'draft' OR approver_id IS NOT NULL)"""

TARGET_COLUMNS = f"""
    metric text NOT NULL CHECK (metric IN ({METRICS})),
    ticket_type text NOT NULL CHECK (ticket_type IN ({TYPES})),
    priority text NOT NULL CHECK (priority IN ({PRIORITIES})),
    allowed_us bigint NOT NULL CHECK (allowed_us >= 0),
    pausing_states text[] NOT NULL,
    warn_percents int[] NOT NULL"""

VERDICTS = "'always_kept', 'commitment_kept', 'not_kept', 'unchecked'"

TABLES = (
    """
CREATE TABLE calendar (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, name)
)""",
    """
CREATE TABLE calendar_version (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    calendar_id uuid NOT NULL,
    number int NOT NULL CHECK (number > 0),
    definition jsonb NOT NULL,
    zone_data text NOT NULL,
    effective_from timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, calendar_id, number),
    FOREIGN KEY (tenant_id, calendar_id) REFERENCES calendar (tenant_id, id)
)""",
    """
CREATE TABLE contract (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    starts_on date NOT NULL,
    ends_on date,
    notice_days int NOT NULL CHECK (notice_days >= 0),
    renewal text NOT NULL CHECK (renewal IN ('none', 'automatic')),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, name),
    CHECK (ends_on IS NULL OR ends_on > starts_on)
)""",
    """
CREATE TABLE service (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    contract_id uuid NOT NULL,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, name),
    FOREIGN KEY (tenant_id, contract_id) REFERENCES contract (tenant_id, id)
)""",
    """
CREATE TABLE agreement (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    contract_id uuid NOT NULL,
    service_id uuid,
    kind text NOT NULL CHECK (kind = 'SLA'),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, name),
    FOREIGN KEY (tenant_id, contract_id) REFERENCES contract (tenant_id, id),
    FOREIGN KEY (tenant_id, service_id) REFERENCES service (tenant_id, id)
)""",
    f"""
CREATE TABLE agreement_version (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    agreement_id uuid NOT NULL,
    {VERSION_COLUMNS},
    commitment_percent numeric(7, 4) CHECK (commitment_percent BETWEEN 0 AND 100),
    accepted_by uuid,
    accepted_at timestamptz,
    document_sha256 bytea,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, agreement_id, number),
    UNIQUE (tenant_id, agreement_id, effective_from),
    FOREIGN KEY (tenant_id, agreement_id) REFERENCES agreement (tenant_id, id),
    FOREIGN KEY (tenant_id, calendar_version_id) REFERENCES calendar_version (tenant_id, id),
    CHECK (state IN ('draft', 'approved') OR accepted_by IS NOT NULL
           OR document_sha256 IS NOT NULL)
)""",
    f"""
CREATE TABLE target (
    tenant_id int NOT NULL,
    version_id uuid NOT NULL,
    {TARGET_COLUMNS},
    calendar_version_id uuid NOT NULL,
    PRIMARY KEY (tenant_id, version_id, metric, ticket_type, priority),
    FOREIGN KEY (tenant_id, version_id) REFERENCES agreement_version (tenant_id, id),
    FOREIGN KEY (tenant_id, calendar_version_id) REFERENCES calendar_version (tenant_id, id)
)""",
    f"""
CREATE TABLE coherence_verdict (
    tenant_id int NOT NULL,
    version_id uuid NOT NULL,
    ticket_type text NOT NULL CHECK (ticket_type IN ({TYPES})),
    priority text NOT NULL CHECK (priority IN ({PRIORITIES})),
    path text NOT NULL,
    verdict text NOT NULL CHECK (verdict IN ({VERDICTS})),
    allowed_us bigint NOT NULL,
    worst_us bigint,
    sum_us bigint NOT NULL,
    share_missed text NOT NULL,
    raised_at timestamptz,
    done_at timestamptz,
    suggestion jsonb,
    checked_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, version_id, ticket_type, priority),
    FOREIGN KEY (tenant_id, version_id) REFERENCES agreement_version (tenant_id, id)
)""",
    """
CREATE TABLE accepted_risk (
    tenant_id int NOT NULL,
    version_id uuid NOT NULL,
    accepted_by uuid NOT NULL,
    accepted_at timestamptz NOT NULL,
    ends_on date NOT NULL,
    reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 2000),
    PRIMARY KEY (tenant_id, version_id),
    FOREIGN KEY (tenant_id, version_id) REFERENCES agreement_version (tenant_id, id)
)""",
    """
CREATE TABLE provider_calendar (
    id uuid PRIMARY KEY,
    name text NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 200)
)""",
    """
CREATE TABLE provider_calendar_version (
    id uuid PRIMARY KEY,
    calendar_id uuid NOT NULL REFERENCES provider_calendar (id),
    number int NOT NULL CHECK (number > 0),
    definition jsonb NOT NULL,
    zone_data text NOT NULL,
    effective_from timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    UNIQUE (calendar_id, number)
)""",
    """
CREATE TABLE vendor (
    id uuid PRIMARY KEY,
    name text NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 200),
    email text NOT NULL CHECK (email = lower(email)),
    connector text NOT NULL CHECK (connector IN ('by_hand', 'mail', 'webhook', 'page')),
    currency text NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
    case_cost numeric(20, 6) NOT NULL CHECK (case_cost >= 0)
)""",
    """
CREATE TABLE provider_agreement (
    id uuid PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('OLA', 'UC')),
    name text NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 200),
    tier int CHECK (tier BETWEEN 1 AND 3),
    vendor_id uuid REFERENCES vendor (id),
    CHECK ((kind = 'OLA') = (tier IS NOT NULL)),
    CHECK ((kind = 'UC') = (vendor_id IS NOT NULL))
)""",
    f"""
CREATE TABLE provider_agreement_version (
    id uuid PRIMARY KEY,
    agreement_id uuid NOT NULL REFERENCES provider_agreement (id),
    {VERSION_COLUMNS},
    UNIQUE (agreement_id, number),
    UNIQUE (agreement_id, effective_from),
    FOREIGN KEY (calendar_version_id) REFERENCES provider_calendar_version (id)
)""",
    f"""
CREATE TABLE provider_target (
    version_id uuid NOT NULL REFERENCES provider_agreement_version (id),
    {TARGET_COLUMNS},
    calendar_version_id uuid NOT NULL REFERENCES provider_calendar_version (id),
    PRIMARY KEY (version_id, metric, ticket_type, priority)
)""",
    """
CREATE TABLE coverage (
    tenant_id int NOT NULL,
    service_id uuid NOT NULL,
    vendor_id uuid NOT NULL REFERENCES vendor (id),
    agreement_id uuid NOT NULL REFERENCES provider_agreement (id),
    PRIMARY KEY (tenant_id, service_id, vendor_id),
    FOREIGN KEY (tenant_id, service_id) REFERENCES service (tenant_id, id)
)""",
    """
CREATE TABLE escalation_policy (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    contract_id uuid NOT NULL,
    number int NOT NULL CHECK (number > 0),
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, contract_id, number),
    FOREIGN KEY (tenant_id, contract_id) REFERENCES contract (tenant_id, id)
)""",
    f"""
CREATE TABLE escalation_step (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    policy_id uuid NOT NULL,
    ordinal int NOT NULL CHECK (ordinal > 0),
    metric text NOT NULL CHECK (metric IN ({METRICS})),
    percent int NOT NULL CHECK (percent BETWEEN 1 AND 1000),
    from_tier int CHECK (from_tier BETWEEN 1 AND 3),
    priorities text[] NOT NULL,
    action text NOT NULL CHECK (action IN
        ('notify', 'raise', 'move_tier', 'reassign', 'open_vendor_case', 'page')),
    to_tier int CHECK (to_tier BETWEEN 1 AND 3),
    automatic boolean NOT NULL,
    untouched_minutes int NOT NULL CHECK (untouched_minutes >= 0),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, policy_id, ordinal),
    FOREIGN KEY (tenant_id, policy_id) REFERENCES escalation_policy (tenant_id, id),
    CHECK ((action = 'move_tier') = (to_tier IS NOT NULL))
)""",
    f"""
CREATE TABLE clock (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    case_id uuid,
    kind text NOT NULL CHECK (kind IN ('SLA', 'OLA', 'UC')),
    metric text NOT NULL CHECK (metric IN ({METRICS})),
    holder text NOT NULL,
    number int NOT NULL CHECK (number > 0),
    ticket_type text NOT NULL CHECK (ticket_type IN ({TYPES})),
    priority text NOT NULL CHECK (priority IN ({PRIORITIES})),
    version_id uuid NOT NULL,
    calendar_version_id uuid NOT NULL,
    allowed_us bigint NOT NULL,
    pausing_states text[] NOT NULL,
    warn_percents int[] NOT NULL,
    state text NOT NULL,
    epoch int NOT NULL,
    elapsed_us bigint NOT NULL,
    started_at timestamptz NOT NULL,
    running_since timestamptz,
    due_at timestamptz,
    breach_at timestamptz,
    breached_at timestamptz,
    caused_by_change boolean NOT NULL,
    withdrawn_at timestamptz,
    next_at timestamptz,
    decided_at timestamptz,
    same_silence boolean NOT NULL,
    history int NOT NULL CHECK (history > 0),
    memory jsonb NOT NULL,
    told jsonb NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, ticket_id, metric, holder, number)
)""",
    """
CREATE TABLE standing (
    tenant_id int NOT NULL REFERENCES tenant (id),
    ticket_id uuid NOT NULL,
    history int NOT NULL CHECK (history > 0),
    touched_at timestamptz,
    memory jsonb NOT NULL,
    pins jsonb NOT NULL,
    PRIMARY KEY (tenant_id, ticket_id)
)""",
    """
CREATE TABLE clock_event (
    tenant_id int NOT NULL,
    clock_id uuid NOT NULL,
    history int NOT NULL CHECK (history > 0),
    seq int NOT NULL CHECK (seq > 0),
    kind text NOT NULL,
    happened_at timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL,
    body jsonb NOT NULL,
    PRIMARY KEY (tenant_id, clock_id, history, seq),
    FOREIGN KEY (tenant_id, clock_id) REFERENCES clock (tenant_id, id)
)""",
    """
CREATE TABLE escalation (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    clock_id uuid NOT NULL,
    step_id uuid NOT NULL,
    epoch int NOT NULL,
    lap int NOT NULL,
    allowed_us bigint NOT NULL,
    state text NOT NULL CHECK (state IN ('done', 'proposed', 'accepted', 'declined', 'passed')),
    happened_at timestamptz NOT NULL,
    decided_at timestamptz,
    decided_by uuid,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, clock_id, step_id, epoch, lap, allowed_us),
    FOREIGN KEY (tenant_id, clock_id) REFERENCES clock (tenant_id, id),
    FOREIGN KEY (tenant_id, step_id) REFERENCES escalation_step (tenant_id, id)
)""",
    "CREATE INDEX clock_decided ON clock (tenant_id, decided_at) WHERE kind = 'SLA'",
    "CREATE INDEX escalation_ticket ON escalation (tenant_id, ticket_id)",
    "CREATE INDEX agreement_contract ON agreement (tenant_id, contract_id)",
)

OPEN_TO_MEMBERS = (
    "calendar",
    "calendar_version",
    "contract",
    "service",
    "agreement",
    "agreement_version",
    "target",
)
STAFF_ONLY = (
    "coverage",
    "escalation_policy",
    "escalation_step",
    "escalation",
    "coherence_verdict",
    "accepted_risk",
    "standing",
    "clock",
)
PROVIDER = (
    "provider_calendar",
    "provider_calendar_version",
    "vendor",
    "provider_agreement",
    "provider_agreement_version",
    "provider_target",
)


# A member reads what was agreed, and a client admin what waits for their consent; never a draft.
MEMBERS_READ = {
    "agreement_version": f"""state IN ('active', 'superseded') OR (state = 'approved' AND EXISTS (
        SELECT FROM member_role r WHERE r.tenant_id = agreement_version.tenant_id
        AND r.person_id = {PERSON} AND r.role = 'client_admin'))""",
    "target": """EXISTS (SELECT FROM agreement_version v WHERE v.tenant_id = target.tenant_id
        AND v.id = target.version_id)""",
}
OF_A_CLOCK_SEEN = """EXISTS (SELECT FROM clock c WHERE c.tenant_id = clock_event.tenant_id
        AND c.id = clock_event.clock_id)"""


def statements(isolation: Isolation) -> list[str]:
    isolated: list[str] = []
    for table in OPEN_TO_MEMBERS:
        isolated += isolation.tenant(table, member=MEMBERS_READ.get(table, "true"))
    for table in STAFF_ONLY:
        isolated += isolation.tenant(table)
    isolated += isolation.tenant("clock_event", work=APPEND, member=OF_A_CLOCK_SEEN)
    for table in PROVIDER:
        isolated += isolation.provider(table)
    return [*TABLES, *isolated]


async def forwards() -> MigrationManager:
    return migrate.manager("contracts", ID, statements)
