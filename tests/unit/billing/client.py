"""A client in Kiel, on a plan with a fee in advance, hours, tickets and vendor cost."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from billing.amounts.tax import DatedRate, Rules, Treatment
from billing.invoicing import invoice_lines
from billing.invoicing.invoice_lines import DraftInvoice, Statement, Window
from billing.invoicing.line import Booked, Line
from billing.metered.ledger import UsageEvent
from billing.pricing.charge import Stage
from billing.pricing.count import Key
from billing.pricing.model import Flat, Graduated, PassThrough, PerUnit
from billing.pricing.period import Period
from billing.pricing.plan import PlanVersion
from billing.pricing.price import Price, Timing
from billing.pricing.subscription import Subscription, Term
from billing.pricing.tier import Tier, Tiers
from billing.pricing.time_rule import TimeRule

D = Decimal
SEPTEMBER = Period(date(2026, 9, 1), date(2026, 10, 1))
OCTOBER = Period(date(2026, 10, 1), date(2026, 11, 1))
NOVEMBER = Period(date(2026, 11, 1), date(2026, 12, 1))
GERMAN = Rules(Treatment.DOMESTIC, (DatedRate("standard", D(19), date(2021, 1, 1)),))

FEE = Price(key="fee", name="Care", currency="EUR", model=Flat(D("310.00")), timing=Timing.ADVANCE)
HOURS = Price(
    key="hours",
    name="Technicians, per hour",
    currency="EUR",
    model=PerUnit(D(120), per=D(60)),
    meter="staff_minutes",
    time=TimeRule(step=D(15)),
    included=D(60),
)
TICKETS = Price(
    key="tickets",
    name="Tickets",
    currency="EUR",
    model=Graduated(Tiers((Tier(D(0), D(2), D(20)), Tier(D(2), None, D(15))))),
    meter="tickets",
    group_by=("type",),
)
VENDORS = Price(
    key="vendors", name="Vendors", currency="EUR", model=PassThrough(D(10)), meter="vendor_cost"
)


def plan(*prices: Price, key: str = "care", currency: str = "EUR") -> PlanVersion:
    return PlanVersion(key=key, number=1, currency=currency, prices=prices)


def subscription(*terms: Term, ends: date | None = None) -> Subscription:
    return Subscription(id=UUID(int=42), tenant_id=7, zone="Europe/Berlin", terms=terms, ends=ends)


def on(*prices: Price, start: date = date(2026, 1, 1)) -> Subscription:
    return subscription(Term(start, plan(*prices)))


def statement(of: Subscription, *windows: Window, **beside: object) -> Statement:
    plain = Statement(subscription=of, windows=windows, taxes=GERMAN, day=date(2026, 11, 2))
    return replace(plain, **beside)  # type: ignore[arg-type]


def closed(period: Period) -> Window:
    return Window(period, Stage.CLOSED, period.end)


def running(period: Period) -> Window:
    return Window(period, Stage.RUNNING, period.end)


def opening(period: Period) -> Window:
    return Window(period, Stage.OPENING, period.start)


def draft(events: list[UsageEvent], of: Statement) -> DraftInvoice:
    return invoice_lines.draft(events, of)


def shown(invoice: DraftInvoice) -> dict[str, str]:
    """Each line's net by its price and, where it has one, its group and part."""
    return {_label(line): str(line.net.amount) for line in invoice.lines}


def finalised(invoice: DraftInvoice, before: tuple[Booked, ...] = ()) -> tuple[Booked, ...]:
    """What is booked once the draft is an invoice."""
    booked = {one.key: one for one in before}
    for line in invoice.lines:
        if isinstance(line.source, Key):
            old = booked.get(line.source)
            booked[line.source] = _booking(line, line.source, old)
    return tuple(booked.values())


def _booking(line: Line, key: Key, old: Booked | None) -> Booked:
    assert line.days is not None
    net = old.net + line.net if old else line.net
    return Booked(key=key, net=net, name=line.name, days=line.days, tax_class="standard")


def _label(line: Line) -> str:
    if isinstance(line.source, str):
        return line.source
    key = line.source
    group = [value for _, value in key.group]
    return " ".join([key.days.strftime("%d.%m."), key.price, *group, key.part.value])
