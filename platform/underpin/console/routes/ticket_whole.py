"""All that a ticket's own page shows, read in one transaction."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.clocks.share_reading import Whose
from underpin.console.routes import gathering
from underpin.console.routes.gathering import Ticket
from underpin.console.routes.requests import reading
from underpin.console.routes.requests.reading import Beside
from underpin.desk.surveys import answering
from underpin.desk.surveys.survey import Survey
from underpin.desk.tickets import sharing, states
from underpin.kernel.act import Act
from underpin.kernel.principal import MEMBER, STAFF, Audience
from underpin.kernel.verb import read


@dataclass(frozen=True, slots=True)
class Whole:
    """`split` and `rating` are the members': whose time it was, and what its requester said once it
    is done. `rates`: who reads it is asked how content they are."""

    ticket: Ticket
    beside: Beside
    split: Whose | None = None
    rates: bool = False
    rating: Survey | None = None


@read("ticket.read", STAFF, MEMBER)
async def page(act: Act, tenant: int, number: int) -> Whole:
    """Raises NotFound."""
    found = await gathering.ticket(act, tenant, number)
    beside = await reading.beside(act, tenant, number)
    if act.audience is Audience.STAFF:
        return Whole(found, beside)
    split = await sharing.of_ticket(act, tenant, number)
    ticket = found.detail.ticket
    if ticket.requester_id != act.person_id or ticket.state not in states.DONE:
        return Whole(found, beside, split)
    said = await answering.of_ticket(act, tenant, number)
    return Whole(found, beside, split, rates=True, rating=said)
