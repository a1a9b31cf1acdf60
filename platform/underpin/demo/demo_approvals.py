"""What waits for somebody's yes in the demo: a change with its window, an estimate, a contract
change with its price; and a password reset whose caller is not verified yet."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from tenants import house_name, people, spending
from tenants.company import NewCompany
from underpin.demo import companies, log_contracts
from underpin.demo.demo_life import SOURCE
from underpin.desk.approvals import policies
from underpin.desk.approvals.approvers import Wanted
from underpin.desk.approvals.policy import Rule
from underpin.desk.changes import approving, planning, template
from underpin.desk.changes.planning import Plan
from underpin.desk.changes.risk import Assessment
from underpin.desk.changes.template import Said
from underpin.desk.chargeable import estimate, terms
from underpin.desk.chargeable.estimate import Offer
from underpin.desk.chargeable.terms import Terms
from underpin.desk.contract_changes import contract_change
from underpin.desk.contract_changes.contract_change import Quote, Wish
from underpin.desk.replay.clients import derived
from underpin.desk.tickets import raising, time_entry
from underpin.desk.tickets.raising import NewTicket
from underpin.desk.verification import sensitive
from underpin.kernel import db, verb
from underpin.kernel.database.scope import Provider, Work
from underpin.kernel.principal import Principal, worker

EUR = "EUR"
MAILBOX = Said(
    "Add a mailbox",
    "1. Create the mailbox.\n2. Grant access as named in the request.\n3. Send a test mail.",
    Assessment("low", "low", is_tested=True, is_reversible=True),
    back_out="Delete the mailbox.",
)
MOVE = "Move the file server to the new storage"
STEPS = (
    "1. Last copy at 20:00, shares read-only.\n2. Switch the share names over.\n"
    "3. Open three files from each department's folder."
)
BACK = "Switch the share names back; the old storage stays untouched for a week."
DUTY = timedelta(hours=3)
DEAR_WORK = (
    Rule((Wanted("client"),)),
    Rule(
        (Wanted("client"), Wanted("provider", roles=("account_manager",))),
        from_amount=Decimal(500),
        currency=EUR,
    ),
)
ASKED = "SELECT EXISTS (SELECT FROM spending_limit WHERE tenant_id = $1)"


async def standard_changes() -> None:
    """Once: a template that a lead wrote and an administrator approved, who approves dear work,
    and the name under which mails go."""
    async with db.open(Provider()):
        if await db.value("SELECT EXISTS (SELECT FROM change_template)"):
            return
    lead, admin = companies.LENA.principal({}), companies.OLIVIA.principal({})
    made = await verb.perform(template.write, lead, MAILBOX, source="demo")
    await verb.perform(template.approve, admin, made.id, source="demo")
    await verb.perform(policies.say, lead, "chargeable", DEAR_WORK, source="demo")
    await verb.perform(house_name.choose, admin, "Northgate service desk", source="demo")


async def ask_for(new: NewCompany, tenant: int, admin: UUID, now: datetime) -> None:
    """Once: what a purchasing lead of the client asked for waits for their administrator."""
    client = _Client(new, tenant)
    async with db.open(Work(tenant)):
        if await db.value(
            "SELECT EXISTS (SELECT FROM spending_limit WHERE tenant_id = $1)", tenant
        ):
            return
    jonas = await client.approver()
    for person, amount in ((jonas, 100), (admin, 5000)):
        await client.do(companies.OLIVIA, spending.set_limit, person, EUR, Decimal(amount))
    await client.do(companies.OLIVIA, terms.agree, Terms(Decimal(95), EUR))
    board = Wanted("client", 1, (admin,), name="Management")
    risky = Rule((Wanted("client"), board, Wanted("provider")), risk="high")
    await client.do(companies.OLIVIA, policies.agree, "change", (risky,))
    await client.move(jonas, now)
    await client.meeting_room(jonas, now)
    await client.seats(jonas)
    number = await client.raised("I cannot get into the payroll any more", jonas, "password", now)
    await client.do(companies.ADA, sensitive.mark, number, "password_reset")


class _Client:
    def __init__(self, new: NewCompany, tenant: int) -> None:
        self.new, self.tenant = new, tenant

    async def do(self, who: companies.Persona, wanted: Any, *words: Any, **more: Any) -> Any:
        principal: Principal = who.principal({self.new.key: self.tenant})
        return await verb.perform(
            wanted, principal, *words, tenant=self.tenant, source="demo", **more
        )

    async def approver(self) -> UUID:
        """A colleague of the administrator, who may approve small things."""
        email = f"jonas@{self.new.key.lower()}.example"
        person = derived("demo", "approver", self.new.slug)
        words = {"roles": ("requester", "approver"), "person_id": person}
        await self.do(companies.OLIVIA, people.add_member, "Jonas Weber", email, **words)
        return person

    async def raised(
        self, subject: str, requester: UUID, what: str, now: datetime, kind: str = "incident"
    ) -> int:
        ticket = await verb.perform(
            raising.raise_ticket,
            worker(self.tenant),
            NewTicket(
                subject,
                companies.WISHES[what],
                type=kind,
                impact="low",
                urgency="medium",
                service_id=log_contracts.ids_of(SOURCE, self.tenant).service,
                requester_id=requester,
                raised_at=now - timedelta(minutes=50),
                ticket_id=derived("demo", "waits", self.new.slug, what),
            ),
            source="demo",
        )
        return int(ticket.number)

    async def move(self, requester: UUID, now: datetime) -> None:
        """A change on the next Saturday evening, by the client's clock."""
        number = await self.raised(MOVE, requester, "move", now, "change_request")
        begins = _saturday(now, self.new.time_zone)
        assessed = Assessment("medium", "medium", is_tested=True, is_reversible=True)
        plan = Plan(STEPS, assessed, "normal", BACK, "", begins, begins + DUTY)
        await self.do(companies.CHEN, planning.draft, number, plan)
        await self.do(companies.CHEN, approving.ask, number)

    async def meeting_room(self, requester: UUID, now: datetime) -> None:
        number = await self.raised(
            "Set up the new meeting room", requester, "room", now, "service_request"
        )
        words = {"coverage": "chargeable", "text": "First look on site"}
        await self.do(companies.BEN, time_entry.log, number, 45, work_type="on_site", **words)
        text = "Screen, camera and two microphones: mounting, cabling, a test call."
        await self.do(companies.BEN, estimate.make, number, Offer(EUR, text, 240, Decimal(95)))

    async def seats(self, requester: UUID) -> None:
        wish = Wish("Ten seats more", companies.WISHES["seats"], "limit", requester_id=requester)
        asked = await self.do(companies.ADA, contract_change.ask, wish)
        async with db.open(Work(self.tenant)):
            number = await db.value(
                "SELECT number FROM ticket WHERE tenant_id = $1 AND id = $2",
                *(self.tenant, asked.ticket_id),
            )
        quoted = Quote(Decimal(240), EUR, "month", "Ten seats more, from the next month on.")
        await self.do(companies.MARTA, contract_change.quote, number, quoted)


def _saturday(now: datetime, zone: str) -> datetime:
    local = now.astimezone(ZoneInfo(zone))
    day = local.date() + timedelta(days=(5 - local.weekday()) % 7 or 7)
    return datetime.combine(day, time(20), ZoneInfo(zone))
