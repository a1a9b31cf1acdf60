"""What staff say to a vendor in a case: an answer, or whether a reported fix holds.

A vendor's question put the case into our hands; our answer gives it back (PRACTICE 13). A fix that
does not hold never stopped its clock (PRACTICE 12).
"""

from __future__ import annotations

from uuid import UUID

from contracts import facts
from contracts.facts import CaseAnswered, CaseClosed, CaseConfirmed, CaseRejected, Fact
from contracts.signed import covering
from underpin.desk.cases import case as cases
from underpin.desk.cases import vendor_letter
from underpin.desk.cases.case import Case
from underpin.desk.cases.vendor_letter import Letter
from underpin.desk.connectors import queueing
from underpin.desk.tickets import recording
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import ids, installation
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed, NotFound
from underpin.kernel.mail_compose import Correspondent, message_id
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import write

LONGEST = 20_000


class NotFixed(Conflict):
    code = "case-not-fixed"
    title = "The vendor has reported no fix of this case that waits for our word"


class Ended(Conflict):
    code = "case-ended"
    title = "This case has ended: open another one"


@write("case.work", STAFF)
async def tell(act: Act, number: int, case_id: UUID, text: str) -> Case:
    """Write to the vendor; where they had asked, that is the answer. Raises NotFound, Ended,
    Malformed."""
    ticket, case = await _of(act, number, case_id)
    if case.state not in cases.WITH_VENDOR:
        raise Ended
    await _say(act, ticket, case, text)
    if case.state == "questioned":
        await cases.put(case, state="acknowledged" if case.acknowledged_at else "opened")
        await recording.change(act, ticket, [cases.fact(CaseAnswered, act, ticket, case)])
    return await _now(act, case)


@write("case.work", STAFF)
async def confirm_fix(act: Act, number: int, case_id: UUID) -> Case:
    """It holds; the case is over. Raises NotFound, NotFixed."""
    ticket, case = await _of(act, number, case_id)
    if case.state != "fixed":
        raise NotFixed
    await cases.put(case, state="confirmed", closed_at=act.now)
    said: list[Fact] = [cases.fact(kind, act, ticket, case) for kind in (CaseConfirmed, CaseClosed)]
    await recording.change(act, ticket, said)
    await queueing.turn(act, case.id, "confirmed", str(ids.new()))
    return await _now(act, case)


@write("case.work", STAFF)
async def reject_fix(act: Act, number: int, case_id: UUID, text: str) -> Case:
    """It does not hold: the vendor is told why and has the ticket again. Raises NotFound,
    NotFixed, Malformed."""
    ticket, case = await _of(act, number, case_id)
    if case.state != "fixed" or ticket.state in (facts.RESOLVED, facts.CLOSED):
        raise NotFixed
    await _say(act, ticket, case, text)
    await cases.put(case, state="acknowledged", fixed_at=None)
    said: list[Fact] = [cases.fact(CaseRejected, act, ticket, case)]
    if ticket.tier != cases.VENDOR_TIER:
        said.append(cases.handed_over(act, ticket))
    if ticket.state != facts.WAITING_VENDOR:
        said.append(cases.turned(act, ticket, facts.WAITING_VENDOR))
    changes = {"tier": cases.VENDOR_TIER, "state": facts.WAITING_VENDOR}
    await recording.change(act, ticket, said, changes)
    await queueing.turn(act, case.id, "rejected", str(ids.new()))
    return await _now(act, case)


async def _of(act: Act, number: int, case_id: UUID) -> tuple[Ticket, Case]:
    """Both locked, the ticket first. Raises NotFound for a case of another ticket."""
    ticket = await tickets.held(act, number)
    found, case = await cases.held(act, case_id)
    if found.id != ticket.id:
        raise NotFound
    return ticket, case


async def _say(act: Act, ticket: Ticket, case: Case, text: str) -> None:
    """Kept in the case, and told to the vendor as they hear of it."""
    said = text.strip()
    if not 1 <= len(said) <= LONGEST:
        raise Malformed(f"text: 1 to {LONGEST} characters; the vendor reads them.", field="text")
    vendor = await covering.vendor_by_id(case.vendor_id)
    if vendor is None:
        raise NotFound
    letter = Letter(
        message_id(ids.new(), installation.settings().mail_domain),
        act.principal.name,
        said,
        Correspondent(vendor.name, vendor.email),
    )
    await vendor_letter.send(act, (ticket, case), vendor, letter)


async def _now(act: Act, case: Case) -> Case:
    found = {each.id: each for each in await cases.of_ticket(act.tenant_id, case.ticket_id)}
    return found[case.id]
