"""Two client companies with contracts, tickets and a vendor case, each holding words that only
staff may read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from billing.invoicing import credit_note, drafting, extras, finalising, invoices
from billing.invoicing.invoices import Invoice
from billing.payments import payment, refunding
from billing.payments.pushing import documents
from billing.payments.reconciling import differences
from billing.payments.reconciling.difference import Difference, Key
from billing.prepaid import selling
from billing.prepaid.selling import NewBlock
from billing.pricing import price_json
from billing.receivables import question, write_off
from billing.terms import negotiating
from billing.terms.negotiating import NewPrice
from contracts.signed import setting_up
from tenants import stand_in
from tests import world
from tests.service.console import informed
from tests.service.contracts import world as agreed
from tests.world import Client, Human, World
from underpin import wiring
from underpin.demo import price_lists
from underpin.desk.alerts import sources
from underpin.desk.approvals import asking as approving
from underpin.desk.approvals.approvers import Wanted
from underpin.desk.approvals.asking import New
from underpin.desk.assets import assets, importing, linking
from underpin.desk.assets.asset import Row
from underpin.desk.cases import case, case_talk, vendor_link
from underpin.desk.cases.case import Case
from underpin.desk.channels import account, channels, webhooks
from underpin.desk.channels.channel import Said as ChannelSaid
from underpin.desk.channels.webhooks import Said as WebhookSaid
from underpin.desk.checklists import tasks
from underpin.desk.connectors import keeping, tracking
from underpin.desk.connectors.connector import Said as Tracker
from underpin.desk.fields import definitions
from underpin.desk.fields.field import New as NewField
from underpin.desk.hooks import inbox
from underpin.desk.hooks.inbox import Delivery
from underpin.desk.links import link
from underpin.desk.mail import mail_in
from underpin.desk.mail.names import addresses, domains
from underpin.desk.phone import calls, ringing
from underpin.desk.recurring import recurring
from underpin.desk.recurring.recurring import Ticketed
from underpin.desk.remote import sessions, tools
from underpin.desk.tickets import raising, talking, time_entry, working
from underpin.desk.tickets.raising import NewTicket
from underpin.desk.tickets.ticket import Ticket
from underpin.desk.verification import by_code
from underpin.desk.visits import arranging
from underpin.desk.visits.arranging import Plan
from underpin.desk.writing import staging
from underpin.kernel import db, events, ids, verb
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Provider, Work
from underpin.kernel.principal import worker

# Nothing of these may ever reach a member.
SECRETS = (
    "NOTE-FOR-STAFF",
    "TIME-FOR-STAFF",
    "Fabrikam",
    "OLA of L",
    "Pickup",
    "WORDS-OF-VENDOR",
    "NOTE-PROPOSED",
    "SOURCE-OF-STAFF",
    "DELIVERED",
    "ROOM-OF-STAFF",
    "LINE-OF-STAFF",
    "TOLD-BY-STAFF",
    "SOMEBODY-UNKNOWN",
    "FIELD-OF-STAFF",
    "ASKED-AMONG-STAFF",
    "ARTICLE-OF-STAFF",
    "TRACKER-OF-STAFF",
    "SAID-TO-TRACKER",
)
HIDDEN = NewField("FIELD-OF-STAFF", "text", audience="staff")
SUBJECT, PUBLIC = "Scanners cannot reach the order system", "It began at noon in hall 3."


@dataclass(frozen=True)
class Lived:
    """What stands in one client's help desk."""

    client: Client
    ticket: Ticket
    case: Case
    vendor_token: str
    contract_id: UUID
    version_id: UUID
    agreement_id: UUID
    entry_id: UUID
    invoice: str

    @property
    def name(self) -> str:
        return f"{self.client.key}-{self.ticket.number}"


@dataclass(frozen=True)
class Ground:
    people: World
    acme: Lived
    bolt: Lived


async def build() -> Ground:
    people = await world.build("Europe/Berlin")
    async with db.open(Provider()):
        act = Act(worker(0), None, await db.now(), "seed", "ground")
        await setting_up.provider_ready_made(act, agreed.PROVIDER)
        await price_lists.publish(act)
    return Ground(people, *[await lived(people, each) for each in (people.acme, people.bolt)])


