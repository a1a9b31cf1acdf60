"""What stands on the day the demo is opened: last month's invoice just issued, prepaid hours nearly
used up, and money on the bank account that nobody has assigned yet."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from billing.invoicing import extras, invoices
from billing.metered import hearing
from billing.payments import collecting
from billing.payments.gateway import account as stripe_account
from billing.payments.matching import matching
from billing.payments.statement import account
from billing.payments.statement.csv_mapping import CsvMapping
from billing.prepaid import blocks
from billing.receivables import issued, reminding
from billing.receivables.reminder_plan import Level
from billing.terms import draft_prices, negotiating, offers, plans
from billing.terms.negotiating import NewPrice
from billing.terms.plans import Content, Every
from underpin.demo import companies, demo_parties
from underpin.demo.money import past_months
from underpin.desk.tickets import time_entry
from underpin.kernel import db, verb, wake
from underpin.kernel.database.scope import Staff, Work
from underpin.kernel.outbound import Outbound
from underpin.kernel.outbound_address import AddressRule
from underpin.kernel.principal import Principal
from underpin.kernel.settings import Settings

PAYS_BY_CARD: Final = "caro"
ROUNDS: Final = 200
DELIVERED: Final = (
    ("Label scanner with dock", 2, "189.00", "standard"),
    ("Handbook for new colleagues, printed", 12, "14.50", "reduced"),
)
PAUSE_SECONDS: Final = 0.05
UNHEARD: Final = """
SELECT EXISTS (SELECT FROM delivery
               WHERE tenant_id = $1 AND consumer = $2 AND parked_at IS NULL)
"""
USED: Final = Decimal("0.8")
MAPPING: Final = CsvMapping(
    booked_on="day", amount="amount", payer="payer", iban="iban", text=("text",)
)
GOLD: Final = [
    {
        "key": "fee",
        "name": "Service desk, around the clock",
        "currency": "EUR",
        "timing": "advance",
        "model": {"kind": "flat", "fee": "2400"},
    },
    {
        "key": "minutes",
        "name": "Technicians' time",
        "currency": "EUR",
        "meter": "staff_minutes",
        "model": {"kind": "per_unit", "unit": "85", "per": "60"},
        "included": "300",
    },
]
# Of the next version of Gold, which a colleague still has to publish.
GRADUATED: Final = {
    **GOLD[1],
    "model": {
        "kind": "graduated",
        "per": "60",
        "tiers": {
            "steps": [
                {"start": "0", "end": "1200", "unit": "85"},
                {"start": "1200", "unit": "72.50"},
            ]
        },
    },
}


@asynccontextmanager
async def cards(settings: Settings) -> AsyncIterator[None]:
    """Whoever sells by card in the demo does so at the demo's own Stripe."""
    rule = AddressRule(allow_private=settings.allow_private_addresses)
    async with Outbound(rule) as outbound:
        with stripe_account.used(stripe_account.of_settings(settings, outbound)):
            yield


async def provide() -> None:
    """A second plan on the list, and reminders; once."""
    felix, olivia = companies.FELIX.principal({}), companies.OLIVIA.principal({})
    if "Gold" in {each.plan for each in await verb.perform(plans.every, olivia)}:
        return
    draft = await verb.perform(plans.begin, felix, "Gold", "EUR", Content(GOLD, Every(1)))
    await verb.perform(plans.publish, olivia, draft.plan_id, draft.number, source="demo")
    await verb.perform(offers.show, olivia, draft.plan_id, source="demo")
    await verb.perform(draft_prices.start, felix, draft.plan_id, source="demo")
    await verb.perform(draft_prices.put, felix, draft.plan_id, GRADUATED, "minutes", source="demo")
    levels = [Level(7), Level(21, {"EUR": Decimal(15)})]
    await verb.perform(reminding.schedule, felix, levels, source="demo")


async def invoice(slug: str, key: str, tenant: int, ticket: int, now: datetime) -> None:
    """Last month's, from the usage that the log left; once."""
    felix = companies.FELIX.principal({key: tenant})
    month = (now.date().replace(day=1) - timedelta(days=1)).replace(day=1)
    await _hear(tenant)
    async with db.open(Work(tenant)):
        found = await invoices.of_period(tenant, month)
    if found is not None and found.state == "final":
        return
    if slug == "acme":
        await _use_hours(key, tenant, ticket)
        await _talk_about(key, tenant)
        await _haggle(key, tenant, now)
    if slug == PAYS_BY_CARD and stripe_account.is_set_up():
        await verb.perform(collecting.collect_by, felix, "stripe", tenant=tenant, source="demo")
    await _deliver(slug, tenant, felix, month)
    await past_months.issue(tenant, felix, month)


