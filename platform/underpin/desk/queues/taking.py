"""Take next: the most urgent ticket that fits one's tier and skills, and no two people ever the
same.

Who asks looks through all their clients for the first ticket that nobody else is taking at this
moment: whoever takes one holds a lock by its id, which those who look step over. Taken is only
what is still free under its own lock; who came too late looks again. So the tickets that are handed
out are always the highest-ranked, however many ask at once. What somebody has snoozed is not handed
to them; to others it is.
"""

from __future__ import annotations

from typing import Final
from uuid import UUID

from underpin.desk.hands import absence, skills
from underpin.desk.marks import marks
from underpin.desk.queues import ranking
from underpin.desk.queues.taken_once import Once
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets import visibility, working
from underpin.desk.tickets.ticket import Ticket
from underpin.desk.tickets.working import AlreadyTaken
from underpin.kernel import db, verb
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, NotFound
from underpin.kernel.idempotency import Key
from underpin.kernel.principal import STAFF, Principal
from underpin.kernel.verb import outer, read, write

TRIES: Final = 100
LOOKED_AT: Final = 300
"""So many are being taken at once at most."""


class NoTier(Conflict):
    code = "no-tier"
    title = "You work in no tier: choose a ticket from the list"


class Rush(Conflict):
    code = "rush"
    title = "Too many colleagues took tickets at this moment: try again"


FREE: Final = "t.live AND t.state IN ('new', 'open') AND t.type <> 'complaint'"
"""Who leads gives complaints to somebody; nobody is handed one."""
TAKING: Final = "pg_try_advisory_xact_lock(hashtextextended({id}::text, 0))"

# A service asks for skills of whoever takes its tickets: those of which one is missing are left.
SKILLED: Final = f"""
(t.service_id IS NULL OR t.service_id <> ALL (ARRAY(
    SELECT r.service_id FROM service_skill r
    WHERE r.skill_id <> ALL (ARRAY({skills.HELD.format(staff="$1", day="$3::date")})))))"""
AWAKE: Final = "t.id <> ALL ($5::uuid[])"
MINE: Final = (
    f"{FREE} AND t.tier = $2 AND {visibility.staff_sees('t', '$1')} AND {AWAKE} AND {SKILLED}"
)
SHOWN: Final = f"{ranking.BEHIND_P1} AS behind_p1, t.next_due, t.tenant_id, t.id"
RANKED: Final = f"ORDER BY {ranking.order(None)} LIMIT {LOOKED_AT}"

NEXT: Final = f"""
SELECT c.tenant_id, c.id FROM (
    SELECT * FROM (
        (SELECT {SHOWN} FROM ticket t WHERE {MINE} AND t.assignee_id IS NULL {RANKED})
        UNION ALL
        (SELECT held.* FROM ({absence.AWAY.format(at="$4::timestamptz")}) away, LATERAL (
            SELECT {SHOWN} FROM ticket t WHERE {MINE} AND t.assignee_id IS NOT NULL
              AND t.assignee_id = away.staff_id {RANKED}) held WHERE away.staff_id <> $1)
    ) b ORDER BY b.behind_p1, b.next_due, b.tenant_id, b.id LIMIT {LOOKED_AT}
) c WHERE {TAKING.format(id="c.id")} LIMIT 1
"""


@read("ticket.work", STAFF)
async def first(act: Act, tier: int) -> tuple[int, UUID] | None:
    """Tenant and id of the highest-ranked ticket that nobody is taking; None: nothing is free."""
    words = (act.person_id, tier, act.now.date(), act.now, await marks.asleep(act))
    row = await db.row(ranking.planned(act, NEXT), *words)
    return None if row is None else (row["tenant_id"], row["id"])


CLAIM: Final = f"""
SELECT {tickets.COLUMNS} FROM ticket WHERE tenant_id = $1 AND id = $2
  AND state IN ('new', 'open') AND {TAKING.format(id="id")} FOR UPDATE SKIP LOCKED
"""


@write("ticket.work", STAFF)
async def claim(act: Act, ticket_id: UUID) -> Ticket:
    """Take exactly this one, if it is free or its holder is away. Raises AlreadyTaken."""
    row = await db.row(CLAIM, act.tenant_id, ticket_id)
    if row is None:
        raise AlreadyTaken
    ticket = tickets.of(row)
    holder = ticket.assignee_id
    if holder is not None and not await absence.away(holder, act.now):
        raise AlreadyTaken
    return await working.hand(act, ticket, act.person_id)


@outer("ticket.work", STAFF)
async def take_next(principal: Principal, source: str = "api", *, key: Key | None = None) -> Ticket:
    """With `key` the ticket that was given under it before is given again. Raises NotFound when
    nothing is free, NoTier, Rush, taken_once.BeingAnswered."""
    if principal.tier is None:
        raise NoTier
    once = Once(principal, key)
    before = await once.begin()
    if before.taken is not None:
        return before.taken
    try:
        taken = await _taken(principal, principal.tier, source, once, before.about)
    except (NotFound, Rush):
        await once.ended()
        raise
    await once.gave(taken)
    return taken


async def _taken(
    principal: Principal, tier: int, source: str, once: Once, found: tuple[int, UUID] | None
) -> Ticket:
    """`found` is what was about to be claimed when an earlier try broke off."""
    for _ in range(TRIES):
        found = found or await verb.perform(first, principal, tier, source=source)
        if found is None:
            raise NotFound("Nothing is free in your tier's queues.")
        await once.claims(found)
        (tenant, ticket_id), found = found, None
        try:
            return await verb.perform(
                claim, principal, ticket_id, tenant=tenant, source=source, once=once.key
            )
        except AlreadyTaken:
            continue
    raise Rush
