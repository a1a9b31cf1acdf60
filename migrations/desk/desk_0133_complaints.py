"""Tickets that a client escalates, and complaints: whom they are about."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T12:33:00:000102"
VERSION = "1.38.0"
DESCRIPTION = "desk: client escalations and complaints"

TABLES = (
    """
CREATE TABLE client_escalation (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    person_id uuid NOT NULL,
    written_by uuid,
    reason text NOT NULL CHECK (length(reason) BETWEEN 1 AND 2000),
    raised_at timestamptz NOT NULL,
    acknowledged_by uuid,
    acknowledged_name text,
    acknowledged_at timestamptz,
    answered_by uuid,
    answer text CHECK (length(answer) BETWEEN 1 AND 5000),
    answered_at timestamptz,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id),
    CHECK (num_nulls(acknowledged_by, acknowledged_name, acknowledged_at) IN (0, 3)),
    CHECK (num_nulls(answered_by, answer, answered_at) IN (0, 3)),
    CHECK (answered_at IS NULL OR acknowledged_at IS NOT NULL)
)""",
    """
CREATE TABLE complaint (
    tenant_id int NOT NULL,
    ticket_id uuid NOT NULL,
    about_ticket_id uuid,
    about_staff_id uuid,
    PRIMARY KEY (tenant_id, ticket_id),
    FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id),
    FOREIGN KEY (tenant_id, about_ticket_id) REFERENCES ticket (tenant_id, id)
)""",
    "CREATE UNIQUE INDEX client_escalation_open ON client_escalation (tenant_id, ticket_id) "
    "WHERE answered_at IS NULL",
    "CREATE INDEX client_escalation_ticket ON client_escalation (tenant_id, ticket_id, raised_at)",
    "ALTER TABLE ticket ADD COLUMN escalated_at timestamptz",
    "CREATE INDEX ticket_escalated ON ticket ((priority <> 'P1'), next_due, tenant_id, id) "
    "WHERE live AND escalated_at IS NOT NULL",
)
OF_A_TICKET_SEEN = """EXISTS (SELECT FROM ticket t WHERE t.tenant_id = client_escalation.tenant_id
        AND t.id = client_escalation.ticket_id)"""


def statements(isolation: Isolation) -> list[str]:
    return [
        *TABLES,
        *isolation.tenant("client_escalation", member=OF_A_TICKET_SEEN),
        *isolation.tenant("complaint"),
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
