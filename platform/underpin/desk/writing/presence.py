"""Who else of the staff is looking at a ticket or typing: for staff alone, for some seconds.

Nothing is stored and no entry left: the verbs are `outer` because Redis is asked after the
transaction that looks whether the asker may see the ticket.
"""

from __future__ import annotations

from typing import Final

from underpin.desk.tickets import reading
from underpin.desk.tickets import ticket as tickets
from underpin.kernel import db, presence, realtime, verb
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed
from underpin.kernel.presence import Present
from underpin.kernel.principal import STAFF, Audience, Principal
from underpin.kernel.realtime import Notice
from underpin.kernel.verb import outer

DOINGS: Final = ("looking", "typing")
NAME: Final = """
SELECT n.key || '-' || t.number FROM ticket t JOIN tenant n ON n.id = t.tenant_id
WHERE t.tenant_id = $1 AND t.id = $2
"""


@outer("ticket.note", STAFF)
async def beat(principal: Principal, tenant: int, number: int, doing: str) -> list[Present]:
    """The asker is at the ticket, for half a minute from now; the others are told when that is
    news. Returns who else is there. Raises NotFound, Malformed."""
    if doing not in DOINGS:
        raise Malformed(f"doing: one of {', '.join(DOINGS)}.", field="doing")
    name = await _name(principal, tenant, number)
    here, place = _who(principal, doing), presence.place(tenant, name)
    if await presence.beat(place, here):
        await realtime.publish(tenant, (Audience.STAFF,), Notice("presence", name))
    return [each for each in await presence.at(place) if each.person_id != here.person_id]


@outer("ticket.note", STAFF)
async def leave(principal: Principal, tenant: int, number: int) -> None:
    """Raises NotFound."""
    name = await _name(principal, tenant, number)
    if await presence.leave(presence.place(tenant, name), _who(principal, "").person_id):
        await realtime.publish(tenant, (Audience.STAFF,), Notice("presence", name))


def _who(principal: Principal, doing: str) -> Present:
    assert principal.person_id is not None, "staff are persons"  # noqa: S101
    return Present(principal.person_id, principal.name, doing)


async def _name(principal: Principal, tenant: int, number: int) -> str:
    async with db.open(verb.scope_of(reading.one, principal, tenant)):
        act = Act(principal, tenant, await db.now(), "api", "desk.writing.presence")
        ticket = await tickets.seen(act, tenant, number)
        name: str = await db.value(NAME, tenant, ticket.id)
    return name
