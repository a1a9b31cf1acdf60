"""A vendor will not take a case: the next of its contacts is asked first, and the case stays with
the vendor; when there is nobody left to ask, it comes back to us and our own people are told."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from contracts.facts import CaseAnswered
from underpin.desk.cases import asking
from underpin.desk.cases import case as cases
from underpin.desk.cases.asking import Occasion
from underpin.desk.cases.case import Case
from underpin.desk.tickets import recording
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import events, ids
from underpin.kernel.act import Act

PASSED_ON: Final = "case.passed_on"


async def refused(act: Act, ticket: Ticket, case: Case, at: datetime) -> None:
    """Its clocks run on while somebody there can still be asked; what they had asked us is no
    longer waited for."""
    if case.state not in cases.WITH_VENDOR:
        return
    occasion = Occasion(
        ids.derive(case.id, "refused", str(case.asked)),
        "call_refused",
        lambda words: words.refused,
    )
    if case.state == "fixed" or not await asking.next_contact(act, (ticket, case), occasion):
        await cases.refused(act, ticket, case, at)
        return
    await events.emit(act, events.New(PASSED_ON, ticket.id, {"case_id": str(case.id)}))
    if case.state == "questioned":
        await cases.put(case, state="acknowledged" if case.acknowledged_at else "opened")
        await recording.change(act, ticket, [cases.fact(CaseAnswered, act, ticket, case)])
