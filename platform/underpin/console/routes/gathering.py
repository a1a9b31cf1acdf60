"""What a page needs, read in one transaction: several of the rooms' own reading verbs together.

Each is declared like any verb, so that the route's guard can ask for its capability; what it calls
checks what it always checks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from billing.payments.inbox import inbox
from billing.payments.inbox.inbox import Told
from contracts.clocks import clock_reading
from contracts.clocks.clock_view import ClockView
from contracts.compliance.counted import compliance
from contracts.compliance.counted.compliance import Compliance
from contracts.escalation import proposals
from contracts.escalation.proposals import Escalation
from contracts.signed import contract
from contracts.signed.contract import Contract
from tenants import own_company, standing
from tenants.own_company import Belonging
from underpin.console.routes import agreeing
from underpin.console.routes.agreeing import Waiting
from underpin.console.routes.kinds import reading as kinds
from underpin.console.routes.kinds.reading import Asked, Kinds
from underpin.console.routes.writing import at_hand
from underpin.console.routes.writing.at_hand import AtHand
from underpin.desk.announcements import reading as announcements
from underpin.desk.announcements.announcement import Announcement
from underpin.desk.approvals import glance
from underpin.desk.approvals import reading as deciding_on
from underpin.desk.approvals.glance import NOTHING, Glance
from underpin.desk.aside import set_aside
from underpin.desk.aside.set_aside import Item
from underpin.desk.assets import linking
from underpin.desk.assets.linking import Linked
from underpin.desk.lifetime import afterwords
from underpin.desk.links import link
from underpin.desk.links.link import Link
from underpin.desk.mail.arriving import waiting
from underpin.desk.mail.leaving import undoing
from underpin.desk.queues import own_list
from underpin.desk.queues.own_list import Own, Wanted, Whose
from underpin.desk.tickets import reading
from underpin.desk.tickets.reading import Colleague, Detail
from underpin.desk.writing import staging
from underpin.desk.writing.staging import Staged
from underpin.kernel.act import Act
from underpin.kernel.principal import MEMBER, STAFF, Audience
from underpin.kernel.verb import read

HOME_ROWS = 8


@dataclass(frozen=True, slots=True)
class Ticket:
    """`colleagues` and `steps` are empty where a member reads; `unmailed` are messages whose mails
    were taken back."""

    detail: Detail
    clocks: Sequence[ClockView]
    colleagues: Sequence[Colleague]
    steps: Sequence[Escalation]
    now: datetime
    links: Sequence[Link] = ()
    unheard: bool = False
    overdue: bool = False
    glance: Glance = NOTHING
    at_hand: AtHand = at_hand.NOTHING
    kinds: Kinds | None = None
    mails_waiting: int = 0
    assets: Sequence[Linked] = ()
    unmailed: frozenset[UUID] = frozenset()


@read("ticket.read", STAFF, MEMBER)
async def ticket(act: Act, tenant: int, number: int) -> Ticket:
    """One ticket with its clocks, as whoever asks may see it. Raises NotFound."""
    detail = await reading.one(act, tenant, number)
    clocks = await clock_reading.of_ticket(act, tenant, detail.ticket.id)
    if act.audience is Audience.MEMBER:
        seen = await glance.of_ticket(act, tenant, detail.ticket.id)
        theirs = await kinds.of_ticket(act, tenant, number)
        return Ticket(detail, clocks, (), (), act.now, glance=seen, kinds=theirs)
    colleagues = await reading.colleagues(act, tenant)
    steps = await proposals.of_ticket(act, tenant, detail.ticket.id)
    return Ticket(
        *(detail, clocks, colleagues, steps, act.now),
        links=await link.of_ticket(act, tenant, number),
        unheard=bool(await afterwords.waiting(tenant, detail.ticket.id)),
        overdue=(await standing.of_tenant(act, tenant)).overdue_since is not None,
        glance=await glance.of_ticket(act, tenant, detail.ticket.id),
        at_hand=await at_hand.of(act, tenant, number),
        kinds=await kinds.of_ticket(act, tenant, number),
        mails_waiting=await waiting.how_many(tenant, detail.ticket.id),
        assets=await _assets(act, tenant, number),
        unmailed=await undoing.taken_back(tenant, detail.ticket.id),
    )


async def _assets(act: Act, tenant: int, number: int) -> Sequence[Linked]:
    may = act.principal.may("asset.read")
    return await linking.of_ticket(act, tenant, number) if may else ()


@dataclass(frozen=True, slots=True)
class Home:
    """`waiting` are the asker's own tickets with a question to them; `approvals` how many decisions
    wait for their yes or no; `asked` what a new ticket asks for, where they may raise one; `staged`
    their files that wait for it."""

    belonging: Belonging
    month: Compliance
    own: Own
    waiting: Own
    approvals: int
    contracts: Sequence[Contract]
    awaiting: Sequence[Waiting]
    now: datetime
    announced: Sequence[Announcement] = ()
    asked: Asked | None = None
    staged: Sequence[Staged] = ()


@read("ticket.read", MEMBER)
async def home(act: Act, whose: Whose = "mine") -> Home:
    """A member's start page: what waits for them, their newest tickets, their company's month."""
    belonging = await own_company.own(act)
    tenant = belonging.company.id
    today = act.now.astimezone(ZoneInfo(belonging.company.time_zone))
    return Home(
        belonging,
        await compliance.of_month(act, tenant, today.year, today.month, running=False),
        await own_list.page(act, Wanted(whose, "any"), limit=HOME_ROWS),
        await own_list.page(act, Wanted("mine", "you"), limit=HOME_ROWS),
        await _decisions(act),
        await contract.of_tenant(act, tenant),
        await agreeing.waiting(act),
        act.now,
        await announcements.now(act, tenant),
        await kinds.asked(act) if act.principal.may("ticket.raise") else None,
        await staging.own(act, tenant) if act.principal.may("ticket.reply") else (),
    )


async def _decisions(act: Act) -> int:
    may = act.principal.may("approval.decide")
    return await deciding_on.waiting_count(act) if may else 0


@dataclass(frozen=True, slots=True)
class SetAside:
    items: Sequence[Item]
    now: datetime


@dataclass(frozen=True, slots=True)
class PaymentsAside:
    told: Sequence[Told]
    now: datetime


@read("payment_event.read", STAFF)
async def payments_aside(act: Act) -> PaymentsAside:
    """The newest of what payment providers told us and waits for a person."""
    return PaymentsAside(await inbox.listed(act, "set_aside"), act.now)


@read("set_aside.read", STAFF)
async def set_aside_items(act: Act) -> SetAside:
    """What waits for a person, of the clients the asker works for."""
    return SetAside(await set_aside.waiting(act), act.now)
