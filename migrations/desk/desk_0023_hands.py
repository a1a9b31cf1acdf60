"""Who can do what, who is away, and how tickets come to whom."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T10:23:00:000223"
VERSION = "1.38.0"
DESCRIPTION = "desk: skills, absence, assignment"

TYPES = "'incident', 'service_request', 'change_request', 'problem'"
PRIORITIES = "'P1', 'P2', 'P3', 'P4', 'P5'"

TABLES = (
    """
CREATE TABLE skill (
    id uuid PRIMARY KEY,
    name text NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 80)
)""",
    """
CREATE TABLE training (
    id uuid PRIMARY KEY,
    staff_id uuid NOT NULL REFERENCES staff (id),
    skill_id uuid NOT NULL REFERENCES skill (id),
    title text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
    completed_on date NOT NULL,
    expires_on date CHECK (expires_on >= completed_on),
    recorded_by uuid NOT NULL,
    recorded_at timestamptz NOT NULL
)""",
    """
CREATE TABLE absence (
    id uuid PRIMARY KEY,
    staff_id uuid NOT NULL REFERENCES staff (id),
    starts_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    kind text NOT NULL CHECK (kind IN ('holiday', 'illness', 'training', 'other')),
    recorded_by uuid NOT NULL,
    recorded_at timestamptz NOT NULL,
    cancelled_at timestamptz,
    CHECK (ends_at > starts_at)
)""",
    """
CREATE TABLE service_skill (
    tenant_id int NOT NULL,
    service_id uuid NOT NULL,
    skill_id uuid NOT NULL,
    PRIMARY KEY (tenant_id, service_id, skill_id),
    FOREIGN KEY (tenant_id, service_id) REFERENCES service (tenant_id, id)
)""",
    """
CREATE TABLE assignment_way (
    tenant_id int PRIMARY KEY REFERENCES tenant (id),
    way text NOT NULL CHECK (way IN ('by_hand', 'skill_and_load', 'round_robin', 'rule')),
    most_open int CHECK (most_open > 0),
    note_at_hand_over boolean NOT NULL
)""",
    f"""
CREATE TABLE assignment_rule (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    position int NOT NULL CHECK (position > 0),
    type text CHECK (type IN ({TYPES})),
    priority text CHECK (priority IN ({PRIORITIES})),
    service_id uuid,
    tier int CHECK (tier BETWEEN 1 AND 3),
    staff_id uuid,
    team_id uuid,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, position),
    FOREIGN KEY (tenant_id, service_id) REFERENCES service (tenant_id, id),
    CHECK (num_nonnulls(staff_id, team_id) = 1)
)""",
    """
CREATE TABLE assignment_turn (
    tenant_id int NOT NULL REFERENCES tenant (id),
    staff_id uuid NOT NULL,
    turn int NOT NULL CHECK (turn > 0),
    PRIMARY KEY (tenant_id, staff_id)
)""",
    # How much somebody has to do stands in all their clients; nothing but the number is given.
    """
CREATE FUNCTION open_tickets_of(people uuid[]) RETURNS TABLE (staff_id uuid, open int)
STABLE LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT p.id, (SELECT count(*) FROM public.ticket t
                  WHERE t.live AND t.assignee_id IS NOT NULL AND t.assignee_id = p.id)::int
    FROM unnest(people) AS p(id)
$$""",
    "CREATE INDEX training_staff ON training (staff_id, skill_id)",
    "CREATE INDEX absence_staff ON absence (staff_id, ends_at) WHERE cancelled_at IS NULL",
    "CREATE INDEX absence_ends ON absence (ends_at) WHERE cancelled_at IS NULL",
)


def statements(isolation: Isolation) -> list[str]:
    return [
        *TABLES,
        *isolation.provider("skill"),
        *isolation.provider("training"),
        *isolation.provider("absence"),
        *isolation.tenant("service_skill"),
        *isolation.tenant("assignment_way"),
        *isolation.tenant("assignment_rule"),
        *isolation.tenant("assignment_turn"),
        *isolation.definer("open_tickets_of(uuid[])", "work"),
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
