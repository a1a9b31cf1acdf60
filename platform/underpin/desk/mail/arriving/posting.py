"""A mail's words become a message: what its author wrote to the fore, all of it kept behind, its
pictures and attachments beside it; passwords and card numbers in none of them (PRACTICE 5)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from underpin.desk.lifetime import afterword
from underpin.desk.tickets import masking, messages, states, talking
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.messages import Message
from underpin.desk.tickets.raising import NewTicket, raise_ticket
from underpin.desk.tickets.ticket import Ticket
from underpin.desk.watching import copied
from underpin.desk.writing import limits
from underpin.desk.writing.limits import Limits
from underpin.kernel import db, files, ids, mail_html, mail_reply
from underpin.kernel.act import Act
from underpin.kernel.mail_parts import Attachment
from underpin.kernel.mail_read import ReadMail

LONGEST = talking.LONGEST
NOTHING_SAID = "(no text)"
NO_SUBJECT = "(no subject)"


@dataclass(frozen=True, slots=True)
class Said:
    """A mail as it is kept on a ticket. `author_name` is what is shown for who wrote it."""

    mail: ReadMail
    mail_id: UUID
    received_at: datetime
    author_name: str
    author_id: UUID | None

    @property
    def message_id(self) -> UUID:
        """The message is the mail's own, so that handling it again cannot make another."""
        return ids.derive(self.mail_id, "message")


async def open_ticket(act: Act, said: Said) -> Ticket:
    """A new ticket in the name of who acts, its clocks running from when the mail reached us."""
    subject = masking.masked(said.mail.subject)[:300].strip() or NO_SUBJECT
    new = NewTicket(
        subject,
        channel="mail",
        requester_id=act.principal.person_id,
        raised_at=said.received_at,
        ticket_id=ids.derive(said.mail_id, "ticket"),
    )
    ticket: Ticket = await raise_ticket(act, new)
    await keep(act, ticket, said)
    return ticket


async def post(act: Act, ticket: Ticket, said: Said) -> None:
    """Into a ticket, as the client's message of when it reached us. It stands where they wrote it
    and is heard where the matter goes on; on what is done it asks for a look (PRACTICE 17)."""
    goes_on = ticket
    if ticket.merged_into is not None:
        goes_on = await tickets.held_by_id(act, ticket.merged_into)
    message = await keep(act, ticket, said)
    if goes_on.state in states.DONE:
        await afterword.waits(act, goes_on, message)
    else:
        await talking.from_client(act, goes_on, said.received_at)


WHOLE = "INSERT INTO message_whole (tenant_id, message_id, text, html) VALUES ($1, $2, $3, $4)"
ATTACHMENT = """
INSERT INTO attachment (tenant_id, id, ticket_id, message_id, file_id, name, media_type, size,
                        inline, content_id, withheld, added_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
"""


async def keep(act: Act, ticket: Ticket, said: Said) -> Message:
    """Write the message and all that belongs to it."""
    mail, message_id = said.mail, said.message_id
    visible = mail_reply.fold(mail.text).visible
    message = await messages.write_clients(
        act,
        ticket,
        masking.masked(visible)[:LONGEST].strip() or NOTHING_SAID,
        message_id=message_id,
        author_id=said.author_id,
        author_name=said.author_name,
        at=said.received_at,
    )
    html = masking.masked(mail_html.clean(mail.markup)) if mail.markup.strip() else None
    if html or visible != mail.text:
        whole = masking.masked(mail.text)
        await db.execute(WHOLE, act.tenant_id, message_id, whole, html)
    await _attach(act, ticket, message_id, mail.attachments)
    written_to = [each.address for each in mail.recipients]
    await copied.note(act, ticket, written_to, said.author_id)
    return message


async def _attach(act: Act, ticket: Ticket, message_id: UUID, given: Sequence[Attachment]) -> None:
    """What may not be kept is named with the reason; the mail as it came has it still."""
    if not given:
        return
    agreed = await limits.of(act.tenant_id)
    withheld = [_withheld(agreed, place, each) for place, each in enumerate(given)]
    kept = [each.content for each, no in zip(given, withheld, strict=True) if no is None]
    found = iter(await files.keep(act, kept))
    rows = [
        (
            *(act.tenant_id, ids.derive(message_id, "attachment", place), ticket.id, message_id),
            *(None if no else next(found), each.name, each.media_type, each.size),
            *(each.is_inline, each.content_id or None, no, act.now),
        )
        for place, (each, no) in enumerate(zip(given, withheld, strict=True))
    ]
    await db.many(ATTACHMENT, rows)


def _withheld(agreed: Limits, place: int, each: Attachment) -> str | None:
    """A picture within the text is no file that somebody sends, of whatever kind those may be."""
    if place >= files.MOST_PER_MESSAGE:
        return "count"
    if each.is_inline and each.media_type.startswith("image/"):
        agreed = replace(agreed, endings="")
    return limits.refusal(agreed, each.name, len(each.content))
