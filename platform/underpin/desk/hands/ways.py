"""How a client's tickets come to somebody: by hand, by skill and load, in turn, or by rule; and
whether who hands one on says why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal
from uuid import UUID

import asyncpg

from underpin.desk.tickets import messages
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read, write

Way = Literal["by_hand", "skill_and_load", "round_robin", "rule"]
MOST_RULES: Final = 50


class NoteMissing(Conflict):
    code = "note-missing"
    title = "This client's tickets change hands with a note: say where it stands"


@dataclass(frozen=True, slots=True)
class Rule:
    """To whom goes what; None: any. Either a person or a team."""

    staff_id: UUID | None = None
    team_id: UUID | None = None
    type: str | None = None
    priority: str | None = None
    service_id: UUID | None = None
    tier: int | None = None


@dataclass(frozen=True, slots=True)
class Ways:
    """`most_open`: who has so many open tickets gets no more of their own accord. The first rule
    that fits counts."""

    way: Way = "by_hand"
    most_open: int | None = None
    note_at_hand_over: bool = False
    rules: tuple[Rule, ...] = ()


SET: Final = """
INSERT INTO assignment_way (tenant_id, way, most_open, note_at_hand_over) VALUES ($1, $2, $3, $4)
ON CONFLICT (tenant_id) DO UPDATE SET way = excluded.way, most_open = excluded.most_open,
    note_at_hand_over = excluded.note_at_hand_over
"""
RULES: Final = """
INSERT INTO assignment_rule (tenant_id, id, position, type, priority, service_id, tier, staff_id,
                             team_id)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""


@write("rota.write", STAFF)
async def choose(act: Act, wanted: Ways) -> None:
    """For this client, from now on. Raises Malformed."""
    if len(wanted.rules) > MOST_RULES:
        raise Malformed(f"rules: {MOST_RULES} at most.", field="rules")
    tenant = act.tenant_id
    try:
        async with db.savepoint():
            await db.execute(SET, tenant, wanted.way, wanted.most_open, wanted.note_at_hand_over)
            await db.execute("DELETE FROM assignment_rule WHERE tenant_id = $1", tenant)
            await db.many(RULES, [_row(tenant, *each) for each in enumerate(wanted.rules, 1)])
    except (asyncpg.CheckViolationError, asyncpg.ForeignKeyViolationError) as wrong:
        raise Malformed(f"not acceptable: {wrong.constraint_name}.", field="rules") from wrong


def _row(tenant: int, position: int, rule: Rule) -> tuple[object, ...]:
    what = (rule.type, rule.priority, rule.service_id, rule.tier)
    return (tenant, ids.new(), position, *what, rule.staff_id, rule.team_id)


@read("ticket.read", STAFF)
async def of_client(act: Act, tenant: int) -> Ways:
    return await chosen(tenant)


async def chosen(tenant: int) -> Ways:
    """Within any scope that may read it."""
    row = await db.row(
        "SELECT way, most_open, note_at_hand_over FROM assignment_way WHERE tenant_id = $1", tenant
    )
    if row is None:
        return Ways()
    rules = await db.rows(
        f"SELECT {', '.join(Rule.__slots__)} FROM assignment_rule WHERE tenant_id = $1 "
        "ORDER BY position",
        tenant,
    )
    return Ways(**row, rules=tuple(Rule(**each) for each in rules))


NEEDED: Final = "SELECT note_at_hand_over FROM assignment_way WHERE tenant_id = $1"


async def noted(act: Act, ticket: Ticket, note: str) -> None:
    """Keep what is said at a hand-over as an internal note. Raises NoteMissing where somebody holds
    the ticket, a person of ours takes it from them, and the client's way is to say why."""
    if note.strip():
        await messages.write(act, ticket, messages.INTERNAL, note)
    elif await needed(act, ticket):
        raise NoteMissing


async def needed(act: Act, ticket: Ticket) -> bool:
    by_a_person = act.audience is STAFF and act.source in ("page", "api")
    if ticket.assignee_id is None or not by_a_person:
        return False
    return bool(await db.value(NEEDED, act.tenant_id))
