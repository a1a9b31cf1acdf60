"""One mail to one reader, put into the outbox and on the ticket's record under one identity."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from underpin.desk.mail.leaving import composing
from underpin.desk.mail.leaving.audience import Reader
from underpin.desk.mail.leaving.composing import REPLY, About, Words
from underpin.desk.on_call import quiet
from underpin.kernel import db, mail_channel, outgoing
from underpin.kernel.act import Act

SENT: Final = """
INSERT INTO mail_sent (tenant_id, id, ticket_id, message_id, kind, person_id, address, mail_id,
                       outgoing_id, made_at, expires_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (tenant_id, id) DO NOTHING
"""


async def queue(
    act: Act, about: About, words: Words, reader: Reader, message_id: UUID | None
) -> None:
    """Once for each cause and reader; in their quiet hours not before these are over."""
    references = await composing.thread(act.tenant_id, about.ticket_id, reader.person_id)
    mail = composing.compose(about, words, reader, references, act.now)
    hold = outgoing.HOLD if words.kind == REPLY else timedelta(0)
    hold = max(hold, quiet.after_quiet(reader.wishes, act.now) - act.now)
    queued = await mail_channel.queue(
        act, mail, about.ticket_id, hold=hold, mailbox_id=about.mailbox_id
    )
    await db.execute(
        SENT,
        *(act.tenant_id, composing.sent_id(words, reader), about.ticket_id, message_id),
        *(words.kind, reader.person_id, reader.address, mail.message_id, queued),
        *(act.now, act.now + composing.ADDRESS_LIVES),
    )
