"""What the page of a ticket's way out needs, read in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contracts.clocks import clock_reading
from contracts.clocks.clock_view import ClockView
from contracts.escalation import proposals
from contracts.escalation.proposals import Escalation
from contracts.signed import covering
from contracts.signed.covering import Vendor
from underpin.desk.cases import by_hand, chasing, sharing_rule
from underpin.desk.cases.by_hand import Sheet
from underpin.desk.cases.chasing import Reminder
from underpin.desk.cases.sharing_rule import Allowed
from underpin.desk.tickets import reading
from underpin.desk.tickets.reading import Detail
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read


@dataclass(frozen=True, slots=True)
class Outside:
    """`vendor` stands behind the ticket's service, None where nobody does; `allowed` is what would
    leave. `sheets` and `reminders` by case."""

    detail: Detail
    clocks: Sequence[ClockView]
    steps: Sequence[Escalation]
    sheets: Mapping[UUID, Sheet]
    reminders: Mapping[UUID, Sequence[Reminder]]
    vendor: Vendor | None
    allowed: Allowed
    now: datetime


@read("case.work", STAFF)
async def outside(act: Act, tenant: int, number: int) -> Outside:
    """Raises NotFound."""
    detail = await reading.one(act, tenant, number)
    ticket, cases = detail.ticket, [each.case.id for each in detail.cases]
    return Outside(
        detail,
        await clock_reading.of_ticket(act, tenant, ticket.id),
        await proposals.of_ticket(act, tenant, ticket.id),
        {each: await by_hand.sheet(act, tenant, number, each) for each in cases},
        {each: await chasing.ahead(tenant, each) for each in cases},
        await covering.vendor_for(act, ticket.service_id),
        await sharing_rule.allowed(tenant, ticket.id),
        act.now,
    )
