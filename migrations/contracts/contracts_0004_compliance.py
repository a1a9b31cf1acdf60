"""What a month came to: its period, the evidence it was frozen with, what is contested, left out
or corrected, and what is owed for it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import APPEND, PERSON, Isolation

ID = "2026-11-22T07:04:00:000004"
VERSION = "1.38.0"
DESCRIPTION = "contracts: compliance"

METRICS = "'first_response', 'next_reply', 'next_update', 'resolution', 'availability'"
OUTCOMES = "'met', 'breached', 'withdrawn', 'excluded', 'apart', 'undecided'"
WORDS = "CHECK (length({}) BETWEEN 1 AND 2000)"

TABLES = (
    """
CREATE TABLE compliance_terms (
    tenant_id int PRIMARY KEY REFERENCES tenant (id),
    provisional_days int NOT NULL CHECK (provisional_days BETWEEN 5 AND 60),
    confirmation_days int NOT NULL CHECK (confirmation_days BETWEEN 1 AND 90)
)""",
    f"""
CREATE TABLE counted_ticket (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    service_id uuid,
    channel text NOT NULL,
    touched boolean NOT NULL,
    apart text CHECK (apart IN ('spam', 'duplicate')),
    apart_reason text {WORDS.format("apart_reason")},
    apart_by uuid,
    apart_at timestamptz,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, service_id) REFERENCES service (tenant_id, id),
    CHECK ((apart IS NULL) = (apart_at IS NULL))
)""",
    """
CREATE TABLE compliance_period (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    year int NOT NULL,
    month int NOT NULL CHECK (month BETWEEN 1 AND 12),
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    provisional_until timestamptz NOT NULL,
    state text NOT NULL CHECK (state IN ('provisional', 'frozen')),
    frozen_at timestamptz,
    frozen_by uuid,
    counted int,
    previous_hash bytea,
    hash bytea,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, year, month),
    CHECK (starts_at < ends_at AND ends_at < provisional_until),
    CHECK ((state = 'frozen') = (frozen_at IS NOT NULL AND hash IS NOT NULL
                                 AND counted IS NOT NULL))
)""",
    f"""
CREATE TABLE compliance_evidence (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    period_id uuid NOT NULL,
    position int NOT NULL CHECK (position > 0),
    clock_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    service_id uuid,
    metric text NOT NULL,
    ticket_type text NOT NULL,
    priority text NOT NULL,
    version_id uuid NOT NULL,
    outcome text NOT NULL CHECK (outcome IN ({OUTCOMES})),
    why text NOT NULL,
    caused_by_change boolean NOT NULL,
    over_us bigint NOT NULL CHECK (over_us >= 0),
    decided_at timestamptz NOT NULL,
    body text NOT NULL,
    sha256 bytea NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, period_id, position),
    UNIQUE (tenant_id, period_id, clock_id),
    FOREIGN KEY (tenant_id, period_id) REFERENCES compliance_period (tenant_id, id),
    FOREIGN KEY (tenant_id, clock_id) REFERENCES clock (tenant_id, id)
)""",
    f"""
CREATE TABLE compliance_correction (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    period_id uuid NOT NULL,
    clock_id uuid NOT NULL,
    number int NOT NULL CHECK (number > 0),
    ticket_id uuid NOT NULL,
    metric text NOT NULL,
    priority text NOT NULL,
    was text NOT NULL CHECK (was IN ({OUTCOMES}, 'uncounted')),
    outcome text NOT NULL CHECK (outcome IN ({OUTCOMES}, 'uncounted')),
    reason text NOT NULL,
    noticed_at timestamptz NOT NULL,
    body text NOT NULL,
    sha256 bytea NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, period_id, clock_id, number),
    FOREIGN KEY (tenant_id, period_id) REFERENCES compliance_period (tenant_id, id),
    FOREIGN KEY (tenant_id, clock_id) REFERENCES clock (tenant_id, id)
)""",
    f"""
CREATE TABLE objection (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    period_id uuid NOT NULL,
    clock_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    metric text NOT NULL CHECK (metric IN ({METRICS})),
    wants text NOT NULL CHECK (wants IN ('missed', 'counted')),
    words text NOT NULL {WORDS.format("words")},
    raised_by uuid NOT NULL,
    raised_at timestamptz NOT NULL,
    state text NOT NULL CHECK (state IN ('open', 'upheld', 'rejected')),
    answer text {WORDS.format("answer")},
    decided_by uuid,
    decided_at timestamptz,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, period_id) REFERENCES compliance_period (tenant_id, id),
    FOREIGN KEY (tenant_id, clock_id) REFERENCES clock (tenant_id, id),
    CHECK ((state = 'open') = (decided_by IS NULL)),
    CHECK ((state = 'open') = (answer IS NULL))
)""",
    f"""
CREATE TABLE exclusion (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    clock_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    metric text NOT NULL CHECK (metric IN ({METRICS})),
    reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 100),
    explanation text NOT NULL {WORDS.format("explanation")},
    maintenance_id uuid,
    proposed_by uuid NOT NULL,
    proposed_at timestamptz NOT NULL,
    state text NOT NULL CHECK (state IN ('proposed', 'confirmed', 'refused', 'lapsed', 'lifted')),
    decided_by uuid CHECK (decided_by <> proposed_by),
    decided_at timestamptz,
    answer text {WORDS.format("answer")},
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, clock_id) REFERENCES clock (tenant_id, id),
    CHECK ((state = 'proposed') = (decided_at IS NULL)),
    CHECK (state NOT IN ('confirmed', 'refused') OR decided_by IS NOT NULL)
)""",
    """
