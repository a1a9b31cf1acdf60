"""What kept failing and waits for a person: deliveries, timers, mail that came in or should leave.

Nothing is lost by it; a parked delivery holds up its own ticket's line alone (DESIGN 7).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from underpin.desk.hooks import keeping
from underpin.desk.mail import mail_in
from underpin.desk.mail.arriving import hearing
from underpin.kernel import db, failing, wake
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read, write

DELIVERIES, TIMERS, MAILS = "deliveries", "timers", "mails"
LANES = (DELIVERIES, TIMERS, MAILS)
MAIL, ALERT, WEBHOOK, TIMER = "mail", "alert", "webhook", "timer"
DELIVERY, LEAVING = "delivery", "leaving"
ROUND = failing.KIND
KINDS = (MAIL, ALERT, WEBHOOK, TIMER, DELIVERY, LEAVING, ROUND)
"""Mail and webhooks (alerts apart) that came in, timers, events for a consumer, what should leave,
and work done for every client that failed at this one.
"""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing set aside. `ticket` is its ticket's number, None where it concerns none."""

    lane: str
    kind: str
    id: UUID
    key: str
    client: str
    ticket: int | None
    what: str
    attempts: int
    error: str
    since: datetime


PARKED = f"""
WITH parked AS (
    SELECT d.tenant_id, d.id, d.subject_id, d.attempts, d.last_error, d.parked_at,
           CASE WHEN d.consumer IN ('{mail_in.CONSUMER.name}', '{hearing.CONSUMER.name}')
           THEN '{MAILS}' ELSE '{DELIVERIES}' END AS lane, d.consumer || ': ' || e.kind AS what,
           CASE WHEN d.consumer IN ('{mail_in.CONSUMER.name}', '{hearing.CONSUMER.name}')
           THEN '{MAIL}' ELSE '{DELIVERY}' END AS kind
    FROM delivery d JOIN event e ON e.tenant_id = d.tenant_id AND e.id = d.event_id
    WHERE d.parked_at IS NOT NULL
    UNION ALL
    SELECT tenant_id, id, subject_id, attempts, last_error, parked_at, '{TIMERS}',
           CASE kind WHEN '{ROUND}' THEN key ELSE kind END,
           CASE kind WHEN '{ROUND}' THEN '{ROUND}' ELSE '{TIMER}' END
    FROM timer WHERE parked_at IS NOT NULL
    UNION ALL
    SELECT tenant_id, id, subject_id, attempts, last_error, parked_at, '{DELIVERIES}', channel,
           '{LEAVING}'
    FROM outgoing WHERE parked_at IS NOT NULL AND withdrawn_at IS NULL AND sent_at IS NULL
    UNION ALL
    SELECT tenant_id, id, id, 1, outcome, set_aside_at, '{MAILS}', 'mail from '
           || coalesce(sender, 'nobody') || ': ' || coalesce(subject, ''), '{MAIL}'
    FROM inbound_mail WHERE set_aside_at IS NOT NULL
    UNION ALL
    SELECT tenant_id, id, owner_id, tries, reason, received_at, '{DELIVERIES}',
           'webhook: ' || purpose, CASE WHEN purpose = '{ALERT}' THEN '{ALERT}' ELSE '{WEBHOOK}' END
    FROM hook_delivery WHERE state = 'set_aside'
), found AS MATERIALIZED (
    SELECT * FROM parked p WHERE {{wanted}} ORDER BY p.parked_at, p.id LIMIT 500
), cases AS MATERIALIZED (
    SELECT tenant_id, id, ticket_id FROM vendor_case
    WHERE tenant_id = ANY (ARRAY(SELECT tenant_id FROM found))
      AND id = ANY (ARRAY(SELECT subject_id FROM found))
), about AS MATERIALIZED (
    SELECT f.*, coalesce(c.ticket_id, f.subject_id) AS about FROM found f
    LEFT JOIN cases c ON c.tenant_id = f.tenant_id AND c.id = f.subject_id
)
SELECT p.lane, p.kind, p.id, n.key, n.name AS client, t.number AS ticket, p.what, p.attempts,
       coalesce(p.last_error, '') AS error, p.parked_at AS since
FROM about p
JOIN tenant n ON n.id = p.tenant_id AND n.id = ANY (ARRAY(SELECT tenant_id FROM found))
LEFT JOIN ticket t ON t.tenant_id = p.tenant_id AND t.id = p.about
ORDER BY p.parked_at, p.id
"""
# The clients once more as an array, and what it is about found first: each policy is then met in
# one look into an index, where a join by an expression would read all tickets of a client.
ONE = PARKED.format(wanted="p.tenant_id = $1 AND p.lane = $2 AND p.id = $3")
OF_KIND = PARKED.format(wanted="p.kind = $1")
WAITING = PARKED.format(wanted="true")


async def one(act: Act, tenant: int, lane: str, item_id: UUID) -> Item:
    """Within a reading verb. Raises NotFound for what is not set aside (any more)."""
    row = await db.row(ONE, tenant, lane, item_id)
    if row is None:
        raise NotFound
    return Item(**row)


@read("set_aside.read", STAFF)
async def waiting(act: Act) -> list[Item]:
    """Of all clients the asker works for, the longest waiting first; at most 500."""
    return [Item(**row) for row in await db.rows(WAITING)]


TABLES = {DELIVERIES: ("delivery", "outgoing"), TIMERS: ("timer",), MAILS: ("delivery",)}

# Due at once: a tenant's own time is never later than the wall's, by which these are claimed.
RETRY = """
UPDATE {table} SET parked_at = NULL, attempts = 0, due_at = $3
WHERE tenant_id = $1 AND id = $2 AND parked_at IS NOT NULL
"""


@write("set_aside.retry", STAFF)
async def retry(act: Act, lane: str, item_id: UUID) -> None:
    """Let it be tried again at once, as if it had never failed. Raises NotFound for what is not
    set aside (any more)."""
    moved = [
        await db.execute(RETRY.format(table=table), act.tenant_id, item_id, act.now)
        for table in TABLES.get(lane, ())
    ]
    read_again = lane == MAILS and await hearing.again(act, item_id)
    read_again = read_again or (lane == DELIVERIES and await keeping.read_again(act, item_id))
    if not any(moved) and not read_again:
        raise NotFound
    wake.after_commit()


@write("set_aside.retry", STAFF)
async def retry_all(act: Act, kind: str) -> int:
    """Let all of the client's of a kind be tried again; returns how many, at most 500."""
    found = [Item(**row) for row in await db.rows(OF_KIND, kind)]
    for each in found:
        await retry(act, each.lane, each.id)
    return len(found)
