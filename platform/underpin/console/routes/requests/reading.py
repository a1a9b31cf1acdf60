"""What the pages of requests need, each read in one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from contracts.calendars import calendars
from contracts.calendars.calendars import CalendarVersion
from contracts.signed import contract
from contracts.signed.contract import Contract
from tenants import company, people
from tenants.company import Company
from tenants.people import Person
from underpin.desk.catalogue import items, reading_first, requesting
from underpin.desk.catalogue.items import Item
from underpin.desk.catalogue.requesting import Requested
from underpin.desk.checklists import tasks, templates
from underpin.desk.checklists.tasks import Task
from underpin.desk.checklists.templates import Template
from underpin.desk.knowledge.finding import Found
from underpin.desk.mail.arriving import reading_back
from underpin.desk.mail.arriving.reading_back import Attached
from underpin.desk.recurring import recurring
from underpin.desk.recurring.recurring import Recurring
from underpin.desk.recurring.rule import Occurrence
from underpin.desk.tickets import reading
from underpin.desk.tickets import ticket as tickets
from underpin.desk.tickets.reading import Colleague
from underpin.desk.tickets.ticket import Ticket
from underpin.desk.visits import appointment, sites
from underpin.desk.visits.appointment import Appointment
from underpin.desk.visits.sites import Site
from underpin.desk.watching import copied, watchers
from underpin.desk.watching.watchers import Watcher
from underpin.desk.writing import staging
from underpin.desk.writing.staging import Staged
from underpin.kernel.act import Act
from underpin.kernel.principal import MEMBER, STAFF, Audience
from underpin.kernel.verb import read


@dataclass(frozen=True, slots=True)
class Work:
    ticket: Ticket
    asked: Requested | None
    tasks: Sequence[Task]
    templates: Sequence[Template]
    visits: Sequence[Appointment]
    colleagues: Sequence[Colleague]
    sites: Sequence[Site]
    watchers: Sequence[Watcher]
    people: Sequence[Person]
    copied: Sequence[Watcher]
    now: datetime


@read("ticket.work", STAFF)
async def work(act: Act, tenant: int, number: int) -> Work:
    """Raises NotFound."""
    return Work(
        await tickets.seen(act, tenant, number),
        await requesting.of_ticket(act, tenant, number),
        await tasks.of_ticket(act, tenant, number),
        await templates.every(act),
        await appointment.of_ticket(act, tenant, number),
        await reading.colleagues(act, tenant),
        await sites.of_client(act, tenant),
        await watchers.of_ticket(act, tenant, number),
        await people.members(act, tenant),
        await copied.of_ticket(act, tenant, number),
        act.now,
    )


@dataclass(frozen=True, slots=True)
class Beside:
    """`tasks` and `sites` are empty where a member reads, `watchers` are themselves or nobody.
    `folded`: messages of which there is more than the conversation shows; `markup` is the cleaned
    HTML of those in which pictures came."""

    ticket: Ticket
    files: Sequence[Attached]
    staged: Sequence[Staged]
    visits: Sequence[Appointment]
    watchers: Sequence[Watcher]
    folded: frozenset[UUID]
    markup: Mapping[UUID, str]
    tasks: Sequence[Task] = ()
    sites: Sequence[Site] = ()


@read("ticket.read", STAFF, MEMBER)
async def beside(act: Act, tenant: int, number: int) -> Beside:
    """What stands beside a ticket's conversation. Raises NotFound."""
    ticket = await tickets.seen(act, tenant, number)
    files = await reading_back.attachments(act, tenant, number)
    found = (
        ticket,
        files,
        await staging.own(act, tenant, number),
        await appointment.of_ticket(act, tenant, number),
        await watchers.of_ticket(act, tenant, number),
        await reading_back.folded(tenant, ticket.id),
        await reading_back.markup(tenant, files),
    )
    if act.audience is Audience.MEMBER:
        return Beside(*found)
    return Beside(
        *found, await tasks.of_ticket(act, tenant, number), await sites.of_client(act, tenant)
    )


@dataclass(frozen=True, slots=True)
class Coming:
    client: Company
    recurring: Recurring
    coming: Sequence[Occurrence]


@dataclass(frozen=True, slots=True)
class Chosen:
    """Of the client for whom something new is set up."""

    people: Sequence[Person]
    contracts: Sequence[Contract]
    calendars: Sequence[CalendarVersion]


@dataclass(frozen=True, slots=True)
class Every:
    companies: Sequence[Company]
    rows: Sequence[Coming]
    templates: Sequence[Template]
    chosen: Chosen | None
    now: datetime


@read("ticket.read", STAFF)
async def every(act: Act, client: int | None) -> Every:
    """What comes again at the asker's clients."""
    companies = await company.companies(act)
    rows = [
        Coming(each, one, await recurring.preview(act, each.id, one.id))
        for each in companies
        for one in await recurring.of_client(act, each.id)
    ]
    chosen = None if client is None else await _chosen(act, client)
    return Every(companies, rows, await templates.every(act), chosen, act.now)


async def _chosen(act: Act, tenant: int) -> Chosen:
    return Chosen(
        await people.members(act, tenant),
        await contract.of_tenant(act, tenant),
        await calendars.of_tenant(act, tenant),
    )


@dataclass(frozen=True, slots=True)
class Catalogue:
    items: Sequence[Item]
    templates: Sequence[Template]
    articles: Sequence[Found]


@read("catalogue.write", STAFF)
async def catalogue(act: Act) -> Catalogue:
    articles = await reading_first.choices(act)
    return Catalogue(await items.every(act), await templates.every(act), articles)


@dataclass(frozen=True, slots=True)
class Form:
    item: Item
    read_first: Sequence[Found]


@read("ticket.raise", MEMBER)
async def form(act: Act, tenant: int, key: str) -> Form:
    """What a member fills in. Raises NotFound for what is not offered."""
    item = await items.one(act, tenant, key)
    return Form(item, await reading_first.of_item(act, tenant, key))
