"""What was said in a chat, as one text for its ticket."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from zoneinfo import ZoneInfo

from underpin.desk.chat.conversation import Chat, Line
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, wordings
from underpin.kernel.act import Act


async def written(act: Act, chat: Chat, lines: Iterable[Line]) -> str:
    """By the clock on the wall of whoever the chat is with, and in their language."""
    zone: str = await db.value(
        "SELECT time_zone FROM person WHERE tenant_id = $1 AND id = $2",
        act.tenant_id,
        chat.person_id,
    )
    return text(lines, chat.locale, zone)


def text(lines: Iterable[Line], locale: str, time_zone: str) -> str:
    """A paragraph for each line, with its time and who said it; above each day's when it began."""
    zone = ZoneInfo(time_zone)
    paragraphs: list[str] = []
    for _, told in groupby(lines, key=lambda line: line.said_at.astimezone(zone).date()):
        of_day = list(told)
        paragraphs.append(wordings.moment(of_day[0].said_at, locale, time_zone))
        paragraphs += (_paragraph(line, zone) for line in of_day)
    return "\n\n".join(paragraphs)


def _paragraph(line: Line, zone: ZoneInfo) -> str:
    offered = "".join(f"\n- {offer.title}" for offer in line.offers)
    return f"[{line.said_at.astimezone(zone):%H:%M}] {line.author_name}: {line.body}{offered}"


async def name(act: Act, ticket: Ticket) -> str:
    """ACME-1042."""
    key: str = await db.value("SELECT key FROM tenant WHERE id = $1", act.tenant_id)
    return f"{key}-{ticket.number}"
