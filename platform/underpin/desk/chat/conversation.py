"""A chat as it is kept: its lines, and the one way to get one for saying something in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

import msgspec

from underpin.desk.chat import idle
from underpin.desk.chat.bot import Offer
from underpin.desk.tickets import masking
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed, NotFound
from underpin.kernel.principal import MEMBER, STAFF, Audience
from underpin.kernel.realtime import Notice, tell

BOT, WAITING, LIVE = "bot", "waiting", "live"
ENDED, SOLVED, LEFT, ABANDONED = "ended", "solved", "left", "abandoned"
GOING_ON: Final = (BOT, WAITING, LIVE)
LONGEST: Final = 4_000
MOST_LINES: Final = 500


class ChatOver(Conflict):
    code = "chat-over"
    title = "This chat is over: begin another, or write on the ticket"


class NotNow(Conflict):
    code = "chat-state"
    title = "The chat is not in the state that allows this: look at it again"


@dataclass(frozen=True, slots=True)
class Chat:
    """`lines`: how many, of which the first `handed_lines` stand in the ticket's opening;
    `offered`: whether the bot found an article to offer."""

    id: UUID
    person_id: UUID
    locale: str
    state: str
    lines: int
    handed_lines: int
    offered: bool
    ticket_id: UUID | None
    agent_id: UUID | None
    begun_at: datetime
    waiting_since: datetime | None
    accepted_at: datetime | None
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Line:
    """`author`: member, staff or bot."""

    position: int
    author: str
    author_name: str
    body: str
    offers: list[Offer]
    said_at: datetime


COLUMNS: Final = ", ".join(f"c.{name}" for name in Chat.__slots__)


async def held(act: Act, chat_id: UUID) -> Chat:
    """Locked, and theirs where a member asks. Raises NotFound, ChatOver."""
    theirs = "AND c.person_id = $3" if act.audience is Audience.MEMBER else ""
    whom = (act.person_id,) if theirs else ()
    row = await db.row(
        f"SELECT {COLUMNS} FROM chat c WHERE c.tenant_id = $1 AND c.id = $2 {theirs} FOR UPDATE",
        *(act.tenant_id, chat_id, *whom),
    )
    if row is None:
        raise NotFound
    if row["state"] not in GOING_ON:
        raise ChatOver
    return Chat(**row)


async def lines_of(tenant: int, chat_id: UUID) -> list[Line]:
    """In order."""
    rows = await db.rows(
        "SELECT position, author, author_name, body, articles, said_at FROM chat_line "
        "WHERE tenant_id = $1 AND chat_id = $2 ORDER BY position",
        *(tenant, chat_id),
    )
    return [_line(row) for row in rows]


def _line(row: db.Row) -> Line:
    offers = msgspec.json.decode(row["articles"], type=list[Offer])
    return Line(
        row["position"], row["author"], row["author_name"], row["body"], offers, row["said_at"]
    )


SAY: Final = """
WITH next AS (
    UPDATE chat SET lines = lines + 1, offered = offered OR $9
    WHERE tenant_id = $1 AND id = $2 RETURNING lines
)
INSERT INTO chat_line (tenant_id, id, chat_id, position, author, author_id, author_name, body,
                       articles, said_at)
SELECT $1, $3, $2, next.lines, $4, $5, $6, $7, $8::text::jsonb, $10 FROM next
"""


async def say(act: Act, chat_id: UUID, body: str) -> None:
    """Under the name of who acts; what is secret in it is masked for good. Raises Malformed."""
    text = body.strip()
    if not 1 <= len(text) <= LONGEST:
        raise Malformed(f"body: 1 to {LONGEST} characters.", field="body")
    author = "member" if act.audience is Audience.MEMBER else "staff"
    await _write(act, chat_id, (author, act.person_id, act.principal.name), masking.masked(text))


async def bot_says(
    act: Act, chat_id: UUID, name: str, body: str, offers: Sequence[Offer] = ()
) -> None:
    await _write(act, chat_id, ("bot", None, name), body[:LONGEST], offers)


async def _write(
    act: Act,
    chat_id: UUID,
    author: tuple[str, UUID | None, str],
    body: str,
    offers: Sequence[Offer] = (),
) -> None:
    stored = msgspec.json.encode(list(offers)).decode()
    words = (ids.new(), *author, body, stored, bool(offers), act.now)
    await db.execute(SAY, act.tenant_id, chat_id, *words)
    await idle.arm(act, chat_id)
    changed(act, chat_id)


async def move(act: Act, chat_id: UUID, state: str, **columns: object) -> None:
    """To another state; one that is over is idle no more."""
    if state not in GOING_ON:
        columns["ended_at"] = act.now
        await idle.disarm(act, chat_id)
    keys = {"tenant_id": act.tenant_id, "id": chat_id}
    await db.update("chat", keys, {"state": state, **columns})
    changed(act, chat_id)
    tell(act.tenant_id, (STAFF,), Notice("list", "chats"))


def changed(act: Act, chat_id: UUID) -> None:
    tell(act.tenant_id, (STAFF, MEMBER), Notice("chat", f"chat-{chat_id}"))


async def one(tenant: int, chat_id: UUID) -> Chat:
    row = await db.row(
        f"SELECT {COLUMNS} FROM chat c WHERE c.tenant_id = $1 AND c.id = $2", tenant, chat_id
    )
    if row is None:
        raise NotFound
    return Chat(**row)
