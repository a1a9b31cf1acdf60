"""A case that was just opened is taken back before anything of it left (PRACTICE 25): nothing is
mailed, nothing is owed for it, and the ticket is where it was."""

from __future__ import annotations

from decimal import Decimal
from typing import Final
from uuid import UUID

import msgspec

from contracts import facts
from contracts.facts import CaseClosed, Fact, TierMoved, VendorCostBooked
from contracts.signed import covering
from underpin.desk.cases import case as cases
from underpin.desk.cases.case import Case
from underpin.desk.connectors import queueing
from underpin.desk.tickets import recording
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, mail_channel, outgoing
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import write


class Underway(Conflict):
    code = "case-underway"
    title = "The vendor may have this case already: tell them, or let them refuse it"


LEFT: Final = """
SELECT EXISTS (SELECT FROM outgoing WHERE tenant_id = $1 AND subject_id = $2
               AND (sent_at IS NOT NULL OR attempts > 0))
"""
BEFORE: Final = """
SELECT body::text FROM event WHERE tenant_id = $1 AND subject_id = $2
AND kind = 'ticket.tier_moved' ORDER BY position DESC LIMIT 1
"""


@write("case.work", STAFF)
async def call_off(act: Act, number: int, case_id: UUID) -> Case:
    """Within ten seconds of its opening. Raises NotFound, Underway."""
    ticket, case = await cases.held(act, case_id)
    if ticket.number != number:
        raise NotFound
    late = act.now > case.opened_at + outgoing.HOLD
    if case.state != "opened" or late or await db.value(LEFT, act.tenant_id, case.id):
        raise Underway
    for channel in (mail_channel.CHANNEL, queueing.OUT):
        await outgoing.withdraw(act, case.id, channel)
    await cases.put(case, state="closed", closed_at=act.now)
    await _back(act, ticket, case)
    await recording.emit(act, [await _nothing_owed(act, ticket, case)])
    found = {each.id: each for each in await cases.of_ticket(act.tenant_id, ticket.id)}
    return found[case.id]


async def _back(act: Act, ticket: Ticket, case: Case) -> None:
    """To the tier that had it; to whoever calls it off, who has it in hand."""
    moved = msgspec.json.decode(await db.value(BEFORE, act.tenant_id, ticket.id))
    tier = min(int(moved["old"]), cases.VENDOR_TIER - 1)
    by = recording.by(act, ticket)
    said: list[Fact] = [
        cases.fact(CaseClosed, act, ticket, case),
        TierMoved(**by, old=ticket.tier, new=tier),
        facts.Assigned(**by, assignee=act.person_id, tier=tier),
        cases.turned(act, ticket, facts.OPEN),
    ]
    changes = {"tier": tier, "state": facts.OPEN, "assignee_id": act.person_id}
    await recording.change(act, ticket, said, changes)


async def _nothing_owed(act: Act, ticket: Ticket, case: Case) -> VendorCostBooked:
    """Instead of what was booked at its opening."""
    vendor = await covering.vendor_by_id(case.vendor_id)
    if vendor is None:
        raise NotFound
    return cases.cost(act, ticket, case, vendor, amount=Decimal(0))
