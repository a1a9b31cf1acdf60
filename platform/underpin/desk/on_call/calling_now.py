"""Pages that call now, of all clients one works for; hours nobody covers; calling by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from underpin.desk.on_call import pages
from underpin.desk.tickets import states
from underpin.desk.tickets import ticket as tickets
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read, write

MOST: Final = 100
HOUR: Final = timedelta(hours=1)


class NothingToDo(Conflict):
    code = "ticket-done"
    title = "This ticket is done: nobody is called for it"


@dataclass(frozen=True, slots=True)
class Calling:
    """A page that calls; `called` are names, in order, `calls_me` whether the asker was called
    and has not declined. `number` is its ticket's."""

    key: str
    client: str
    id: UUID
    number: int | None
    subject: str | None
    priority: str | None
    about: str
    raised_at: datetime
    called: list[str]
    calls_me: bool


CALLING: Final = """
SELECT n.key, n.name AS client, p.id, t.number, t.subject, t.priority, p.about, p.raised_at,
       ARRAY(SELECT s.name FROM page_call c JOIN staff s ON s.id = c.staff_id
             WHERE c.tenant_id = p.tenant_id AND c.page_id = p.id
             ORDER BY c.called_at, c.id) AS called,
       EXISTS (SELECT FROM page_call c WHERE c.tenant_id = p.tenant_id AND c.page_id = p.id
               AND c.staff_id = $1 AND c.declined_at IS NULL) AS calls_me
FROM page p JOIN tenant n ON n.id = p.tenant_id
LEFT JOIN ticket t ON t.tenant_id = p.tenant_id AND t.id = p.ticket_id
WHERE p.state = 'calling' ORDER BY p.raised_at, p.id LIMIT $2
"""


@read("ticket.read", STAFF)
async def everywhere(act: Act) -> list[Calling]:
    """The longest calling first; at most a hundred."""
    return [Calling(**row) for row in await db.rows(CALLING, act.person_id, MOST)]


@dataclass(frozen=True, slots=True)
class Gap:
    """From `starts_at` until before `ends_at` nobody is on duty for this client."""

    key: str
    client: str
    starts_at: datetime
    ends_at: datetime


@read("rota.read", STAFF)
async def gaps(act: Act) -> list[Gap]:
    """What last night's check found, hours in a row as one, by time."""
    rows = await db.rows(
        "SELECT n.key, n.name AS client, g.hour FROM duty_gap g JOIN tenant n "
        "ON n.id = g.tenant_id WHERE g.hour > $1 ORDER BY n.key, g.hour LIMIT 5000",
        act.now - HOUR,
    )
    return sorted(_joined(rows), key=lambda gap: (gap.starts_at, gap.key))


def _joined(rows: list[db.Row]) -> list[Gap]:
    found: list[Gap] = []
    for row in rows:
        last = found[-1] if found else None
        starts, ends = row["hour"], row["hour"] + HOUR
        if last and last.key == row["key"] and last.ends_at == starts:
            found[-1] = Gap(last.key, last.client, last.starts_at, ends)
        else:
            found.append(Gap(row["key"], row["client"], starts, ends))
    return found


@write("ticket.work", STAFF)
async def call_for(act: Act, number: int) -> UUID:
    """Call whoever is on duty for a ticket's tier, again and again until somebody accepts.
    Raises NotFound, NothingToDo."""
    ticket = await tickets.held(act, number)
    if ticket.state in states.DONE:
        raise NothingToDo
    (made,) = await pages.raise_pages(act, [pages.New("by_hand", ids.new(), ticket.id)])
    return made
