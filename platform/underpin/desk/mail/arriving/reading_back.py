"""What came with a message: all of its text, its HTML made safe, its attachments. Read in the
asker's own scope, whose policies show it with the message or not at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from underpin.desk.tickets import ticket as tickets
from underpin.kernel import db, files, installation
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import read


@dataclass(frozen=True, slots=True)
class Attached:
    """`url` is where its bytes are for some minutes, on the origin of uploaded content; None for
    one that was withheld, with the reason."""

    id: UUID
    message_id: UUID
    name: str
    media_type: str
    size: int
    inline: bool
    withheld: str | None
    url: str | None
    content_id: str | None = None
    """What the HTML of its mail calls it (RFC 2392), where it does."""


@dataclass(frozen=True, slots=True)
class Whole:
    """`html` names pictures that came with it by their addresses there."""

    text: str
    html: str | None


ATTACHED = """
SELECT id, message_id, name, media_type, size, inline, withheld, content_id FROM attachment
WHERE tenant_id = $1 AND ticket_id = $2 ORDER BY id LIMIT 1000
"""


@read("ticket.read", STAFF, MEMBER)
async def attachments(act: Act, tenant: int, number: int) -> list[Attached]:
    """Of the messages the asker may read. Raises NotFound."""
    ticket = await tickets.seen(act, tenant, number)
    return [_of(act, tenant, row) for row in await db.rows(ATTACHED, tenant, ticket.id)]


def _of(act: Act, tenant: int, row: db.Row) -> Attached:
    named: dict[str, Any] = {name: row[name] for name in Attached.__slots__ if name != "url"}
    return Attached(**named, url=None if row["withheld"] else _url(act, tenant, row["id"]))


def _url(act: Act, tenant: int, attachment_id: UUID) -> str:
    token = files.token(tenant, attachment_id, act.now)
    return f"{installation.settings().content_origin}/files/{token}"


async def folded(tenant: int, ticket_id: UUID) -> frozenset[UUID]:
    """Those of a ticket's messages of which something was folded away, as the scope shows them."""
    rows = await db.rows(
        "SELECT w.message_id FROM message m JOIN message_whole w ON w.tenant_id = m.tenant_id "
        "AND w.message_id = m.id WHERE m.tenant_id = $1 AND m.ticket_id = $2",
        *(tenant, ticket_id),
    )
    return frozenset(row["message_id"] for row in rows)


@read("ticket.read", STAFF, MEMBER)
async def whole(act: Act, tenant: int, number: int, message_id: UUID) -> Whole:
    """A message with what was folded away. Raises NotFound, also where nothing was."""
    ticket = await tickets.seen(act, tenant, number)
    row = await db.row(
        "SELECT w.text, w.html FROM message_whole w JOIN message m ON m.tenant_id = w.tenant_id "
        "AND m.id = w.message_id WHERE w.tenant_id = $1 AND m.ticket_id = $2 AND m.id = $3",
        *(tenant, ticket.id, message_id),
    )
    if row is None:
        raise NotFound
    return Whole(row["text"], row["html"] and await _pictured(act, ticket, message_id, row["html"]))


async def _pictured(act: Act, ticket: tickets.Ticket, message_id: UUID, html: str) -> str:
    rows = await db.rows(
        "SELECT id, content_id FROM attachment WHERE tenant_id = $1 AND message_id = $2 "
        "AND content_id IS NOT NULL AND withheld IS NULL",
        ticket.tenant_id,
        message_id,
    )
    for row in rows:
        url = _url(act, ticket.tenant_id, row["id"])
        html = html.replace(f'"cid:{row["content_id"]}"', f'"{url}"')
    return html


async def markup(tenant: int, given: Iterable[Attached]) -> dict[UUID, str]:
    """The cleaned HTML of the messages in which these pictures came, for who was shown them."""
    wanted = sorted({each.message_id for each in given if each.inline and each.content_id})
    if not wanted:
        return {}
    rows = await db.rows(
        "SELECT message_id, html FROM message_whole WHERE tenant_id = $1 "
        "AND message_id = ANY ($2::uuid[]) AND html IS NOT NULL",
        *(tenant, wanted),
    )
    return {row["message_id"]: row["html"] for row in rows}


@dataclass(frozen=True, slots=True)
class Download:
    name: str
    content: bytes


BYTES = """
SELECT a.name, f.content FROM attachment a
JOIN file f ON f.tenant_id = a.tenant_id AND f.id = a.file_id
WHERE a.tenant_id = $1 AND a.id = $2
"""


async def download(presented: str) -> Download:
    """What a signed address opens. It was made for who could see the attachment, and ends soon.
    Raises NotFound."""
    async with db.open(Work(_tenant_said(presented))):
        granted = files.granted(presented, await db.now())
        row = granted and await db.row(BYTES, granted.tenant_id, granted.object_id)
    if row is None:
        raise NotFound
    return Download(row["name"], bytes(row["content"]))


def _tenant_said(presented: str) -> int:
    """Whose time decides; only for opening the scope in which the token is checked."""
    said = files.tenant_of(presented)
    if said is None:
        raise NotFound
    return said
