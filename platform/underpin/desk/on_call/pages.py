"""Pages: an alert that calls whoever is on duty, again and down the rota, until somebody accepts
(PRACTICE 24). It asks for nobody's quiet hours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from underpin.desk.on_call import calling, carriers, chain, page_links, page_words
from underpin.desk.tickets import states
from underpin.kernel import db, events, ids, timers
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.timers import Timer
from underpin.kernel.verb import read, write

KIND: Final = "page"
LANE: Final = "page"
About = Literal["escalation", "set_aside", "by_hand"]


class Settled(Conflict):
    code = "page-settled"
    title = "Somebody accepted this page already, or what it was about is done"


@dataclass(frozen=True, slots=True)
class New:
    """`source_id` is what it comes of: asked for again, it is the same page. `tier`: whose teams
    are called; None: those of the ticket's, or any where it is about none."""

    about: About
    source_id: UUID
    ticket_id: UUID | None = None
    tier: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """`called`: who was called, in order; `ticket`: its number, where it is about one."""

    id: UUID
    ticket: int | None
    about: str
    raised_at: datetime
    state: str
    accepted_by: UUID | None
    settled_at: datetime | None
    called: list[UUID]


RAISE: Final = """
INSERT INTO page (tenant_id, id, ticket_id, about, source_id, tier, raised_at, state)
SELECT $1, u.id, u.ticket_id, u.about, u.source_id, coalesce(u.tier, t.tier), $7, 'calling'
FROM unnest($2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::int[])
     AS u(id, ticket_id, about, source_id, tier)
LEFT JOIN ticket t ON t.tenant_id = $1 AND t.id = u.ticket_id
ON CONFLICT (tenant_id, about, source_id) DO NOTHING RETURNING id
"""


async def raise_pages(act: Act, new: Sequence[New]) -> list[UUID]:
    """Within whatever decided it: the pages are there when that is, and call at once. Returns those
    that were not there before."""
    rows = await db.rows(
        RAISE,
        act.tenant_id,
        [ids.new() for _ in new],
        [each.ticket_id for each in new],
        [each.about for each in new],
        [each.source_id for each in new],
        [each.tier for each in new],
        act.now,
    )
    made = [row["id"] for row in rows]
    await timers.arm(act, *(Timer(KIND, str(each), each, act.now, LANE) for each in made))
    return made


HELD: Final = """
SELECT p.id, p.ticket_id, p.about, p.tier, p.state, p.accepted_by, n.key, t.number, t.priority,
       t.state AS ticket_state
FROM page p JOIN tenant n ON n.id = p.tenant_id
LEFT JOIN ticket t ON t.tenant_id = p.tenant_id AND t.id = p.ticket_id
WHERE p.tenant_id = $1 AND p.id = ANY ($2::uuid[]) ORDER BY p.raised_at, p.id FOR UPDATE OF p
"""
CALLS: Final = """
SELECT page_id, staff_id, called_at, declined_at IS NOT NULL AS declined FROM page_call
WHERE tenant_id = $1 AND page_id = ANY ($2::uuid[]) ORDER BY called_at, id
"""


def kind() -> timers.Kind:
    """To be registered in the worker with `timers.handle`."""
    return timers.Kind(KIND, timers.rows_of("page"), _fire)


async def _fire(act: Act, batch: Sequence[Timer]) -> None:
    """Call the next of each, and look again later; what is done calls nobody. Who is called for
    several at once is called once."""
    pages = await db.rows(HELD, act.tenant_id, [timer.subject_id for timer in batch])
    calling_ = [page for page in pages if page["state"] == "calling"]
    over = [page["id"] for page in calling_ if page["ticket_state"] in states.DONE]
    if over:
        await _settle(act, over, "ended", None)
    going_on = [page for page in calling_ if page["id"] not in over]
    await _call_next(act, going_on)
    again = act.now + calling.EVERY
    await timers.arm(
        act, *(Timer(KIND, str(page["id"]), page["id"], again, LANE) for page in going_on)
    )


async def _call_next(act: Act, going_on: Sequence[db.Row]) -> None:
    made = await _made(act, [page["id"] for page in going_on])
    chains = {
        tier: await chain.of(act.tenant_id, tier, act.now)
        for tier in dict.fromkeys(page["tier"] for page in going_on)
    }
    called: dict[UUID, list[db.Row]] = {}
    for page in going_on:
        person = calling.following(chains[page["tier"]], made.get(page["id"], []))
        if person is not None:
            called.setdefault(person, []).append(page)
    if called:
        await _call(act, called)


async def _made(act: Act, page_ids: Sequence[UUID]) -> dict[UUID, list[calling.Call]]:
    made: dict[UUID, list[calling.Call]] = {}
    for row in await db.rows(CALLS, act.tenant_id, list(page_ids)):
        call = calling.Call(row["staff_id"], row["called_at"], row["declined"])
        made.setdefault(row["page_id"], []).append(call)
    return made


