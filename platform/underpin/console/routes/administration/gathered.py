"""What the pages of a company's set-up show, read together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from contracts.calendars import calendars
from contracts.calendars.calendars import CalendarVersion
from contracts.signed import contract
from contracts.signed.contract import Contract
from contracts.templates import template
from contracts.templates.template import Template
from tenants import people
from tenants.people import Person
from underpin.desk.mail.names import addresses, domains
from underpin.desk.mail.names.addresses import Address, Sender
from underpin.desk.mail.names.domains import Domain
from underpin.desk.onboarding import progress, test_mail
from underpin.desk.onboarding.progress import Progress
from underpin.desk.onboarding.test_mail import Tested
from underpin.desk.queues import the_list
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read


@dataclass(frozen=True, slots=True)
class Onboarding:
    """A company's set-up with all that its steps show."""

    progress: Progress
    domains: Sequence[Domain]
    addresses: Sequence[Address]
    sender: Sender | None
    calendars: Sequence[CalendarVersion]
    templates: Sequence[Template]
    contracts: Sequence[Contract]
    people: Sequence[Person]
    tested: Sequence[Tested]
    tickets: Sequence[Ticket]
    now: datetime


@read("tenant.create", STAFF)
async def onboarding(act: Act, tenant: int) -> Onboarding:
    """Raises NotFound."""
    return Onboarding(
        await progress.of_company(act, tenant),
        await domains.of_client(act, tenant),
        await addresses.of_client(act, tenant),
        await addresses.sender(act, tenant),
        await calendars.of_tenant(act, tenant),
        await template.of_provider(act),
        await contract.of_tenant(act, tenant),
        await people.members(act, tenant),
        await test_mail.mine(act, tenant),
        await the_list.of_tenant(act, tenant),
        act.now,
    )