async def lived(people: World, client: Client) -> Lived:
    async with db.open(Work(client.id)):
        act = Act(worker(client.id), client.id, await db.now(), "seed", "ground")
        await setting_up.ready_made(act, agreed.client(client.id))
        await price_lists.subscribe(act, _last_month(act.now))
    ticket = await raised(client, SUBJECT, body=PUBLIC, impact="high", urgency="high")
    about = {"tenant": client.id}
    lead = people.lead.principal
    await verb.perform(working.take, people.l2.principal, ticket.number, **about)
    await verb.perform(talking.reply, people.l2.principal, ticket.number, "We look.", **about)
    await verb.perform(talking.note, lead, ticket.number, "NOTE-FOR-STAFF: expensive", **about)
    words = {"work_type": "remote", "text": "TIME-FOR-STAFF", **about}
    entry = await verb.perform(time_entry.log, people.l2.principal, ticket.number, 15, **words)
    file = (ticket.number, "FILE-OF-STAFF.txt", b"FILE-OF-STAFF")
    await verb.perform(staging.stage, people.l2.principal, *file, **about)
    await verb.perform(tasks.add, lead, ticket.number, "TASK-FOR-STAFF", **about)
    await _visited(people, client, ticket.number)
    beside = await raised(client, "The printer hums")
    await verb.perform(link.add, lead, ticket.number, beside.number, "related", **about)
    await verb.perform(definitions.define_for, lead, HIDDEN, **about)
    opened = await verb.perform(case.open_vendor_case, lead, ticket.number, **about)
    token = await _link(client, opened)
    price = NewPrice(price_json.write(price_lists.SILVER.prices[0]), date(2100, 1, 1), "Haggled")
    await verb.perform(negotiating.propose, people.admin.principal, price, **about)
    await _watched(people, client, ticket.number)
    await _approved(people, client, ticket.number)
    await _equipped(people, client, ticket.number)
    await informed.build(people, client)
    await _exported(client)
    hours = NewBlock(
        name="Ten hours",
        unit="minute",
        size=Decimal(600),
        price=Decimal(800),
        currency="EUR",
        starts=date(2100, 1, 1),
    )
    await verb.perform(selling.sell, people.finance.principal, hours, **about)
    number = await _billed(people, client)
    written = f"From: {client.requester.email}\n\nWORDS-OF-A-MAIL".encode()
    await mail_in.accept("", (f"{client.slug}@desk.example",), written)
    for named, what in (
        (domains.claim, f"{client.slug}.example"),
        (addresses.add, f"x-{client.slug}"),
    ):
        await verb.perform(named, people.admin.principal, what, **about)
    known = agreed.known
    return Lived(
        client,
        ticket,
        opened,
        token,
        contract_id=known(client.id, "contract"),
        version_id=known(client.id, "slav"),
        agreement_id=known(client.id, "sla"),
        entry_id=entry,
        invoice=number,
    )


async def _approved(people: World, client: Client, number: int) -> None:
    """Something waits for the client's yes, something for ours; somebody stands in for another."""
    lead, about = people.lead.principal, {"tenant": client.id}
    inner = New("change", "ASKED-AMONG-STAFF", (Wanted("provider"),))
    for new in (New("change", "May we replace it?"), inner):
        await verb.perform(approving.ask, lead, number, new, **about)
    async with db.open(Work(client.id)):
        now = await db.now()
    await verb.perform(by_code.send, lead, number, **about)
    words = (client.approver.id, now, now + timedelta(days=3))
    await verb.perform(stand_in.name, client.admin.principal, *words, **about)


async def _exported(client: Client) -> None:
    """An administrator once asked for all that is kept of the client; it is over."""
    sql = (
        "INSERT INTO company_export (tenant_id, id, person_id, asked_kind, asked_by, asked_at, "
        "state, sources) VALUES ($1, $2, $3, 'member', $3, $4, 'gone', 1)"
    )
    async with db.open(Work(client.id)):
        await db.execute(sql, client.id, ids.new(), client.admin.id, await db.now())