async def _deliver(slug: str, tenant: int, felix: Principal, month: date) -> None:
    """What was sold beside the plan, of two rates of tax where the client is taxed."""
    for name, count, price, tax_class in DELIVERED[: 2 if slug == PAYS_BY_CARD else 1]:
        await verb.perform(
            extras.add,
            felix,
            name,
            Decimal(count),
            Decimal(price),
            currency="EUR",
            on_day=month + timedelta(days=11),
            tax_class=tax_class,
            tenant=tenant,
            source="demo",
        )


async def _talk_about(key: str, tenant: int) -> None:
    """The client questions a line of the invoice before."""
    felix = companies.FELIX.principal({key: tenant})
    (newest, *_) = await verb.perform(issued.of_tenant, felix, tenant)
    await past_months.question_and_credit(key, tenant, newest.stands.number)


async def _haggle(key: str, tenant: int, now: datetime) -> None:
    """The account manager proposes another price; a colleague still has to approve it."""
    marta = companies.MARTA.principal({key: tenant})
    price = {
        "key": "minutes",
        "name": "Technicians' time",
        "currency": "EUR",
        "meter": "staff_minutes",
        "model": {"kind": "per_unit", "unit": "88", "per": "60"},
        "maximum": "4000",
    }
    next_month = (now.date().replace(day=1) + timedelta(days=32)).replace(day=1)
    wanted = NewPrice(price, next_month, "They renew for two years")
    await verb.perform(negotiating.propose, marta, wanted, tenant=tenant, source="demo")


async def _use_hours(key: str, tenant: int, ticket: int) -> None:
    """Up to four fifths of the prepaid hours, on one ticket."""
    ben = companies.BEN.principal({key: tenant})
    lena = companies.LENA.principal({key: tenant})
    felix = companies.FELIX.principal({key: tenant})
    (held, *_) = await verb.perform(blocks.of_tenant, felix, tenant)
    missing = int(held.size * USED - (held.size - held.remaining))
    if missing <= 0:
        return
    entry = await verb.perform(
        time_entry.log,
        ben,
        ticket,
        missing,
        coverage="chargeable",
        text="Rebuilt the terminals' network, on site",
        tenant=tenant,
        source="demo",
    )
    await verb.perform(time_entry.post, lena, entry, tenant=tenant, source="demo")
    await _hear(tenant)


async def _hear(tenant: int) -> None:
    """What the log's events mean to the ledger, before it is read: the worker brings them; what it
    does not bring in time comes late, on the next invoice."""
    for _ in range(ROUNDS):
        async with db.open(Work(tenant)):
            if not await db.value(UNHEARD, tenant, hearing.CONSUMER.name):
                return
        await wake.ring()
        await asyncio.sleep(PAUSE_SECONDS)


async def statement(tenants: dict[str, int], now: datetime) -> None:
    """Three transfers that no rule can assign; once."""
    felix = companies.FELIX.principal(tenants)
    if await verb.perform(account.every, felix):
        return
    bank = demo_parties.SELLER
    words = ("Current account", bank.iban, "EUR", MAPPING)
    made = await verb.perform(account.open_account, felix, *words, source="demo")
    await verb.begin(matching.take_in, felix, made.id, "csv", await _file(tenants, now.date()))


async def _file(tenants: dict[str, int], today: date) -> bytes:
    async with db.open(Staff(tuple(tenants.values()))):
        row = await db.row(
            "SELECT i.number FROM invoice i JOIN receivable r ON r.tenant_id = i.tenant_id "
            "AND r.id = i.id WHERE i.tenant_id = $1 AND r.is_open ORDER BY i.number LIMIT 1",
            tenants["BOLT"],
        )
    wrong = f"{row['number'][:-1]}9" if row else "BOLT-0009"
    lines = (
        f"{today - timedelta(days=2)},500.00,Odlewnia Bolt i Córki,,part of {wrong}",
        f"{today - timedelta(days=1)},120.00,K. Lis,,training in October",
        f"{today - timedelta(days=1)},89.90,Unknown sender,,thank you",
    )
    return "\n".join(("day,amount,payer,iban,text", *lines, "")).encode()
