"""What was judged of a mail is carried out: posted, opened, left waiting, noted or let be."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from underpin.desk.links import link
from underpin.desk.mail.arriving import authoring, bounced, forwarded, posting
from underpin.desk.mail.arriving.heard import Heard
from underpin.desk.mail.arriving.judging import Author, Verdict
from underpin.desk.mail.arriving.posting import Said
from underpin.desk.mail.leaving import watching
from underpin.desk.tickets import ticket as tickets
from underpin.kernel import events
from underpin.kernel.act import Act

WAITING = "mail.waiting"
ACCEPTANCE, REQUESTER = "acceptance", "requester"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is kept with the mail. `told` is the outcome in a word; `suggested` the address of a
    forwarded mail's author."""

    told: str
    ticket_id: UUID | None = None
    posted_id: UUID | None = None
    waits_for: str | None = None
    suggested: str | None = None


async def carry_out(act: Act, heard: Heard, verdict: Verdict) -> Outcome:
    """Do what was judged, in the transaction that marks the mail handled."""
    return await _DOES[verdict](act, heard)


async def _ignored(act: Act, heard: Heard) -> Outcome:
    return Outcome(f"ignored: {heard.mail.automatic or 'loop'}")


async def _bounced(act: Act, heard: Heard) -> Outcome:
    assert heard.sent_id is not None, "judged so because it is about one of ours"  # noqa: S101
    ticket_id = await bounced.note(act, heard.sent_id, heard.mail.bounce)
    return Outcome(Verdict.BOUNCED, ticket_id)


async def _left(act: Act, heard: Heard) -> Outcome:
    assert heard.left_id is not None, "judged so because it came to that address"  # noqa: S101
    await watching.leave(act, heard.left_id)
    return Outcome(Verdict.LEAVE)


async def _posted(act: Act, heard: Heard) -> Outcome:
    assert heard.aim is not None, "judged so because it names a ticket"  # noqa: S101
    ticket = await tickets.held_by_id(act, heard.aim.ticket_id)
    said = said_by(heard)
    await posting.post(await authoring.as_member(act, heard.wrote), ticket, said)
    return Outcome(Verdict.POST, ticket.id, said.message_id)


async def _opened(act: Act, heard: Heard) -> Outcome:
    """In the author's name. That a machine wrote it is kept, because nothing answers one."""
    by = await authoring.as_member(act, heard.wrote)
    said = said_by(heard)
    ticket = await posting.open_ticket(by, said)
    if heard.aim is not None:
        await link.keep(act, ticket.id, heard.aim.ticket_id, "follows")
    told = f"{Verdict.OPEN}: {heard.mail.automatic}" if heard.mail.automatic else Verdict.OPEN
    return Outcome(told, ticket.id, said.message_id)


async def _waits_on_ticket(act: Act, heard: Heard) -> Outcome:
    """Flagged on the ticket, whose lock is taken first; no clock hears of it."""
    assert heard.aim is not None, "judged so because it names a ticket"  # noqa: S101
    ticket = await tickets.held_by_id(act, heard.aim.ticket_id)
    flag = events.New(WAITING, ticket.id, {"mail_id": str(heard.row["id"])})
    await events.emit(act, flag)
    return Outcome(Verdict.WAIT_ACCEPTANCE, ticket.id, waits_for=ACCEPTANCE)


async def _waits_for_requester(act: Act, heard: Heard) -> Outcome:
    """A technician's forward asks whether its first author is the requester."""
    is_ours = heard.wrote.kind is Author.STAFF and heard.verified_by is not None
    first = forwarded.author(heard.mail) if is_ours else None
    return Outcome(Verdict.WAIT_REQUESTER, waits_for=REQUESTER, suggested=first)


def said_by(heard: Heard) -> Said:
    """Who proved nothing is shown by the address they wrote from, never by a name."""
    wrote, proven = heard.wrote, heard.verified_by is not None
    is_known = proven and wrote.kind is Author.MEMBER
    return Said(
        heard.mail,
        heard.row["id"],
        heard.row["received_at"],
        wrote.name if is_known else wrote.address,
        wrote.person_id if is_known else None,
    )


_DOES: dict[Verdict, Callable[[Act, Heard], Awaitable[Outcome]]] = {
    Verdict.IGNORE: _ignored,
    Verdict.BOUNCED: _bounced,
    Verdict.LEAVE: _left,
    Verdict.POST: _posted,
    Verdict.OPEN: _opened,
    Verdict.WAIT_ACCEPTANCE: _waits_on_ticket,
    Verdict.WAIT_REQUESTER: _waits_for_requester,
}
