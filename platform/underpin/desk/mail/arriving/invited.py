"""A mail that answers the invitation to a visit: its calendar's word is heard, and it is no
message. Whatever else it says is with the mail."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from underpin.desk.mail.arriving import loops, signed
from underpin.desk.mail.arriving.heard import Heard
from underpin.desk.mail.arriving.outcome import Outcome
from underpin.desk.visits import answering
from underpin.kernel.act import Act

TYPE: Final = "text/calendar"


async def answered(act: Act, heard: Heard) -> Outcome | None:
    """None where it is a mail like any other."""
    visit = _visit(act, heard)
    if visit is None or loops.is_ours(heard.mail):
        return None
    for each in heard.mail.attachments:
        if each.media_type.lower() == TYPE:
            found = await answering.hear(act, visit, heard.mail.author or "", each.content)
            if found is not None:
                return Outcome("answer to an old invitation" if found.stale else "visit answered",
                               found.ticket_id)  # fmt: skip
    return None


def _visit(act: Act, heard: Heard) -> UUID | None:
    came = [*heard.row["recipient"].split(", "), *(e.address for e in heard.mail.recipients)]
    return signed.first(signed.VISIT, act.tenant_id, came)
