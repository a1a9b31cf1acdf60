"""What was found out about a problem, and the incidents it causes. Staff's alone: a client reads
the problem's ticket and what is said publicly in it, as of any other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from contracts import facts
from underpin.desk.kinds import advancing, workflow
from underpin.desk.tickets import finishing, recording, states, visibility
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, events
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read, write

TYPE: Final = "problem"
CHANGED: Final = "ticket.problem_changed"
LONGEST: Final = 10_000


class NoProblem(Conflict):
    code = "no-problem"
    title = "This ticket is no problem: make one of it first"


class NotResolved(Conflict):
    code = "problem-open"
    title = "The problem is not resolved yet: its incidents are resolved one by one"


@dataclass(frozen=True, slots=True)
class Incident:
    """One that the problem causes."""

    number: int
    subject: str
    state: str
    priority: str
    live: bool


@dataclass(frozen=True, slots=True)
class Problem:
    """`known_error` is what agents read beside matching tickets while it is a known error, None
    else. `proposed`: the open incidents that may be resolved with it, none before it is."""

    root_cause: str
    workaround: str
    known_error: str | None
    known_since: datetime | None
    incidents: tuple[Incident, ...]
    proposed: tuple[int, ...]


FOUND: Final = """
SELECT root_cause, workaround, known_error, known_since FROM problem
WHERE tenant_id = $1 AND ticket_id = $2
"""
INCIDENTS: Final = f"""
SELECT t.number, t.subject, t.state, t.priority, t.live
FROM ticket_link l JOIN ticket t ON t.tenant_id = l.tenant_id AND t.id = l.ticket_id
WHERE l.tenant_id = $1 AND l.other_id = $2 AND l.kind = 'caused_by'
  AND {visibility.staff_sees("t", "$3")}
ORDER BY t.raised_at, t.id LIMIT 500
"""
NOTHING: Final = {"root_cause": "", "workaround": "", "known_error": None, "known_since": None}


@read("ticket.read", STAFF)
async def of_ticket(act: Act, tenant: int, number: int) -> Problem:
    """Raises NotFound, NoProblem."""
    ticket = _checked(await tickets.seen(act, tenant, number))
    return await _of(act, ticket)


async def _of(act: Act, ticket: Ticket) -> Problem:
    row = await db.row(FOUND, ticket.tenant_id, ticket.id)
    rows = await db.rows(INCIDENTS, ticket.tenant_id, ticket.id, act.person_id)
    incidents = tuple(Incident(**each) for each in rows)
    over = ticket.state in states.DONE
    proposed = tuple(each.number for each in incidents if over and each.live)
    return Problem(**(row or NOTHING), incidents=incidents, proposed=proposed)


DESCRIBE: Final = """
INSERT INTO problem (tenant_id, ticket_id, root_cause, workaround, changed_by, changed_at)
VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (tenant_id, ticket_id) DO UPDATE
SET root_cause = excluded.root_cause, workaround = excluded.workaround,
    changed_by = excluded.changed_by, changed_at = excluded.changed_at
"""


@write("ticket.work", STAFF)
async def describe(
    act: Act, number: int, root_cause: str, workaround: str, *, version: int | None = None
) -> Problem:
    """What causes it, and how to do without; empty while nobody knows. Raises Malformed, NotFound,
    NoProblem, StaleVersion."""
    for field, said in (("root_cause", root_cause), ("workaround", workaround)):
        if len(said.strip()) > LONGEST:
            raise Malformed(f"{field}: {LONGEST} characters at most.", field=field)
    ticket = _checked(await tickets.held(act, number, version))
    words = (root_cause.strip(), workaround.strip(), act.person_id, act.now)
    await db.execute(DESCRIBE, act.tenant_id, ticket.id, *words)
    return await _told(act, ticket)


KNOW: Final = """
INSERT INTO problem (tenant_id, ticket_id, root_cause, workaround, known_error, known_since,
                     changed_by, changed_at)
VALUES ($1, $2, '', '', $3, $5, $4, $5) ON CONFLICT (tenant_id, ticket_id) DO UPDATE
SET known_error = excluded.known_error,
    known_since = coalesce(problem.known_since, excluded.known_since),
    changed_by = excluded.changed_by, changed_at = excluded.changed_at
"""


@write("ticket.work", STAFF)
async def know(act: Act, number: int, text: str) -> Problem:
    """From now on a known error: `text` is what agents are to do when they meet it. Raises
    Malformed, NotFound, NoProblem, WrongState for one that is done."""
    said = text.strip()
    if not 1 <= len(said) <= 2000:
        raise Malformed("text: 1 to 2000 characters.", field="text")
    ticket = _checked(await tickets.held(act, number))
    if ticket.state in states.DONE:
        raise states.WrongState("This problem is done: reopen it first.")
    await db.execute(KNOW, act.tenant_id, ticket.id, said, act.person_id, act.now)
    if ticket.state == facts.NEW:
        await advancing.advance(act, number, workflow.INVESTIGATING)
    if ticket.state in (facts.NEW, facts.OPEN):
        await advancing.advance(act, number, workflow.KNOWN_ERROR)
    return await _told(act, ticket)


UNKNOW: Final = """
UPDATE problem SET known_error = NULL, known_since = NULL, changed_by = $3, changed_at = $4
WHERE tenant_id = $1 AND ticket_id = $2 AND known_since IS NOT NULL
"""


@write("ticket.work", STAFF)
async def unknow(act: Act, number: int) -> Problem:
    """It turned out to be none; what is none already stays so. Raises NotFound, NoProblem."""
    ticket = _checked(await tickets.held(act, number))
    await db.execute(UNKNOW, act.tenant_id, ticket.id, act.person_id, act.now)
    if ticket.stage == workflow.KNOWN_ERROR and ticket.state == facts.OPEN:
        await advancing.advance(act, number, workflow.INVESTIGATING)
    return await _told(act, ticket)


async def _told(act: Act, ticket: Ticket) -> Problem:
    await events.emit(act, events.New(CHANGED, ticket.id))
    await recording.change(act, ticket, [])
    return await _of(act, ticket)


@write("ticket.work", STAFF)
async def resolve_incidents(act: Act, number: int, chosen: Sequence[int], body: str) -> list[int]:
    """Those chosen of the incidents proposed, each with the same public message; returns the ones
    that were. Raises Malformed, NotFound, NoProblem, NotResolved."""
    if not body.strip():
        raise Malformed("body: say to the clients what became of it.", field="body")
    ticket = _checked(await tickets.held(act, number))
    if ticket.state not in states.DONE:
        raise NotResolved
    proposed = set((await _of(act, ticket)).proposed)
    unknown = sorted(set(chosen) - proposed)
    if unknown:
        raise Malformed(f"tickets: {unknown} are no open incidents of it.", field="tickets")
    for each in sorted(proposed & set(chosen)):
        await finishing.resolve(act, each, body=body)
    return sorted(proposed & set(chosen))


def _checked(ticket: Ticket) -> Ticket:
    if ticket.type != TYPE:
        raise NoProblem
    return ticket
