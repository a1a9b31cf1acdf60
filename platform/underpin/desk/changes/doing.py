"""A change is scheduled, begun, finished and looked back at."""

from __future__ import annotations

from datetime import datetime

from underpin.desk.changes import change as changes
from underpin.desk.changes import course, planning, waiting
from underpin.desk.changes.change import Change
from underpin.desk.changes.course import OUTCOMES, NotNow, Outcome
from underpin.desk.tickets import messages, talking
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import write


class OwnReview(Conflict):
    code = "own-review"
    title = "Somebody else than who wrote the change looks back at it"


@write("ticket.work", STAFF)
async def schedule(
    act: Act,
    number: int,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    *,
    body: str = "",
    version: int | None = None,
) -> Change:
    """In the window that was approved; a standard change is given one here. The ticket waits for
    it. `body` is the public message that says when. Raises NotNow, Malformed, NotFound."""
    ticket, change = await changes.held(act, number, version)
    course.check(change.state, "scheduled")
    if starts_at is not None and change.kind == "normal":
        raise NotNow("The window was approved with the change: rewrite it to have another.")
    window = (starts_at, ends_at) if starts_at is not None else (change.starts_at, change.ends_at)
    if window[0] is None or window[1] is None:
        raise Malformed("starts_at: from when, and until when.", field="starts_at")
    planning.check_window(act, *window)
    if body.strip():
        await talking.reply(act, number, body)
    ticket = await tickets.held_by_id(act, ticket.id)
    await waiting.until(act, ticket, window[0])
    return await changes.move(act, change, "scheduled", starts_at=window[0], ends_at=window[1])


@write("ticket.work", STAFF)
async def begin(act: Act, number: int, *, version: int | None = None) -> Change:
    """Within its window; an emergency as soon as it is approved. Raises NotNow, NotFound."""
    ticket, change = await changes.held(act, number, version)
    course.check(change.state, "in_progress")
    if change.state == "approved" and change.kind != "emergency":
        raise NotNow("Schedule it first.")
    if change.starts_at is not None and act.now < change.starts_at and change.kind != "emergency":
        raise NotNow("Its window has not begun: rewrite the change to have another.")
    await waiting.no_longer(act, ticket)
    return await changes.move(act, change, "in_progress", began_at=act.now)


@write("ticket.work", STAFF)
async def finish(
    act: Act, number: int, outcome: Outcome, note: str = "", *, version: int | None = None
) -> Change:
    """`note` is kept on the ticket, for ourselves. Raises NotNow, Malformed, NotFound."""
    if outcome not in OUTCOMES:
        raise Malformed(f"outcome: one of {', '.join(OUTCOMES)}.", field="outcome")
    if outcome != "done" and not note.strip():
        raise Malformed("note: say what went wrong.", field="note")
    ticket, change = await changes.held(act, number, version)
    course.check(change.state, outcome)
    await _note(act, ticket, note)
    return await changes.move(act, change, outcome, ended_at=act.now)


@write("ticket.work", STAFF)
async def review(act: Act, number: int, note: str, *, version: int | None = None) -> Change:
    """By somebody else than its author. Raises NotNow, OwnReview, Malformed, NotFound."""
    if not note.strip():
        raise Malformed("note: what is to be learned from it.", field="note")
    ticket, change = await changes.held(act, number, version)
    course.check(change.state, "reviewed")
    if change.author_id == act.person_id:
        raise OwnReview
    await _note(act, ticket, note)
    by, at = act.person_id, act.now
    return await changes.move(act, change, "reviewed", reviewed_by=by, reviewed_at=at)


async def _note(act: Act, ticket: Ticket, note: str) -> None:
    if note.strip():
        await messages.write(act, ticket, messages.INTERNAL, note)