# The way somebody asked for first, then their others: proven numbers, at gateways there are.
CALLED: Final = """
SELECT s.id, s.name, s.email, s.locale, coalesce(w.page_by, 'mail') AS page_by, w.address,
       ARRAY(SELECT n.carrier FROM page_number n JOIN page_gateway g ON g.carrier = n.carrier
             WHERE n.staff_id = s.id AND n.verified_at IS NOT NULL AND g.paused_at IS NULL
             ORDER BY n.carrier <> coalesce(w.page_by, 'mail'), n.carrier) AS carriers,
       ARRAY(SELECT n.address FROM page_number n JOIN page_gateway g ON g.carrier = n.carrier
             WHERE n.staff_id = s.id AND n.verified_at IS NOT NULL AND g.paused_at IS NULL
             ORDER BY n.carrier <> coalesce(w.page_by, 'mail'), n.carrier) AS addresses
FROM staff s LEFT JOIN notice_setting w ON w.staff_id = s.id WHERE s.id = ANY ($1::uuid[])
"""
KEEP: Final = """
INSERT INTO page_call (tenant_id, id, page_id, staff_id, carrier, called_at)
SELECT $1, u.id, u.page_id, u.staff_id, u.carrier, $6
FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::text[]) AS u(id, page_id, staff_id, carrier)
"""


async def _call(act: Act, called: Mapping[UUID, Sequence[db.Row]]) -> None:
    kept: list[tuple[UUID, UUID, UUID, str]] = []
    for who in await db.rows(CALLED, list(called)):
        about = called[who["id"]]
        ways = carriers.ways(who)
        kept += [(ids.new(), page["id"], who["id"], ways[0].carrier) for page in about]
        subject, text = page_words.of(about, who["locale"])
        link = await page_links.issue(act, kept[-1][0])
        text = page_words.linked(text, link, who["locale"])
        said = (who["name"], ways[0].address, subject, text)
        call = carriers.Call(kept[-1][0], about[0]["id"], *said, who["id"], link, ways)
        await carriers.carry(act, call)
    columns = [list(column) for column in zip(*kept, strict=True)]
    await db.execute(KEEP, act.tenant_id, *columns, act.now)


SETTLE: Final = """
UPDATE page SET state = $3, accepted_by = $4, settled_at = $5
WHERE tenant_id = $1 AND id = ANY ($2::uuid[])
"""


async def _settle(act: Act, page_ids: Sequence[UUID], state: str, by: UUID | None) -> None:
    await db.execute(SETTLE, act.tenant_id, list(page_ids), state, by, act.now)
    await timers.disarm(act, KIND, [str(each) for each in page_ids])


async def _held(act: Act, page_id: UUID) -> db.Row:
    rows = await db.rows(HELD, act.tenant_id, [page_id])
    if not rows:
        raise NotFound
    return rows[0]


@write("ticket.work", STAFF)
async def accept(act: Act, page_id: UUID) -> None:
    """Somebody has it: nobody else is called. Accepting twice changes nothing. Raises NotFound,
    Settled where a colleague was faster."""
    page = await _held(act, page_id)
    if page["state"] != "calling":
        if page["accepted_by"] != act.person_id:
            raise Settled
        return
    await _settle(act, [page_id], "accepted", act.person_id)
    if page["ticket_id"] is not None:
        body = {"page_id": str(page_id)}
        await events.emit(act, events.New("escalation.page_accepted", page["ticket_id"], body))


DECLINE: Final = """
UPDATE page_call SET declined_at = $4 WHERE tenant_id = $1 AND page_id = $2 AND staff_id = $3
  AND declined_at IS NULL
"""


@write("ticket.work", STAFF)
async def decline(act: Act, page_id: UUID) -> None:
    """Who was called cannot: the next is called now. Raises NotFound, for who was not called too;
    Settled."""
    page = await _held(act, page_id)
    if page["state"] != "calling":
        raise Settled
    if not await db.execute(DECLINE, act.tenant_id, page_id, act.person_id, act.now):
        raise NotFound
    await timers.arm(act, Timer(KIND, str(page_id), page_id, act.now, LANE))


OPEN: Final = """
SELECT p.id, t.number AS ticket, p.about, p.raised_at, p.state, p.accepted_by, p.settled_at,
       ARRAY(SELECT c.staff_id FROM page_call c WHERE c.tenant_id = p.tenant_id
             AND c.page_id = p.id ORDER BY c.called_at, c.id) AS called
FROM page p LEFT JOIN ticket t ON t.tenant_id = p.tenant_id AND t.id = p.ticket_id
WHERE p.tenant_id = $1 AND ($2::boolean IS FALSE OR p.state = 'calling')
ORDER BY p.raised_at DESC, p.id DESC LIMIT 200
"""


@read("ticket.read", STAFF)
async def of_client(act: Act, tenant: int, *, calling_only: bool = False) -> list[Page]:
    """The newest first."""
    return [Page(**row) for row in await db.rows(OPEN, tenant, calling_only)]
