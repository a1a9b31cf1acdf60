"""A call written down by who took it, in one form: who called, when, how long, what was said, and
on which ticket. It counts at its own start: a first response when the matter came by telephone, and
an answer to whatever the client waited for (PRACTICE 12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, get_args
from uuid import UUID

from contracts import facts
from contracts.facts import ClientMessage, Fact, PublicReply, StateChanged
from underpin.desk.phone import call
from underpin.desk.phone import number as telephone
from underpin.desk.phone.call import Call, Direction
from underpin.desk.tickets import messages, raising, recording, states
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.raising import NewTicket
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import write

CHANNEL: Final = "phone"
UNASKED: Final = "desk"
BACKDATED: Final = timedelta(minutes=5)
LONGEST: Final = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Spoken:
    """What is written down. `ticket`: the number of one that goes on; else a new one is raised, of
    `subject`, in the name of `person_id`. `reached` is false where nobody answered: a note, and no
    clock moves. `reason`: why so late, for a call that ended more than five minutes ago
    (PRACTICE 15). `remember`: that the number is this person's."""

    words: str
    direction: Direction = "in"
    started_at: datetime | None = None
    seconds: int = 0
    person_id: UUID | None = None
    number: str = ""
    ticket: int | None = None
    subject: str = ""
    impact: str = "medium"
    urgency: str = "medium"
    type: str = "incident"
    service_id: UUID | None = None
    reached: bool = True
    reason: str = ""
    remember: bool = False


@dataclass(frozen=True, slots=True)
class Logged:
    """The call, and the number of the ticket it stands on."""

    call: Call
    ticket: int


@write("ticket.work", STAFF)
async def log(act: Act, spoken: Spoken, *, call_id: UUID | None = None) -> Logged:
    """`call_id` is one that the telephone system told us of: what it says stands unless said
    otherwise. Raises Malformed, NotFound, WrittenDown, WrongState."""
    draft = None if call_id is None else await call.held(act, call_id)
    started = _started(act, spoken, draft)
    person = spoken.person_id or (draft.person_id if draft else None)
    if spoken.ticket is None:
        ticket = await _raised(act, spoken, person, started)
    else:
        ticket = await _gone_on(act, spoken, spoken.ticket, started)
    number = spoken.number or (draft.number if draft else "")
    whom = person or ticket.requester_id
    if spoken.remember:
        await call.remember(act, whom, number)
    kept = await _kept(act, spoken, draft, ticket, (number, whom, started))
    return Logged(kept, ticket.number)


def _started(act: Act, spoken: Spoken, draft: Call | None) -> datetime:
    """When it began. Raises Malformed."""
    _check(spoken)
    started = spoken.started_at or (draft.started_at if draft else act.now)
    ended = started + timedelta(seconds=spoken.seconds)
    if started > act.now:
        raise Malformed("started_at: not in a time to come.", field="started_at")
    late = act.now - max(ended, started) > BACKDATED
    if late and not spoken.reason.strip():
        raise Malformed("reason: say why this call is written down so late.", field="reason")
    return started


def _check(spoken: Spoken) -> None:
    if not 1 <= len(spoken.words.strip()) <= 100_000:
        raise Malformed("words: say what was said, in 1 to 100,000 characters.", field="words")
    if spoken.direction not in get_args(Direction):
        raise Malformed("direction: in or out.", field="direction")
    if not 0 <= spoken.seconds <= LONGEST // timedelta(seconds=1):
        raise Malformed("seconds: from 0 to twelve hours.", field="seconds")


async def _raised(act: Act, spoken: Spoken, person: UUID | None, started: datetime) -> Ticket:
    """Of a call that came in, the client asked and was answered by a person at once; of one that
    we made, nobody asked."""
    asked = spoken.direction == "in"
    first = spoken.words.strip().splitlines()[0]
    new = NewTicket(
        (spoken.subject.strip() or first)[:300],
        type=spoken.type,
        impact=spoken.impact,
        urgency=spoken.urgency,
        service_id=spoken.service_id,
        requester_id=person,
        channel=CHANNEL if asked else UNASKED,
        raised_at=started,
        live=asked and spoken.reached,
    )
    ticket: Ticket = await raising.raise_ticket(act, new)
    await _write(act, ticket, spoken, started)
    return ticket


async def _gone_on(act: Act, spoken: Spoken, number: int, started: datetime) -> Ticket:
    ticket = await tickets.held(act, number)
    if ticket.state in states.DONE:
        raise states.WrongState("This ticket is done: reopen it first, or raise a new one.")
    if started < ticket.raised_at:
        raise Malformed("started_at: not before the ticket itself.", field="started_at")
    await _write(act, ticket, spoken, started)
    said, changes = _facts(act, ticket, spoken, started)
    return await recording.change(act, ticket, said, changes, reason=spoken.reason or None)


def _facts(
    act: Act, ticket: Ticket, spoken: Spoken, started: datetime
) -> tuple[list[Fact], dict[str, Any]]:
    """Who called us spoke first, and was answered; an answer opens a new ticket, and the client's
    word ends a wait for them."""
    by = recording.by(act, ticket, started)
    if not spoken.reached:
        return [facts.InternalNote(**by)], {}
    said: list[Fact] = [PublicReply(**by, channel=CHANNEL)]
    if spoken.direction == "in":
        client = {**by, "actor": "client", "actor_id": spoken.person_id or ticket.requester_id}
        said.insert(0, ClientMessage(**client, channel=CHANNEL))
    if ticket.state not in (facts.NEW, facts.WAITING_CLIENT):
        return said, {}
    return [*said, StateChanged(**by, old=ticket.state, new=facts.OPEN)], {"state": facts.OPEN}


async def _write(act: Act, ticket: Ticket, spoken: Spoken, started: datetime) -> None:
    """At its start in the conversation. Where nobody was reached, the client reads nothing."""
    visible = messages.PUBLIC if spoken.reached else messages.INTERNAL
    message = await messages.write(act, ticket, visible, spoken.words.strip())
    await db.execute(
        "UPDATE message SET happened_at = $3, channel = $4 WHERE tenant_id = $1 AND id = $2",
        *(act.tenant_id, message.id, started, CHANNEL),
    )


KEEP: Final = f"""
INSERT INTO phone_call (tenant_id, id, direction, number, person_id, staff_id, started_at, seconds,
                        state, ticket_id, version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'logged', $9, 1)
ON CONFLICT (tenant_id, id) DO UPDATE
SET direction = excluded.direction, number = excluded.number, person_id = excluded.person_id,
    staff_id = excluded.staff_id, started_at = excluded.started_at, seconds = excluded.seconds,
    state = 'logged', ticket_id = excluded.ticket_id, version = phone_call.version + 1
RETURNING {call.COLUMNS}
"""


async def _kept(
    act: Act,
    spoken: Spoken,
    draft: Call | None,
    ticket: Ticket,
    about: tuple[str, UUID, datetime],
) -> Call:
    number, person, started = about
    seconds = spoken.seconds or (draft.seconds if draft else None)
    row = await db.row(
        KEEP,
        *(act.tenant_id, draft.id if draft else ids.new(), spoken.direction),
        *(telephone.digits(number), person, act.person_id, started, seconds, ticket.id),
    )
    assert row is not None, "INSERT ... RETURNING gives its row"  # noqa: S101
    return Call(**row)