CREATE TABLE entitlement (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    period_id uuid NOT NULL,
    version_id uuid NOT NULL,
    percent text NOT NULL,
    basis text NOT NULL,
    nature text NOT NULL CHECK (nature IN ('price_reduction', 'penalty')),
    detail text NOT NULL,
    state text NOT NULL CHECK (state IN
        ('claimable', 'provisional', 'confirmed', 'settled', 'refused', 'lapsed')),
    author_id uuid,
    due_at timestamptz NOT NULL,
    claim_by timestamptz,
    claimed_by uuid,
    claimed_at timestamptz,
    escalated_at timestamptz,
    decided_by uuid CHECK (decided_by <> author_id),
    decided_at timestamptz,
    answer text CHECK (length(answer) BETWEEN 1 AND 2000),
    settled_at timestamptz,
    settled_with text,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, period_id, version_id),
    FOREIGN KEY (tenant_id, period_id) REFERENCES compliance_period (tenant_id, id),
    FOREIGN KEY (tenant_id, version_id) REFERENCES agreement_version (tenant_id, id),
    CHECK (state NOT IN ('confirmed', 'settled', 'refused') OR decided_by IS NOT NULL),
    CHECK (state <> 'refused' OR answer IS NOT NULL),
    CHECK ((state = 'settled') = (settled_at IS NOT NULL))
)""",
    """
CREATE TABLE recovery (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    period_id uuid NOT NULL,
    vendor_id uuid NOT NULL REFERENCES vendor (id),
    version_id uuid NOT NULL REFERENCES provider_agreement_version (id),
    holder text NOT NULL CHECK (holder IN ('msp', 'client')),
    counted int NOT NULL,
    missed int NOT NULL CHECK (missed > 0),
    percent text,
    basis text,
    detail text NOT NULL,
    state text NOT NULL CHECK (state IN ('due', 'filed', 'granted', 'refused', 'lapsed')),
    due_at timestamptz NOT NULL,
    claim_by timestamptz,
    reminded_at timestamptz,
    filed_by uuid,
    filed_at timestamptz,
    reference text CHECK (length(reference) BETWEEN 1 AND 200),
    decided_by uuid,
    decided_at timestamptz,
    answer text CHECK (length(answer) BETWEEN 1 AND 2000),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, period_id, vendor_id, version_id),
    FOREIGN KEY (tenant_id, period_id) REFERENCES compliance_period (tenant_id, id),
    CHECK (state NOT IN ('filed', 'granted') OR filed_at IS NOT NULL)
)""",
    "CREATE UNIQUE INDEX objection_open ON objection (tenant_id, clock_id) WHERE state = 'open'",
    "CREATE INDEX evidence_clock ON compliance_evidence (tenant_id, clock_id)",
    "CREATE INDEX objection_clock ON objection (tenant_id, clock_id)",
    "CREATE INDEX objection_period ON objection (tenant_id, period_id, raised_at, id)",
    "CREATE UNIQUE INDEX exclusion_standing ON exclusion (tenant_id, clock_id) "
    "WHERE state IN ('proposed', 'confirmed')",
    "CREATE INDEX exclusion_ticket ON exclusion (tenant_id, ticket_id)",
    "CREATE INDEX clock_vendor_decided ON clock (tenant_id, decided_at) WHERE kind = 'UC'",
)

OF_A_CLOCK_SEEN = """EXISTS (SELECT FROM clock c WHERE c.tenant_id = {0}.tenant_id
        AND c.id = {0}.clock_id)"""
OF_A_TICKET_SEEN = """EXISTS (SELECT FROM clock c WHERE c.tenant_id = counted_ticket.tenant_id
        AND c.ticket_id = counted_ticket.id)"""
FOR_ADMIN_AND_FINANCE = f"""EXISTS (SELECT FROM member_role r
        WHERE r.tenant_id = entitlement.tenant_id AND r.person_id = {PERSON}
        AND r.role IN ('client_admin', 'finance'))"""


def statements(isolation: Isolation) -> list[str]:
    evidence, correction = "compliance_evidence", "compliance_correction"
    return [
        *TABLES,
        *isolation.tenant("compliance_terms", member="true"),
        *isolation.tenant("counted_ticket", member=OF_A_TICKET_SEEN),
        *isolation.tenant("compliance_period", member="true"),
        *isolation.tenant(evidence, work=APPEND, member=OF_A_CLOCK_SEEN.format(evidence)),
        *isolation.tenant(correction, work=APPEND, member=OF_A_CLOCK_SEEN.format(correction)),
        *isolation.tenant("objection", member=OF_A_CLOCK_SEEN.format("objection")),
        *isolation.tenant("exclusion", member=OF_A_CLOCK_SEEN.format("exclusion")),
        *isolation.tenant("entitlement", member=FOR_ADMIN_AND_FINANCE),
        *isolation.tenant("recovery"),
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("contracts", ID, statements)
