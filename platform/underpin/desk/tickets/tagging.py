"""Tags: words that staff file tickets under. A client does not see them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from underpin.desk.tickets import ticket as tickets
from underpin.kernel import db, events
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read, write

TAG: Final = re.compile(r"[^\W_](?:[\w.-]{0,39})")
KIND: Final = "ticket.tagged"


def checked(tag: str) -> str:
    """As it is kept: words are joined by hyphens. Raises Malformed."""
    plain = "-".join(tag.casefold().split())
    if not TAG.fullmatch(plain):
        raise Malformed("tag: up to 40 letters, digits, dots, hyphens.", field="tag")
    return plain


INSERT = """
INSERT INTO ticket_tag (tenant_id, ticket_id, tag)
SELECT $1, u.id, $3 FROM unnest($2::uuid[]) AS u(id) ON CONFLICT DO NOTHING RETURNING ticket_id
"""


async def put(act: Act, ticket_ids: Sequence[UUID], tag: str) -> set[UUID]:
    """Within a verb, of locked tickets; returns those that had it not."""
    rows = await db.rows(INSERT, act.tenant_id, list(ticket_ids), tag)
    new = {row["ticket_id"] for row in rows}
    if new:
        told = [events.New(KIND, each, {"tag": tag}) for each in ticket_ids if each in new]
        await events.emit(act, *told)
    return new


@write("ticket.work", STAFF)
async def tag(act: Act, number: int, word: str) -> None:
    """Tagged twice it is tagged once. Raises Malformed, NotFound."""
    plain = checked(word)
    ticket = await tickets.held(act, number)
    await put(act, [ticket.id], plain)


@write("ticket.work", STAFF)
async def untag(act: Act, number: int, word: str) -> None:
    """What is not there is no error. Raises Malformed, NotFound."""
    plain = checked(word)
    ticket = await tickets.held(act, number)
    gone = await db.execute(
        "DELETE FROM ticket_tag WHERE tenant_id = $1 AND ticket_id = $2 AND tag = $3",
        *(act.tenant_id, ticket.id, plain),
    )
    if gone:
        await events.emit(act, events.New("ticket.untagged", ticket.id, {"tag": plain}))


@read("ticket.read", STAFF)
async def of_ticket(act: Act, tenant: int, number: int) -> list[str]:
    """In order of the alphabet. Raises NotFound."""
    ticket = await tickets.seen(act, tenant, number)
    rows = await db.rows(
        "SELECT tag FROM ticket_tag WHERE tenant_id = $1 AND ticket_id = $2 ORDER BY tag",
        *(tenant, ticket.id),
    )
    return [row["tag"] for row in rows]
