"""A chat as it is looked at, and what came of a month of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta

from underpin.desk.chat import conversation
from underpin.desk.chat.conversation import Chat, Line
from underpin.desk.tickets.visibility import staff_sees
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import read


@dataclass(frozen=True, slots=True)
class Shown:
    """`ticket` is its name once it was raised."""

    chat: Chat
    person: str
    client: str
    agent: str | None
    ticket: str | None
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Month:
    """`deflected`: those that never left the bot and that the person said were solved, or to which
    it offered an article and nothing was said for half an hour. `unanswered`: handed over, and
    ended before anybody took them."""

    begun: int
    deflected: int
    handed_over: int
    unanswered: int
    left: int


ONE: Final = f"""
SELECT {conversation.COLUMNS}, p.name AS person, n.name AS client, {{agent}} AS agent,
       n.key || '-' || ticket.number AS ticket
FROM chat c JOIN tenant n ON n.id = c.tenant_id
JOIN person p ON p.tenant_id = c.tenant_id AND p.id = c.person_id
LEFT JOIN ticket ON ticket.tenant_id = c.tenant_id AND ticket.id = c.ticket_id
WHERE c.tenant_id = $1 AND c.id = $2
"""
AGENT: Final = "(SELECT s.name FROM staff s WHERE s.id = c.agent_id)"


@read("chat.use", MEMBER)
async def mine(act: Act, tenant: int) -> UUID | None:
    """The chat they have open."""
    found: UUID | None = await db.value(
        "SELECT id FROM chat WHERE tenant_id = $1 AND person_id = $2 AND ended_at IS NULL",
        *(act.principal.own_tenant, act.person_id),
    )
    return found


@read("chat.use", MEMBER)
async def own(act: Act, tenant: int, chat_id: UUID) -> Shown:
    """Raises NotFound for another person's."""
    if tenant != act.principal.own_tenant:
        raise NotFound
    found = await _shown(ONE.format(agent="NULL::text"), tenant, chat_id)
    return replace(found, chat=replace(found.chat, agent_id=None))


@read("chat.work", STAFF)
async def one(act: Act, tenant: int, chat_id: UUID) -> Shown:
    """What has left the bot, of tickets they may see. Raises NotFound."""
    sql = f"{ONE.format(agent=AGENT)} AND ticket.id IS NOT NULL AND {staff_sees('ticket', '$3')}"
    return await _shown(sql, tenant, chat_id, act.person_id)


async def _shown(sql: str, tenant: int, chat_id: UUID, *words: object) -> Shown:
    row = await db.row(sql, tenant, chat_id, *words)
    if row is None:
        raise NotFound
    chat = Chat(**{name: row[name] for name in Chat.__slots__})
    names = {name: row[name] for name in ("person", "client", "agent", "ticket")}
    return Shown(chat, **names, lines=await conversation.lines_of(tenant, chat.id))


COUNTS: Final = """
SELECT count(*) AS begun,
       count(*) FILTER (WHERE ticket_id IS NULL AND (state = 'solved'
           OR (offered AND state = 'abandoned'))) AS deflected,
       count(*) FILTER (WHERE waiting_since IS NOT NULL) AS handed_over,
       count(*) FILTER (WHERE waiting_since IS NOT NULL AND accepted_at IS NULL
           AND ended_at IS NOT NULL) AS unanswered,
       count(*) FILTER (WHERE state = 'left') AS left
FROM chat WHERE tenant_id = $1 AND begun_at >= $2 AND begun_at < $3
"""


@read("chat.work", STAFF)
async def of_month(act: Act, tenant: int, month: date) -> Month:
    """The calendar month of the client's zone in which they began."""
    zone = ZoneInfo(await db.value("SELECT time_zone FROM tenant WHERE id = $1", tenant) or "UTC")
    first = datetime(month.year, month.month, 1, tzinfo=zone)
    last = first + relativedelta(months=1)
    row = await db.row(COUNTS, tenant, first.astimezone(UTC), last.astimezone(UTC))
    return Month(**(row or {}))
