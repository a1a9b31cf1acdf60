"""What the page of a ticket's handling needs, read in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from contracts.signed import contract
from contracts.signed.contract import Contract
from tenants import teams
from tenants.teams import Team
from underpin.desk.alerts import reading_alerts
from underpin.desk.alerts.reading_alerts import OfTicket as Alert
from underpin.desk.mail.arriving import waiting
from underpin.desk.mail.arriving.waiting import OfTicket as Mail
from underpin.desk.on_call import pages
from underpin.desk.on_call.pages import Page
from underpin.desk.tickets import confidants, holding, reading
from underpin.desk.tickets.confidants import Confidant
from underpin.desk.tickets.holding import Holding
from underpin.desk.tickets.reading import Colleague, Detail
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read


@dataclass(frozen=True, slots=True)
class Handling:
    detail: Detail
    holding: Holding
    confidants: Sequence[Confidant]
    colleagues: Sequence[Colleague]
    teams: Sequence[Team]
    mail: Mail
    alerts: Sequence[Alert]
    called: Sequence[Page]
    contracts: Sequence[Contract]
    now: datetime


@read("ticket.work", STAFF)
async def of_ticket(act: Act, tenant: int, number: int) -> Handling:
    """`called`: who was called on duty about it. Raises NotFound."""
    called = await pages.of_client(act, tenant)
    return Handling(
        await reading.one(act, tenant, number),
        await holding.of_ticket(act, tenant, number),
        await confidants.of_ticket(act, tenant, number),
        await reading.colleagues(act, tenant),
        await teams.all_of_them(act),
        await waiting.of_ticket(act, tenant, number),
        await reading_alerts.of_ticket(act, tenant, number),
        [each for each in called if each.ticket == number],
        await contract.of_tenant(act, tenant),
        act.now,
    )