async def _visited(people: World, client: Client, number: int) -> None:
    """A visit is arranged, and a ticket comes again."""
    lead, about = people.lead.principal, {"tenant": client.id}
    async with db.open(Work(client.id)):
        now = await db.now()
        site = "INSERT INTO site (tenant_id, id, name, time_zone) VALUES ($1, $2, $3, 'UTC')"
        hall = ids.new()
        await db.execute(site, client.id, hall, f"Hall {hall}")
    plan = Plan(people.l2.id, now + timedelta(days=2), now + timedelta(days=2, hours=1))
    await verb.perform(arranging.arrange, lead, number, plan, **about)
    ticket = Ticketed("COMES-AGAIN-FOR-STAFF", client.requester.id)
    said = recurring.Said("COMES-AGAIN-FOR-STAFF", ticket, "FREQ=YEARLY", now.date(), time(9))
    await verb.perform(recurring.set_up, people.admin.principal, said, **about)


async def _equipped(people: World, client: Client, number: int) -> None:
    """A machine of the client's, somebody of ours on it, and a sheet that was taken in."""
    lead, about = people.lead.principal, {"tenant": client.id}
    row = Row(kind="server", name="MACHINE-OF-THE-COMPANY", cost="4711.11", currency="EUR")
    machine = await verb.perform(assets.keep, lead, row, **about)
    await verb.perform(linking.link, lead, number, machine, **about)
    words = (f"Tool {ids.new()}", "rustdesk://{id}", "rustdesk")
    tool = await verb.perform(tools.keep, lead, *words)
    await verb.perform(sessions.start, lead, number, tool.id, target="REMOTE-FOR-STAFF", **about)
    sheet = "name,kind\nSHEET,printer\n"
    await verb.perform(importing.take_in, lead, sheet, "sheet", None, **about)


async def _watched(people: World, client: Client, number: int) -> None:
    """A monitoring source that has delivered something nobody can read."""
    wiring.wire()
    said = sources.Said(f"SOURCE-OF-STAFF {number}", client.requester.id)
    made = await verb.perform(sources.add, people.lead.principal, said, tenant=client.id)
    await inbox.accept("alert", made.secret.address.rsplit("/", 1)[-1], {}, b"DELIVERED")
    await _talked_with(people, client, number)
    await _called(people, client, number)
    await _tracked(people, client, number)
    async with db.open(Work(client.id)):
        act = Act(worker(client.id), client.id, await db.now(), "relay", "ground")
        for row in await db.rows("SELECT id FROM hook_delivery WHERE state = 'waiting'"):
            await inbox.hear(act, events.Event(**_of_delivery(client, row["id"], act.now)))


async def _talked_with(people: World, client: Client, number: int) -> None:
    """A channel in which somebody unknown spoke, and a webhook that was told something."""
    lead, about = people.lead.principal, {"tenant": client.id}
    room = await verb.perform(
        channels.add, lead, ChannelSaid(f"ROOM-OF-STAFF {number}", "webhook", {}), **about
    )
    told = WebhookSaid(f"TOLD-BY-STAFF {number}", "https://hook.example/in", ("ticket.raised",))
    hook = await verb.perform(webhooks.add, lead, told, **about)
    await verb.perform(webhooks.test, lead, hook.webhook.id, **about)
    async with db.open(Work(client.id)):
        act = Act(worker(client.id), client.id, await db.now(), "relay", "ground")
        await account.heard(act, room.channel.id, "U1", "SOMEBODY-UNKNOWN")


async def _tracked(people: World, client: Client, number: int) -> None:
    """A bug tracker in which the ticket has an issue, with what was said of it there."""
    settings = {"product": "p", "component": "c"}
    name = f"TRACKER-OF-STAFF {ids.new()}"
    said = Tracker(name, "bugzilla", "https://bugs.example", settings)
    made = await verb.perform(keeping.add, people.admin.principal, said)
    words, about = (number, made.id, "4711"), {"tenant": client.id}
    tied = await verb.perform(tracking.tie, people.lead.principal, *words, **about)
    words = (number, tied.id, "SAID-TO-TRACKER")
    await verb.perform(tracking.comment, people.lead.principal, *words, **about)


