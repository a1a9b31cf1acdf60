"""Tickets that come again, visits, and what is to know of a site."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T12:34:00:000102"
VERSION = "1.38.0"
DESCRIPTION = "desk: recurring tickets, appointments, sites"

TABLES = (
    """
CREATE TABLE recurring_ticket (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    said jsonb NOT NULL,
    rule text NOT NULL,
    starts_on date NOT NULL,
    at_time time NOT NULL,
    time_zone text NOT NULL,
    on_closed text NOT NULL CHECK (on_closed IN ('keep', 'skip', 'before', 'after')),
    calendar_id uuid,
    state text NOT NULL CHECK (state IN ('active', 'paused', 'ended')),
    last_on date,
    next_on date,
    next_at timestamptz,
    made_by uuid,
    made_at timestamptz NOT NULL,
    version int NOT NULL CHECK (version > 0),
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, calendar_id) REFERENCES calendar (tenant_id, id),
    CHECK (on_closed = 'keep' OR calendar_id IS NOT NULL)
)""",
    """
CREATE TABLE recurring_occurrence (
    tenant_id int NOT NULL,
    recurring_id uuid NOT NULL,
    on_day date NOT NULL,
    ticket_id uuid NOT NULL,
    made_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, recurring_id, on_day),
    FOREIGN KEY (tenant_id, recurring_id) REFERENCES recurring_ticket (tenant_id, id),
    FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id)
)""",
    """
CREATE TABLE site_details (
    tenant_id int NOT NULL,
    site_id uuid NOT NULL,
    contact text NOT NULL CHECK (length(contact) <= 200),
    phone text NOT NULL CHECK (length(phone) <= 60),
    hours text NOT NULL CHECK (length(hours) <= 500),
    directions text NOT NULL CHECK (length(directions) <= 2000),
    PRIMARY KEY (tenant_id, site_id),
    FOREIGN KEY (tenant_id, site_id) REFERENCES site (tenant_id, id)
)""",
    """
CREATE TABLE appointment (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    technician_id uuid NOT NULL,
    technician_name text NOT NULL,
    site_id uuid,
    place text NOT NULL CHECK (length(place) <= 500),
    note text NOT NULL CHECK (length(note) <= 2000),
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    travel_minutes int NOT NULL CHECK (travel_minutes BETWEEN 0 AND 1440),
    state text NOT NULL CHECK (state IN ('planned', 'cancelled', 'done')),
    sequence int NOT NULL CHECK (sequence >= 0),
    client_answer text NOT NULL CHECK (client_answer IN ('none', 'accepted', 'declined')),
    reason text NOT NULL,
    made_by uuid,
    made_at timestamptz NOT NULL,
    version int NOT NULL CHECK (version > 0),
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id),
    FOREIGN KEY (tenant_id, site_id) REFERENCES site (tenant_id, id),
    CHECK (starts_at < ends_at)
)""",
    "CREATE INDEX appointment_ticket ON appointment (tenant_id, ticket_id)",
    "CREATE INDEX appointment_technician ON appointment (technician_id, starts_at, tenant_id)",
)

# A link may open somebody's own appointments as a calendar.
FEEDS = (
    "ALTER TABLE link DROP CONSTRAINT link_purpose_check",
    "ALTER TABLE link ADD CONSTRAINT link_purpose_check "
    "CHECK (purpose IN ('invitation', 'reset', 'vendor', 'hook', 'feed'))",
)

OF_A_TICKET_SEEN = """EXISTS (SELECT FROM ticket t WHERE t.tenant_id = appointment.tenant_id
        AND t.id = appointment.ticket_id)"""


def statements(isolation: Isolation) -> list[str]:
    return [
        *TABLES,
        *FEEDS,
        *isolation.tenant("recurring_ticket"),
        *isolation.tenant("recurring_occurrence", work="SELECT, INSERT"),
        *isolation.tenant("site_details", member="true"),
        *isolation.tenant("appointment", member=OF_A_TICKET_SEEN),
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
