"""What waits for a member's next mail, of what is new on their tickets."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from underpin.kernel.database import migrate
from underpin.kernel.database.isolation import Isolation

ID = "2026-11-22T13:63:00:000101"
VERSION = "1.38.0"
DESCRIPTION = "desk: member digest"

# Its id is the mail's own that it would have been; words are read when it is mailed. `mailed_at`
# also of what was taken back; such rows stay some days, so that nothing is told twice.
NEWS = """
CREATE TABLE member_news (
    tenant_id int NOT NULL,
    id uuid NOT NULL,
    person_id uuid NOT NULL,
    ticket_id uuid NOT NULL,
    message_id uuid,
    cause uuid NOT NULL,
    happened_at timestamptz NOT NULL,
    mailed_at timestamptz,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, ticket_id) REFERENCES ticket (tenant_id, id),
    FOREIGN KEY (tenant_id, message_id) REFERENCES message (tenant_id, id)
)"""
OF_PERSON = "CREATE INDEX member_news_of ON member_news (tenant_id, person_id, mailed_at)"
OF_MESSAGE = "CREATE INDEX member_news_said ON member_news (tenant_id, message_id)"


def statements(isolation: Isolation) -> list[str]:
    return [NEWS, OF_PERSON, OF_MESSAGE, *isolation.tenant("member_news", staff=False)]


async def forwards() -> MigrationManager:
    return migrate.manager("desk", ID, statements)
