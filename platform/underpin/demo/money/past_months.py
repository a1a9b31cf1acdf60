"""The months before the log begins, lived with the client's time: invoices issued, paid in full, in
part or not at all, one with a questioned line and a credit note, and a block of prepaid hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from billing.amounts.tax import Treatment
from billing.invoicing import credit_note, drafting, finalising, invoices
from billing.invoicing.crediting import Part
from billing.invoicing.invoices import Invoice
from billing.payments import payment
from billing.prepaid import selling
from billing.prepaid.selling import NewBlock
from billing.receivables import question
from underpin.demo import companies, members
from underpin.demo.money import passing, past_tickets
from underpin.kernel import db, verb
from underpin.kernel.database.scope import Work
from underpin.kernel.principal import Principal

MONTHS: Final = 3
TREATMENT: Final = {
    "acme": Treatment.REVERSE_CHARGE,
    "bolt": Treatment.REVERSE_CHARGE,
    "caro": Treatment.DOMESTIC,
    "dune": Treatment.EXPORT,
}
# What came in of each client's second invoice; the first one is paid, the last one is open.
PAID: Final = {"acme": Decimal(700), "bolt": None, "caro": Decimal("1168.50"), "dune": Decimal(950)}
BLOCK_MINUTES: Final = Decimal(600)
ASKED: Final = "We bought ten hours, but our order says eight. Could you check?"
CREDITED: Final = "Two days in which mail was slow"


def began(now: datetime) -> datetime:
    """The first day of the month three before this one, a second past midnight."""
    day = now.date().replace(day=1)
    for _ in range(MONTHS):
        day = (day - timedelta(days=1)).replace(day=1)
    return datetime(day.year, day.month, day.day, 0, 0, 1, tzinfo=UTC)


async def live(slug: str, key: str, tenant: int, now: datetime, ends: datetime) -> None:
    """Two months, each issued on the second of the next, and what of the third comes before the
    log, which begins at `ends`; once."""
    async with db.open(Work(tenant)):
        if await invoices.of_period(tenant, began(now).date()) is not None:
            return
    felix = companies.FELIX.principal({key: tenant})
    first = began(now).date()
    second = _next(first)
    await past_tickets.live(slug, key, tenant, first)
    await passing.until(tenant, _second_of(second))
    paid = await issue(tenant, felix, first)
    if slug == "acme":
        await _sell_hours(tenant, felix, second)
    await _pay(tenant, felix, paid, paid.gross, second + timedelta(days=20))
    await past_tickets.live(slug, key, tenant, second)
    await passing.until(tenant, _second_of(_next(second)))
    due = await issue(tenant, felix, second)
    came = PAID[slug]
    if came is not None:
        await _pay(tenant, felix, due, came, _next(second) + timedelta(days=3))
    await past_tickets.live(slug, key, tenant, _next(second), ends)


async def issue(tenant: int, by: Principal, month: date) -> Invoice:
    draft = await _do(tenant, by, drafting.draft, month)
    made: Invoice = await _do(tenant, by, finalising.finalise, month, draft.inputs_hash)
    return made


async def question_and_credit(key: str, tenant: int, number: str) -> None:
    """The client asks about the hours; a day is given back; both on the second invoice."""
    tenants = {key: tenant}
    anna = members.admin(tenants, key)
    felix, olivia = companies.FELIX.principal(tenants), companies.OLIVIA.principal(tenants)
    await verb.perform(question.ask, anna, number, 2, ASKED, source="demo")
    words = (number, CREDITED, [Part(1, Decimal("95.00"))])
    note = await _do(tenant, felix, credit_note.propose, *words)
    await _do(tenant, olivia, credit_note.issue, number, note.id)


async def _sell_hours(tenant: int, by: Principal, day: date) -> None:
    hours = NewBlock(
        name="Ten hours, prepaid",
        unit="minute",
        size=BLOCK_MINUTES,
        price=Decimal(890),
        currency="EUR",
        starts=day,
    )
    await _do(tenant, by, selling.sell, hours)


async def _pay(tenant: int, by: Principal, of: Invoice, amount: Decimal, on: date) -> None:
    assert of.number is not None, "what is final has its number"  # noqa: S101
    await _do(tenant, by, payment.record, of.number, amount, on, of.payment_reference or "")


async def _do(tenant: int, by: Principal, wanted: Any, *words: Any) -> Any:
    return await verb.perform(wanted, by, *words, tenant=tenant, source="demo")


def _second_of(month: date) -> datetime:
    return datetime(month.year, month.month, 2, 10, tzinfo=UTC)


def _next(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1)
