"""What a check of coherence shows, of every metric; the nightly check and what it warns of."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T07:07:00:000007"
VERSION = "1.38.0"
DESCRIPTION = "contracts: coherence of every metric, checked nightly"

METRICS = "'first_response', 'next_reply', 'next_update', 'resolution'"
VERDICTS = "'always_kept', 'commitment_kept', 'not_kept', 'unchecked'"
KINDS = "'broken', 'risk_ended', 'nobody_on_duty'"

TABLES = (
    f"""
ALTER TABLE coherence_verdict
    ADD COLUMN metric text NOT NULL DEFAULT 'resolution' CHECK (metric IN ({METRICS})),
    ADD COLUMN arriving text NOT NULL DEFAULT 'any'
        CHECK (arriving IN ('any', 'inside', 'outside')),
    ADD COLUMN shown jsonb,
    DROP CONSTRAINT coherence_verdict_pkey,
    ADD PRIMARY KEY (tenant_id, version_id, metric, ticket_type, priority, arriving)
""",
    """
CREATE TABLE coherence_watch (
    tenant_id int NOT NULL,
    version_id uuid NOT NULL,
    checked_for date NOT NULL,
    checked_at timestamptz NOT NULL,
    behind jsonb NOT NULL,
    uncovered jsonb NOT NULL,
    PRIMARY KEY (tenant_id, version_id),
    FOREIGN KEY (tenant_id, version_id) REFERENCES agreement_version (tenant_id, id)
)""",
    f"""
CREATE TABLE coherence_warning (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    version_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ({KINDS})),
    about text NOT NULL,
    before text CHECK (before IN ({VERDICTS})),
    after text CHECK (after IN ({VERDICTS})),
    raised_at timestamptz,
    done_at timestamptz,
    because jsonb NOT NULL,
    warned_at timestamptz NOT NULL,
    resolved_at timestamptz,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, version_id) REFERENCES agreement_version (tenant_id, id)
)""",
    """
CREATE UNIQUE INDEX coherence_warning_open ON coherence_warning
    (tenant_id, version_id, kind, about) WHERE resolved_at IS NULL
""",
)


def statements(isolation: Isolation) -> list[str]:
    return [
        *TABLES,
        *isolation.tenant("coherence_watch"),
        *isolation.tenant("coherence_warning"),
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("contracts", ID, statements)
