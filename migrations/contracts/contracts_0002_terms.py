"""A contract's terms in full, its amendments and reminders, services in and out, the templates
contracts are made from, and the agreement that counts where no contract does."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import APPEND, Isolation

ID = "2026-11-22T07:02:00:000002"
VERSION = "1.38.0"
DESCRIPTION = "contracts: terms, reminders, templates"

AMENDMENTS = "'terms', 'notice', 'notice_withdrawn', 'service_in', 'service_out'"
OCCASIONS = "'renewal', 'notice', 'uplift', 'end'"

TABLES = (
    """
ALTER TABLE contract
    ADD COLUMN renewal_months int NOT NULL DEFAULT 12 CHECK (renewal_months BETWEEN 1 AND 120),
    ADD COLUMN uplift_percent numeric(7, 4) CHECK (uplift_percent BETWEEN -100 AND 100),
    ADD COLUMN uplift_on date,
    ADD COLUMN notice_given_on date,
    ADD COLUMN notice_by text CHECK (notice_by IN ('client', 'provider')),
    ADD COLUMN last_day date,
    ADD COLUMN version int NOT NULL DEFAULT 1,
    ADD CONSTRAINT contract_uplift CHECK ((uplift_percent IS NULL) = (uplift_on IS NULL)),
    ADD CONSTRAINT contract_notice CHECK (
        (notice_given_on IS NULL) = (last_day IS NULL)
        AND (notice_given_on IS NULL) = (notice_by IS NULL))""",
    """
ALTER TABLE service
    ADD COLUMN starts_on date,
    ADD COLUMN ends_on date""",
    f"""
CREATE TABLE contract_amendment (
    tenant_id int NOT NULL,
    contract_id uuid NOT NULL,
    version int NOT NULL CHECK (version > 1),
    what text NOT NULL CHECK (what IN ({AMENDMENTS})),
    before jsonb NOT NULL,
    after jsonb NOT NULL,
    reason text NOT NULL CHECK (length(reason) <= 2000),
    made_by uuid,
    made_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, contract_id, version),
    FOREIGN KEY (tenant_id, contract_id) REFERENCES contract (tenant_id, id)
)""",
    f"""
CREATE TABLE contract_reminder (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    contract_id uuid NOT NULL,
    occasion text NOT NULL CHECK (occasion IN ({OCCASIONS})),
    due_on date NOT NULL,
    raised_at timestamptz NOT NULL,
    withdrawn_at timestamptz,
    done_at timestamptz,
    done_by uuid,
    note text NOT NULL DEFAULT '' CHECK (length(note) <= 2000),
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, contract_id, occasion, due_on),
    FOREIGN KEY (tenant_id, contract_id) REFERENCES contract (tenant_id, id),
    CHECK ((done_at IS NULL) = (done_by IS NULL))
)""",
    """
CREATE INDEX contract_reminder_open ON contract_reminder (due_on, tenant_id, id)
WHERE done_at IS NULL AND withdrawn_at IS NULL""",
    """
CREATE TABLE template (
    id uuid PRIMARY KEY,
    name text NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 200)
)""",
    """
CREATE TABLE template_version (
    id uuid PRIMARY KEY,
    template_id uuid NOT NULL REFERENCES template (id),
    number int NOT NULL CHECK (number > 0),
    state text NOT NULL CHECK (state IN ('draft', 'approved', 'current', 'superseded')),
    body jsonb NOT NULL,
    author_id uuid NOT NULL,
    approver_id uuid CHECK (approver_id <> author_id),
    approved_at timestamptz,
    current_from timestamptz,
    created_at timestamptz NOT NULL,
    UNIQUE (template_id, number),
    CHECK (state = 'draft' OR approver_id IS NOT NULL),
    CHECK (state IN ('draft', 'approved') OR current_from IS NOT NULL)
)""",
    """
CREATE UNIQUE INDEX template_version_current ON template_version (template_id)
WHERE state = 'current'""",
    """
CREATE UNIQUE INDEX template_version_waiting ON template_version (template_id)
WHERE state IN ('draft', 'approved')""",
    """
CREATE TABLE default_agreement (
    number int PRIMARY KEY CHECK (number > 0),
    template_id uuid REFERENCES template (id),
    chosen_by uuid NOT NULL,
    chosen_at timestamptz NOT NULL
)""",
    """
ALTER TABLE agreement
    ALTER COLUMN contract_id DROP NOT NULL,
    ADD COLUMN template_id uuid REFERENCES template (id),
    ADD CONSTRAINT agreement_of CHECK (contract_id IS NOT NULL OR template_id IS NOT NULL)""",
    """
ALTER TABLE agreement_version
    ADD COLUMN offer_of uuid REFERENCES template_version (id),
    DROP CONSTRAINT agreement_version_check3,
    ADD CONSTRAINT agreement_version_consent CHECK (
        state IN ('draft', 'approved') OR accepted_by IS NOT NULL
        OR document_sha256 IS NOT NULL OR offer_of IS NOT NULL)""",
    """
CREATE TABLE template_use (
    tenant_id int NOT NULL,
    version_id uuid NOT NULL,
    agreement_id uuid NOT NULL,
    template_id uuid NOT NULL REFERENCES template (id),
    template_version_id uuid NOT NULL REFERENCES template_version (id),
    used_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, version_id),
    FOREIGN KEY (tenant_id, version_id) REFERENCES agreement_version (tenant_id, id),
    FOREIGN KEY (tenant_id, agreement_id) REFERENCES agreement (tenant_id, id)
)""",
    "CREATE INDEX template_use_agreement ON template_use (tenant_id, agreement_id, used_at)",
    """
CREATE TABLE template_proposal (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    agreement_id uuid NOT NULL,
    template_id uuid NOT NULL REFERENCES template (id),
    from_version_id uuid NOT NULL REFERENCES template_version (id),
    template_version_id uuid NOT NULL REFERENCES template_version (id),
    state text NOT NULL CHECK (state IN ('proposed', 'drafted', 'declined', 'overtaken')),
    proposed_at timestamptz NOT NULL,
    decided_at timestamptz,
    decided_by uuid,
    reason text NOT NULL DEFAULT '' CHECK (length(reason) <= 2000),
    version_id uuid,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, agreement_id, template_version_id),
    FOREIGN KEY (tenant_id, agreement_id) REFERENCES agreement (tenant_id, id),
    FOREIGN KEY (tenant_id, version_id) REFERENCES agreement_version (tenant_id, id),
    CHECK (state <> 'declined' OR reason <> ''),
    CHECK ((state = 'drafted') = (version_id IS NOT NULL))
)""",
    """
CREATE INDEX template_proposal_open ON template_proposal (proposed_at, tenant_id, id)
WHERE state = 'proposed'""",
)

STAFF_ONLY = ("contract_reminder", "template_use", "template_proposal")
PROVIDER = ("template", "template_version")


def statements(isolation: Isolation) -> list[str]:
    isolated = isolation.tenant("contract_amendment", work=APPEND, member="true")
    for table in STAFF_ONLY:
        isolated += isolation.tenant(table)
    for table in PROVIDER:
        isolated += isolation.provider(table)
    isolated += isolation.provider("default_agreement", write=APPEND)
    return [*TABLES, *isolated]


async def forwards() -> MigrationManager:
    return migrate.manager("contracts", ID, statements)