async def _called(people: World, client: Client, number: int) -> None:
    """A line, over which somebody called whom nobody has written down yet."""
    lead, about = people.lead.principal, {"tenant": client.id}
    line = await verb.perform(calls.open_line, lead, f"LINE-OF-STAFF {number}", **about)
    async with db.open(Work(client.id)):
        now = await db.now()
        act = Act(worker(client.id), client.id, now, "relay", "ground")
        said = b'{"id": "c", "event": "missed", "number": "+48 22 1234567"}'
        await ringing.handle(act, Delivery(line.line.id, line.line.id, said, "", now))


def _of_delivery(client: Client, delivery_id: UUID, now: datetime) -> dict[str, Any]:
    about = {"tenant_id": client.id, "id": delivery_id, "subject_id": delivery_id, "position": 1}
    when = {"happened_at": now, "recorded_at": now, "kind": inbox.RECEIVED, "body": {}}
    return about | when | {"actor_kind": "worker", "actor_id": None, "source": "", "reason": None}


def _last_month(now: datetime) -> date:
    return (now.date().replace(day=1) - timedelta(days=1)).replace(day=1)


async def _billed(people: World, client: Client) -> str:
    """Last month is invoiced, with a line of its own, and somebody would credit it."""
    async with db.open(Work(client.id)):
        month = _last_month(await db.now())
    finance, about = people.finance.principal, {"tenant": client.id}
    for before in await verb.perform(invoices.of_tenant, finance, client.id):
        return str(before.number)
    words = ("LINE-FOR-CLIENT", Decimal(1), Decimal(20))
    await verb.perform(extras.add, finance, *words, currency="EUR", on_day=month, **about)
    made = await verb.perform(drafting.draft, finance, month, **about)
    issued: Invoice = await verb.perform(
        finalising.finalise, finance, month, made.inputs_hash, **about
    )
    await verb.perform(credit_note.propose, finance, issued.number, "NOTE-PROPOSED", **about)
    asked = (issued.number, 1, "ASKED-BY-CLIENT")
    await verb.perform(question.ask, client.finance.principal, *asked, **about)
    await verb.perform(write_off.propose, finance, issued.number, "GIVEN-UP-BY-STAFF", **about)
    await _differs(client)
    await _collected(people, client, issued)
    return str(issued.number)


async def _differs(client: Client) -> None:
    """The card company's book says of a payment what ours does not."""
    found = Difference(Key("payment", "pi_WORDS-FOR-STAFF"), "missing_here", "", "2000 EUR done")
    async with db.open(Work(client.id)):
        act = Act(worker(client.id), client.id, await db.now(), "seed", "differs")
        await differences.keep(act, [found], [], [])


async def _collected(people: World, client: Client, issued: Invoice) -> None:
    """It is on its way to Stripe, and somebody would give back some of what was paid there."""
    async with db.open(Work(client.id)):
        act = Act(worker(client.id), client.id, await db.now(), "seed", "ground")
        await documents.push_invoice(act, issued.id)
        words = (issued.id, Decimal(10), act.now.date())
        paid = await payment.book(act, *words, method="stripe", external_id=f"pi_{client.key}")
    assert paid is not None
    said = (issued.number, paid.id, Decimal(5), "REFUND-PROPOSED")
    await verb.perform(refunding.propose, people.finance.principal, *said, tenant=client.id)


async def raised(
    client: Client, subject: str, person: Human | None = None, **words: object
) -> Ticket:
    """A ticket of the client's requester about the service that a vendor stands behind."""
    service = agreed.known(client.id, "network")
    new = NewTicket(subject, service_id=service, **words)  # type: ignore[arg-type]
    who = (person or client.requester).principal
    made: Ticket = await verb.perform(raising.raise_ticket, who, new)
    return made


