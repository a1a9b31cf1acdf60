"""A ticket goes into another one, which keeps the earliest start (PRACTICE 18).

Nothing that was said moves: the conversation of the one that goes on shows both, and who asked in
the other still sees their own ticket, and no more than that.
"""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

import msgspec

from contracts import facts, instant
from contracts.facts import Absorbed, Merged
from underpin.desk.lifetime import auto_close
from underpin.desk.links import link
from underpin.desk.tickets import recording, states
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed, StaleVersion
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import write

# With what went into them before: neither two merges nor a merge and a client's word on what was
# merged wait for each other.
LOCK: Final = f"""
SELECT id FROM ticket WHERE tenant_id = $1 AND (number = ANY ($2::int[]) OR merged_into IN (
    SELECT id FROM ticket WHERE tenant_id = $1 AND number = ANY ($2::int[])))
ORDER BY {tickets.IN_ORDER} FOR UPDATE
"""
CAME: Final = """
SELECT EXISTS (SELECT FROM ticket t JOIN ticket s ON s.tenant_id = $1 AND s.id = t.merged_into
               WHERE t.tenant_id = $1 AND s.number = ANY ($2::int[])
                 AND t.id <> ALL ($3::uuid[]))
"""
ANSWERED: Final = """
SELECT body FROM event WHERE tenant_id = $1 AND subject_id = $2 AND kind = 'ticket.public_reply'
ORDER BY happened_at, position
"""
FOLLOW: Final = """
UPDATE ticket SET merged_into = $3 WHERE tenant_id = $1 AND merged_into = $2
"""
INFORM: Final = """
INSERT INTO ticket_watcher (tenant_id, ticket_id, person_id)
SELECT $1::int, $3::uuid, t.requester_id FROM ticket t WHERE t.tenant_id = $1 AND t.id = $2
UNION
SELECT $1::int, $3::uuid, w.person_id FROM ticket_watcher w
WHERE w.tenant_id = $1 AND w.ticket_id = $2
ON CONFLICT DO NOTHING
"""


@write("ticket.work", STAFF)
async def merge(
    act: Act, number: int, into: int, *, inform: bool = False, version: int | None = None
) -> Ticket:
    """Returns the ticket that goes on. With `inform`, who asked and watched there watches it: they
    will read all that is said in it. Raises NotFound, Malformed, WrongState, StaleVersion."""
    if number == into:
        raise Malformed("into: another ticket than this one.", field="into")
    locked = [row["id"] for row in await db.rows(LOCK, act.tenant_id, [number, into])]
    if await db.value(CAME, act.tenant_id, [number, into], locked):
        raise StaleVersion
    goes, stays = await tickets.held(act, number), await tickets.held(act, into)
    if version is not None and goes.version != version:
        raise StaleVersion
    _check(goes, stays, inform=inform)
    responded = await _responded(act.tenant_id, goes.id)
    await _go(act, goes, stays)
    if inform:
        await db.execute(INFORM, act.tenant_id, goes.id, stays.id)
    absorbed = Absorbed(
        **recording.by(act, stays),
        merged=goes.id,
        raised_at=instant.of(goes.raised_at),
        responded_at=responded,
    )
    return await recording.change(act, stays, [absorbed])


def _check(goes: Ticket, stays: Ticket, *, inform: bool) -> None:
    for ticket in (goes, stays):
        if ticket.state in states.DONE:
            raise states.WrongState(f"Ticket {ticket.number} is done: only open ones are merged.")
    if inform and (goes.confidential or stays.confidential):
        raise Malformed(
            "inform: one of the two is confidential; name its watchers instead.", field="inform"
        )


async def _go(act: Act, goes: Ticket, stays: Ticket) -> None:
    await link.keep(act, goes.id, stays.id, "merged_into")
    await db.execute(FOLLOW, act.tenant_id, goes.id, stays.id)
    await auto_close.disarm(act, goes.id)
    ended: dict[str, Any] = {"state": facts.CLOSED, "live": False, "closed_at": act.now}
    merged = Merged(**recording.by(act, goes), into=stays.id)
    await recording.change(act, goes, [merged], ended | {"merged_into": stays.id})


async def _responded(tenant: int, ticket_id: UUID) -> int | None:
    """When a person first answered there."""
    for row in await db.rows(ANSWERED, tenant, ticket_id):
        said = facts.from_json("public_reply", msgspec.json.decode(row["body"]))
        if isinstance(said, facts.PublicReply) and said.by_person:
            return said.at
    return None
