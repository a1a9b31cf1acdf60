"""Monthly service reports as they were told, who is told by mail, and what was sent."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import APPEND, PERSON, Isolation

ID = "2026-11-22T13:58:00:000100"
VERSION = "1.38.0"
DESCRIPTION = "desk: service reports"

TABLES = (
    """
CREATE TABLE service_report (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    year int NOT NULL CHECK (year BETWEEN 1970 AND 9000),
    month int NOT NULL CHECK (month BETWEEN 1 AND 12),
    state text NOT NULL CHECK (state IN ('provisional', 'final')),
    body text NOT NULL,
    made_at timestamptz NOT NULL,
    made_by uuid,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, year, month)
)""",
    """
CREATE TABLE service_report_recipient (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    state text NOT NULL CHECK (state IN ('provisional', 'final')),
    chosen_by uuid,
    chosen_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, person_id, state),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
)""",
    """
CREATE TABLE service_report_sent (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    report_id uuid NOT NULL,
    person_id uuid NOT NULL,
    state text NOT NULL CHECK (state IN ('provisional', 'final')),
    sent_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, report_id, person_id, state),
    FOREIGN KEY (tenant_id, report_id) REFERENCES service_report (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
)""",
)


def _readers(table: str) -> str:
    """Who may read a client's figures as a whole: its admins, and who keeps its money."""
    return (
        f"EXISTS (SELECT FROM member_role r WHERE r.tenant_id = {table}.tenant_id "
        f"AND r.person_id = {PERSON} AND r.role IN ('client_admin', 'finance'))"
    )


def statements(isolation: Isolation) -> list[str]:
    recipient = "service_report_recipient"
    return [
        *TABLES,
        *isolation.tenant("service_report", member=_readers("service_report")),
        *isolation.tenant(recipient, member=_readers(recipient)),
        *isolation.tenant("service_report_sent", work=APPEND),
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
