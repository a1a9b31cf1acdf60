"""Articles put into an answer: a link, or their words, in the language of whoever asked, and only
what that client's members may read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Literal
from uuid import UUID

from underpin.desk.knowledge import beside, finding, letters
from underpin.desk.knowledge.finding import Found
from underpin.desk.tickets import ticket as tickets
from underpin.kernel import db, installation
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

What = Literal["link", "text"]
LANGUAGE: Final = """
SELECT coalesce(p.locale, n.locale) FROM ticket t JOIN tenant n ON n.id = t.tenant_id
LEFT JOIN person p ON p.tenant_id = t.tenant_id AND p.id = t.requester_id
WHERE t.tenant_id = $1 AND t.number = $2
"""


@read("knowledge.read", STAFF)
async def offered(act: Act, tenant: int, number: int, words: str = "") -> Sequence[Found]:
    """What answers the words, or where there are none what is about the ticket; staff's own is
    among it, marked. In the requester's language. Raises NotFound."""
    reader = await _as_reader(act, tenant, number)
    found: Sequence[Found]
    if words.strip():
        found = await finding.search(reader, tenant, f"{words[:400]} ")
    else:
        found = await beside.ticket(reader, tenant, number)
    return found


@read("knowledge.read", STAFF)
async def quote(act: Act, tenant: int, number: int, article_id: UUID, what: What = "link") -> str:
    """Raises NotFound for what the client may not read."""
    leaf = await finding.leaf(await _as_reader(act, tenant, number), tenant, article_id)
    if leaf.audience == "staff":
        raise NotFound
    address = f"{installation.settings().portal_origin}/knowledge/{leaf.id}"
    if what == "link":
        return f"{leaf.title}\n{address}\n"
    return f"{leaf.title}\n\n{letters.plain(leaf.body)}\n\n{address}\n"


async def _as_reader(act: Act, tenant: int, number: int) -> Act:
    """Who asks, reading in the requester's language. Raises NotFound."""
    await tickets.seen(act, tenant, number)
    language = await db.value(LANGUAGE, tenant, number)
    return replace(act, principal=replace(act.principal, locale=language))
