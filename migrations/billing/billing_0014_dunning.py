"""Terms of payment, reminders, questions about a line, and what is written off."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import APPEND, PERSON, Isolation

ID = "2026-11-22T10:14:00:000314"
VERSION = "1.38.0"
DESCRIPTION = "billing: dunning"

TABLES = (
    """
CREATE TABLE billing_terms (
    tenant_id int PRIMARY KEY REFERENCES tenant (id),
    payment_days int NOT NULL CHECK (payment_days BETWEEN 0 AND 365),
    end_of_month boolean NOT NULL,
    grace_days int NOT NULL CHECK (grace_days BETWEEN 0 AND 60),
    reminders jsonb,
    set_by uuid NOT NULL,
    set_at timestamptz NOT NULL
)""",
    """
CREATE TABLE dunning_schedule (
    id uuid PRIMARY KEY,
    reminders jsonb NOT NULL,
    set_by uuid NOT NULL,
    set_at timestamptz NOT NULL
)""",
    """
CREATE TABLE reminder (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    invoice_id uuid NOT NULL,
    level int NOT NULL CHECK (level > 0),
    amount numeric(20, 6) NOT NULL CHECK (amount > 0),
    fee_line_id uuid,
    mailed int NOT NULL CHECK (mailed >= 0),
    sent_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, invoice_id, level),
    FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoice (tenant_id, id)
)""",
    """
CREATE TABLE line_question (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    invoice_id uuid NOT NULL,
    ordinal int NOT NULL,
    words text NOT NULL CHECK (length(words) BETWEEN 1 AND 2000),
    state text NOT NULL CHECK (state IN ('open', 'accepted', 'explained')),
    asked_by uuid NOT NULL,
    asked_at timestamptz NOT NULL,
    answer text CHECK (length(answer) BETWEEN 1 AND 2000),
    answered_by uuid,
    answered_at timestamptz,
    credit_note_id uuid,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, invoice_id, ordinal)
        REFERENCES invoice_line (tenant_id, invoice_id, ordinal),
    FOREIGN KEY (tenant_id, credit_note_id) REFERENCES credit_note (tenant_id, id),
    CHECK ((state = 'open') = (answer IS NULL)),
    CHECK ((state = 'open') = (answered_by IS NULL)),
    CHECK ((state = 'accepted') = (credit_note_id IS NOT NULL))
)""",
    "CREATE UNIQUE INDEX line_question_open ON line_question (tenant_id, invoice_id, ordinal) "
    "WHERE state = 'open'",
    "CREATE INDEX line_question_invoice ON line_question (tenant_id, invoice_id)",
    """
CREATE TABLE write_off (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    invoice_id uuid NOT NULL,
    amount numeric(20, 6) NOT NULL CHECK (amount > 0),
    reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 2000),
    state text NOT NULL CHECK (state IN ('proposed', 'approved', 'refused')),
    proposed_by uuid NOT NULL,
    proposed_at timestamptz NOT NULL,
    decided_by uuid CHECK (decided_by <> proposed_by),
    decided_at timestamptz,
    credit_note_id uuid,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, invoice_id) REFERENCES invoice (tenant_id, id),
    FOREIGN KEY (tenant_id, credit_note_id) REFERENCES credit_note (tenant_id, id),
    CHECK ((state = 'proposed') = (decided_by IS NULL))
)""",
    "CREATE UNIQUE INDEX write_off_proposed ON write_off (tenant_id, invoice_id) "
    "WHERE state = 'proposed'",
    "CREATE INDEX write_off_list ON write_off (tenant_id, id)",
)

PAYS = f"""EXISTS (SELECT FROM member_role r WHERE r.tenant_id = line_question.tenant_id
    AND r.person_id = {PERSON} AND r.role IN ('client_admin', 'finance'))"""
OF_ISSUED = """EXISTS (SELECT FROM invoice i WHERE i.tenant_id = reminder.tenant_id
    AND i.id = reminder.invoice_id)"""


def statements(isolation: Isolation) -> list[str]:
    return [
        *TABLES,
        *isolation.tenant("billing_terms"),
        *isolation.provider("dunning_schedule", write=APPEND),
        *isolation.tenant("reminder", work=APPEND, member=OF_ISSUED),
        *isolation.tenant("line_question", member=PAYS),
        *isolation.tenant("write_off"),
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("billing", ID, statements)
