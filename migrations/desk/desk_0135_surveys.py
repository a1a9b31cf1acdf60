"""How content people were with what was done for them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import PERSON, Isolation

ID = "2026-11-22T12:35:00:000102"
VERSION = "1.38.0"
DESCRIPTION = "desk: surveys"

TABLES = (
    """
CREATE TABLE survey (
    tenant_id int NOT NULL REFERENCES tenant (id),
    id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    person_id uuid NOT NULL,
    agent_id uuid,
    service_id uuid,
    asked_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    rating smallint CHECK (rating BETWEEN 1 AND 5),
    comment text NOT NULL DEFAULT '' CHECK (length(comment) <= 2000),
    answered_at timestamptz,
    changed_at timestamptz,
    revoked_by uuid,
    revoked_at timestamptz,
    told_at timestamptz,
    PRIMARY KEY (tenant_id, id),
    UNIQUE (tenant_id, ticket_id),
    CHECK ((rating IS NULL) = (answered_at IS NULL)),
    FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, service_id) REFERENCES service (tenant_id, id)
)""",
    """
CREATE TABLE survey_terms (
    tenant_id int PRIMARY KEY REFERENCES tenant (id),
    asks boolean NOT NULL,
    every_days int NOT NULL CHECK (every_days BETWEEN 0 AND 365),
    changeable_days int NOT NULL CHECK (changeable_days BETWEEN 0 AND 90),
    low int NOT NULL CHECK (low BETWEEN 0 AND 4)
)""",
    """
CREATE TABLE survey_setting (
    id int PRIMARY KEY CHECK (id = 1),
    agents_see_all boolean NOT NULL
)""",
    "CREATE INDEX survey_person ON survey (tenant_id, person_id, asked_at)",
    "CREATE INDEX survey_asked ON survey (tenant_id, asked_at)",
    "CREATE INDEX survey_answered ON survey (tenant_id, answered_at, id) "
    "WHERE answered_at IS NOT NULL",
    "CREATE INDEX survey_untold ON survey (tenant_id, rating) "
    "WHERE told_at IS NULL AND rating IS NOT NULL",
)


def statements(isolation: Isolation) -> list[str]:
    return [
        *TABLES,
        *isolation.tenant("survey", member=f"person_id = {PERSON}"),
        *isolation.tenant("survey_terms"),
        *isolation.provider("survey_setting"),
    ]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
