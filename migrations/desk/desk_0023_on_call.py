"""Who is on call when, pages that repeat until somebody accepts, and warnings gathered."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T10:23:00:000323"
VERSION = "1.38.0"
DESCRIPTION = "desk: on call"

TABLES = (
    """
CREATE TABLE rota (
    id uuid PRIMARY KEY,
    team_id uuid NOT NULL UNIQUE REFERENCES team (id),
    time_zone text NOT NULL,
    starts_on date NOT NULL,
    hand_over_at time NOT NULL,
    people uuid[] NOT NULL CHECK (cardinality(people) BETWEEN 1 AND 50),
    hours text NOT NULL,
    changed_by uuid NOT NULL,
    changed_at timestamptz NOT NULL
)""",
    """
CREATE TABLE rota_override (
    id uuid PRIMARY KEY,
    rota_id uuid NOT NULL REFERENCES rota (id),
    swap_id uuid,
    staff_id uuid NOT NULL REFERENCES staff (id),
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    made_by uuid NOT NULL,
    made_at timestamptz NOT NULL,
    cancelled_at timestamptz,
    CHECK (ends_at > starts_at)
)""",
    """
CREATE TABLE page (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    ticket_id uuid,
    about text NOT NULL CHECK (about IN ('escalation', 'set_aside')),
    source_id uuid NOT NULL,
    tier int,
    raised_at timestamptz NOT NULL,
    state text NOT NULL CHECK (state IN ('calling', 'accepted', 'ended')),
    accepted_by uuid,
    settled_at timestamptz,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, about, source_id),
    FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id),
    CHECK ((state = 'calling') = (settled_at IS NULL)),
    CHECK ((state = 'accepted') = (accepted_by IS NOT NULL))
)""",
    """
CREATE TABLE page_call (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    page_id uuid NOT NULL,
    staff_id uuid NOT NULL,
    carrier text NOT NULL,
    called_at timestamptz NOT NULL,
    declined_at timestamptz,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, page_id) REFERENCES page (tenant_id, id)
)""",
    """
CREATE TABLE notice_setting (
    staff_id uuid PRIMARY KEY REFERENCES staff (id),
    page_by text NOT NULL CHECK (page_by IN ('mail', 'sms', 'voice', 'push')),
    address text CHECK (length(address) <= 200),
    quiet_from time,
    quiet_to time,
    digest_minutes int NOT NULL CHECK (digest_minutes BETWEEN 0 AND 1440),
    CHECK ((quiet_from IS NULL) = (quiet_to IS NULL))
)""",
    """
CREATE TABLE warning (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    staff_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    action text NOT NULL,
    metric text NOT NULL,
    percent int,
    happened_at timestamptz NOT NULL,
    mailed_at timestamptz,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id)
)""",
    """
CREATE TABLE duty_gap (
    tenant_id int NOT NULL REFERENCES tenant (id),
    hour timestamptz NOT NULL,
    found_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, hour)
)""",
    "CREATE INDEX rota_override_rota ON rota_override (rota_id, ends_at) "
    "WHERE cancelled_at IS NULL",
    "CREATE INDEX page_calling ON page (tenant_id, raised_at) WHERE state = 'calling'",
    "CREATE INDEX page_ticket ON page (tenant_id, ticket_id)",
    "CREATE INDEX page_call_page ON page_call (tenant_id, page_id, called_at, id)",
    "CREATE INDEX warning_pending ON warning (tenant_id, staff_id, happened_at) "
    "WHERE mailed_at IS NULL",
)


def statements(isolation: Isolation) -> list[str]:
    return [
        *TABLES,
        *isolation.provider("rota"),
        *isolation.provider("rota_override"),
        *isolation.provider("notice_setting"),
        *isolation.tenant("page"),
        *isolation.tenant("page_call"),
        *isolation.tenant("warning"),
        *isolation.tenant("duty_gap"),
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
