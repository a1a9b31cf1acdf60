"""To whom of a client a ticket's public words go by mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from underpin.desk.on_call import quiet
from underpin.desk.on_call.quiet import Wishes
from underpin.kernel import db


@dataclass(frozen=True, slots=True)
class Reader:
    """A person of the client. `watches`: only because they watch, so that they may stop. `by_mail`
    False: they read what is new at the portal; `wishes`: when they want no mail, and over how
    long it is gathered."""

    person_id: UUID
    name: str
    address: str
    locale: str
    watches: bool
    by_mail: bool = True
    wishes: Wishes = quiet.ALWAYS


# The requester, who watches, and who wrote in it and may still see it; never an address that
# refused our mail for good.
READERS = """
WITH part AS (
    SELECT t.requester_id AS person_id, false AS watches FROM ticket t
    WHERE t.tenant_id = $1 AND t.id = $2
    UNION ALL
    SELECT w.person_id, true FROM ticket_watcher w WHERE w.tenant_id = $1 AND w.ticket_id = $2
    UNION ALL
    SELECT m.author_id, true FROM message m
    JOIN ticket t ON t.tenant_id = m.tenant_id AND t.id = m.ticket_id AND NOT t.confidential
    JOIN member_grant g ON g.tenant_id = m.tenant_id AND g.person_id = m.author_id
        AND g.reach = 'company'
    WHERE m.tenant_id = $1 AND m.ticket_id = $2 AND m.visibility = 'public'
      AND m.author_kind = 'member'
)
SELECT p.id AS person_id, p.name, p.email AS address, p.locale, bool_and(part.watches) AS watches,
       p.by_mail, p.time_zone, p.quiet_from, p.quiet_to, p.digest_minutes
FROM part JOIN person p ON p.tenant_id = $1 AND p.id = part.person_id
WHERE p.state IN ('active', 'invited') AND NOT EXISTS (
    SELECT FROM mail_refused r WHERE r.tenant_id = $1 AND r.address = p.email)
GROUP BY p.tenant_id, p.id ORDER BY p.id
"""


async def of(tenant: int, ticket_id: UUID) -> list[Reader]:
    return [_reader(row) for row in await db.rows(READERS, tenant, ticket_id)]


def _reader(row: db.Row) -> Reader:
    who = (row["person_id"], row["name"], row["address"], row["locale"], row["watches"])
    hours = Wishes(row["time_zone"], row["digest_minutes"], row["quiet_from"], row["quiet_to"])
    return Reader(*who, row["by_mail"], hours)


async def acknowledged_lately(tenant: int, address: str, since: datetime) -> int:
    """How many acknowledgements this address got from us since then."""
    found: int = await db.value(
        "SELECT count(*) FROM mail_sent WHERE tenant_id = $1 AND address = $2 AND made_at > $3 "
        "AND kind = 'acknowledgement'",
        tenant,
        address,
        since,
    )
    return found
