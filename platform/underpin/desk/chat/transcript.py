"""What was said in a chat, as one text for its ticket."""

from __future__ import annotations

from collections.abc import Iterable

from underpin.desk.chat.conversation import Line
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db
from underpin.kernel.act import Act


def text(lines: Iterable[Line]) -> str:
    """A paragraph for each line, with its time in UTC and who said it."""
    return "\n\n".join(_paragraph(line) for line in lines)


def _paragraph(line: Line) -> str:
    offered = "".join(f"\n- {offer.title}" for offer in line.offers)
    return f"[{line.said_at:%H:%M} UTC] {line.author_name}: {line.body}{offered}"


async def name(act: Act, ticket: Ticket) -> str:
    """ACME-1042."""
    key: str = await db.value("SELECT key FROM tenant WHERE id = $1", act.tenant_id)
    return f"{key}-{ticket.number}"
