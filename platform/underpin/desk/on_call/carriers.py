"""What carries a call to somebody: one small adapter for each way. Mail is always there; a text
message, a voice call or a push goes by the installation's gateway for it, or by whatever is
registered under its name.

A carrier queues in the page's own transaction and sends nothing itself: what leaves goes through
`kernel.outgoing`, under an identity of the call's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol
from uuid import UUID

from underpin.desk.on_call import to_staff
from underpin.desk.on_call.gateways import sending
from underpin.desk.on_call.gateways.gateway import Words
from underpin.desk.on_call.gateways.sending import Leaving
from underpin.desk.on_call.to_staff import Note
from underpin.kernel import db
from underpin.kernel.act import Act


@dataclass(frozen=True, slots=True)
class Way:
    """How somebody can be called: a carrier, and their address there."""

    carrier: str
    address: str


@dataclass(frozen=True, slots=True)
class Call:
    """About one page or several, of which `page_id` is the first. `address`: what the person gave
    for this carrier, their mail address otherwise. `text` names nobody: it may be read on a locked
    screen. `link` is where it is accepted; `ways` are all there are, this one first."""

    id: UUID
    page_id: UUID
    name: str
    address: str
    subject: str
    text: str
    staff_id: UUID
    link: str = field(default="", repr=False)
    ways: tuple[Way, ...] = ()


class Carrier(Protocol):
    async def carry(self, act: Act, call: Call) -> None: ...


class ByMail:
    """At once: without the ten seconds that other mail waits."""

    async def carry(self, act: Act, call: Call) -> None:
        note = Note(call.id, call.page_id, call.subject, call.text)
        await to_staff.mail(act, call.name, call.address, note)


MAIL: Final = "mail"
CARRIERS: dict[str, Carrier] = {MAIL: ByMail()}
"""Those that are no gateway's, by name."""


class ByGateway:
    """By the gateway of its way; where that fails, the next is tried (`fall_back`)."""

    async def carry(self, act: Act, call: Call) -> None:
        words = Words(call.address, call.subject, call.text, call.link)
        ways = tuple((each.carrier, each.address) for each in call.ways)
        said = (call.id, call.page_id, call.staff_id, call.name)
        await sending.queue(act, Leaving(*said, call.ways[0].carrier, words, ways[1:]))


def ways(who: Mapping[str, Any]) -> tuple[Way, ...]:
    """Those of a person, the one they asked for first and mail last: mail is always there."""
    mail = Way(MAIL, who["email"])
    if who["page_by"] == MAIL:
        return (mail,)
    if who["page_by"] in CARRIERS and who["address"]:
        return (Way(who["page_by"], who["address"]), mail)
    own = zip(who["carriers"], who["addresses"], strict=True)
    return (*(Way(*each) for each in own), mail)


async def carry(act: Act, call: Call) -> None:
    """By the first of its ways."""
    await CARRIERS.get(call.ways[0].carrier, GATEWAY).carry(act, call)


FELL: Final = """
UPDATE page_call c SET carrier = $3, failed = array_append(c.failed, c.carrier)
FROM page_call one, page p
WHERE one.tenant_id = $1 AND one.id = $2 AND c.tenant_id = $1 AND c.staff_id = one.staff_id
  AND c.called_at = one.called_at AND p.tenant_id = $1 AND p.id = c.page_id
  AND p.state = 'calling' AND c.carrier = $4 RETURNING c.id
"""


async def fall_back(act: Act, failed: Leaving) -> None:
    """The same call, once, by the next of the person's ways; of pages that are settled nobody is
    called any more."""
    following = Way(*failed.others[0])
    words = (act.tenant_id, failed.call_id, following.carrier, failed.carrier)
    if not await db.rows(FELL, *words):
        return
    said = failed.words
    ways_ = tuple(Way(*each) for each in failed.others)
    call = Call(
        failed.call_id,
        failed.page_id,
        failed.name,
        following.address,
        *(said.subject, said.text, failed.staff_id, said.link, ways_),
    )
    await carry(act, call)


GATEWAY: Final[Carrier] = ByGateway()