async def _link(client: Client, opened: Case) -> str:
    """The case is sent, and the vendor has said something in it."""
    async with db.open(Work(client.id)):
        act = Act(worker(client.id), client.id, await db.now(), "relay", "ground")
        await case_talk.send_opening(act, opened.id)
        said = {"identity": f"<{opened.id}@fabrikam.example>", "at": act.now}
        await case_talk.heard(act, opened.id, "Fay", "WORDS-OF-VENDOR", **said)
        return (await vendor_link.fresh(act, opened.id)).rsplit("/", 1)[-1]


async def traces(client: Client) -> Mapping[str, object]:
    """What a request that was refused must leave as it was."""
    async with db.open(Work(client.id)):
        row = await db.row(
            "SELECT (SELECT count(*) FROM event WHERE tenant_id = $1) AS events, "
            "(SELECT count(*) FROM audit WHERE tenant_id = $1) AS audit, "
            "(SELECT count(*) FROM message WHERE tenant_id = $1) AS messages, "
            "(SELECT count(*) FROM case_message WHERE tenant_id = $1) AS case_messages, "
            "(SELECT count(*) FROM person WHERE tenant_id = $1) AS people, "
            "(SELECT count(*) FROM hook_secret WHERE tenant_id = $1) AS secrets, "
            "(SELECT sum(tries) FROM hook_delivery WHERE tenant_id = $1) AS deliveries, "
            "(SELECT sum(version) FROM alert_source WHERE tenant_id = $1) AS sources, "
            "(SELECT sum(version) FROM channel WHERE tenant_id = $1) AS channels, "
            "(SELECT sum(version) FROM phone_call WHERE tenant_id = $1) AS calls, "
            "(SELECT count(*) FROM phone_number WHERE tenant_id = $1) AS numbers, "
            "(SELECT sum(version) FROM webhook WHERE tenant_id = $1) AS webhooks, "
            "(SELECT count(person_id) FROM channel_account WHERE tenant_id = $1) AS linked, "
            "(SELECT count(*) FROM upload WHERE tenant_id = $1) AS uploads, "
            "(SELECT sum(version) FROM appointment WHERE tenant_id = $1) AS visits, "
            "(SELECT count(*) FROM ticket_watcher WHERE tenant_id = $1) AS watchers, "
            "(SELECT count(*) FROM site_details WHERE tenant_id = $1) AS sites, "
            "(SELECT count(*) FROM member_grant WHERE tenant_id = $1) AS reaches, "
            "(SELECT sum(version) FROM recurring_ticket WHERE tenant_id = $1) AS recurring, "
            "(SELECT sum(version) FROM task WHERE tenant_id = $1) AS tasks, "
            "(SELECT count(*) FROM catalogue_item WHERE tenant_id = $1) AS items, "
            "(SELECT count(*) FROM draft WHERE tenant_id = $1) AS drafts, "
            "(SELECT count(*) FROM outgoing WHERE tenant_id = $1) AS leaving, "
            "(SELECT count(*) FROM agreement_version WHERE tenant_id = $1) AS versions, "
            "(SELECT count(*) FROM client_article_version WHERE tenant_id = $1) AS articles, "
            "(SELECT string_agg(state || lines, ',' ORDER BY id) FROM chat WHERE tenant_id = $1) "
            "AS chats, "
            "(SELECT count(*) FROM survey WHERE tenant_id = $1) AS surveys, "
            "(SELECT sum(version) FROM announcement WHERE tenant_id = $1) AS announcements, "
            "(SELECT count(*) FROM article_feedback WHERE tenant_id = $1) AS feedback, "
            "(SELECT count(*) FROM article_opening WHERE tenant_id = $1) AS openings, "
            "(SELECT count(solved_at) FROM article_opening WHERE tenant_id = $1) AS solved, "
            "(SELECT count(*) FROM invoice WHERE tenant_id = $1) AS invoices, "
            "(SELECT count(*) FROM assignment WHERE tenant_id = $1) AS assignments, "
            "(SELECT sum(version) FROM ticket WHERE tenant_id = $1) AS ticket_versions, "
            "(SELECT string_agg(state, ',' ORDER BY id) FROM agreement_version "
            "WHERE tenant_id = $1) AS states",
            client.id,
        )
    assert row is not None
    return dict(row)
