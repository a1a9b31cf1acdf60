"""What a client left over some months: revenue and recoveries, less credits, penalties, what was
given up, staff's work by tier and vendors. The staff's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Final

from billing.amounts import exact, exchange, money
from billing.amounts.exchange import NoRate
from billing.amounts.money import Money
from billing.invoicing import debit_note, windows
from billing.margins import tier_cost
from billing.margins.tier_cost import Work
from billing.metered import ledger, ledger_keeping, meter
from billing.metered.ledger import Dated
from billing.parties import exchange_rates
from billing.pricing import price_list
from billing.receivables import local_day
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

MOST_MONTHS: Final = 36
READ: Final = (meter.WORKED_MINUTES.key, meter.VENDOR_COST.key)


@dataclass(frozen=True, slots=True)
class Left:
    """An amount in a currency that no stated rate converts: it is in none of the sums."""

    what: str
    currency: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class ClientMargin:
    """Net amounts over the months from `start`, before `end`, in `currency`. `left` is revenue and
    recoveries less all else; `unpriced` tiers worked at no known cost, which counts nothing."""

    currency: str
    start: date
    end: date
    revenue: Decimal
    credits: Decimal
    written_off: Decimal
    penalties: Decimal
    recoveries: Decimal
    work: list[Work]
    vendors: Decimal
    left: Decimal
    unpriced: list[str]
    unconverted: list[Left]


@dataclass(frozen=True, slots=True)
class _Span:
    """Whole months, and the currency that all is told in."""

    start: date
    end: date
    currency: str


@read("cost.read", STAFF)
async def of_client(
    act: Act, tenant: int, first: date, last: date, currency: str | None = None
) -> ClientMargin:
    """Of the months that hold these days and those between. What is in another currency is
    converted at the newest stated rate not after the last day. Raises NotFound, Malformed."""
    start, end = windows.month(first).start, windows.month(last).end
    if not 0 < (end.year - start.year) * 12 + end.month - start.month <= MOST_MONTHS:
        raise Malformed(f"last: after `first`, at most {MOST_MONTHS} months on.", field="last")
    row = await db.row("SELECT currency, time_zone FROM tenant WHERE id = $1", tenant)
    if row is None:
        raise NotFound
    first_one = await price_list.currencies(tenant)
    told_in = currency or (first_one[0] if first_one else row["currency"])
    money.places(told_in)
    span = _Span(start, end, told_in)
    entries = await used(tenant, start, end)
    work = tier_cost.worked(
        [each for each in entries if each.event.meter == meter.WORKED_MINUTES.key],
        await tier_cost.of_currency(told_in),
        told_in,
    )
    return _reckoned(span, work, await _sums(tenant, span, entries))


@exact.arithmetic
def _reckoned(
    span: _Span, work: list[Work], sums: tuple[dict[str, Decimal], list[Left]]
) -> ClientMargin:
    amounts, unconverted = sums
    spent = sum((each.cost for each in work if each.cost is not None), exact.ZERO)
    came = amounts["revenue"] + amounts["recoveries"]
    went = sum((amounts[name] for name in TAKEN), spent)
    return ClientMargin(
        currency=span.currency,
        start=span.start,
        end=span.end,
        work=work,
        left=came - went,
        unpriced=[each.tier for each in work if each.cost is None],
        unconverted=unconverted,
        **amounts,
    )


TAKEN: Final = ("credits", "written_off", "penalties", "vendors")
INVOICES: Final = """
FROM invoice
WHERE tenant_id = $1 AND state = 'final' AND period_start >= $2 AND period_start < $3
"""
CREDIT_NOTES: Final = """
FROM credit_note n JOIN invoice i ON i.tenant_id = n.tenant_id AND i.id = n.invoice_id
WHERE n.tenant_id = $1 AND n.state = 'issued' AND i.period_start >= $2 AND i.period_start < $3
"""
RECOVERIES: Final = """
FROM recovered v
JOIN recovery r ON r.tenant_id = v.tenant_id AND r.id = v.id
JOIN compliance_period p ON p.tenant_id = r.tenant_id AND p.id = r.period_id
WHERE v.tenant_id = $1 AND make_date(p.year, p.month, 1) >= $2
  AND make_date(p.year, p.month, 1) < $3
"""
REVENUE: Final = f"""
SELECT currency, sum(net) AS amount {INVOICES}
GROUP BY currency ORDER BY currency
"""
CREDITED: Final = f"""
SELECT i.currency, sum(n.net) AS amount {CREDIT_NOTES} AND (n.purpose = 'write_off') = $4
GROUP BY i.currency ORDER BY i.currency
"""
RECOVERED: Final = f"""
SELECT v.currency, sum(v.amount) AS amount {RECOVERIES}
GROUP BY v.currency ORDER BY v.currency
"""


async def _sums(
    tenant: int, span: _Span, entries: Sequence[Dated]
) -> tuple[dict[str, Decimal], list[Left]]:
    days = (tenant, span.start, span.end)
    found = {
        "revenue": _money(await db.rows(REVENUE, *days)),
        "credits": _money(await db.rows(CREDITED, *days, False)),
        "written_off": _money(await db.rows(CREDITED, *days, True)),
        "penalties": await debit_note.issued_for(*days),
        "recoveries": _money(await db.rows(RECOVERED, *days)),
        "vendors": _vendors(entries),
    }
    sums, unconverted = {}, list[Left]()
    for what, amounts in found.items():
        sums[what] = exact.ZERO
        for amount in amounts:
            converted = await _converted(amount, span)
            if converted is None:
                unconverted.append(Left(what, amount.currency, amount.amount))
            else:
                sums[what] = (Money(sums[what], span.currency) + converted).amount
    return sums, unconverted


async def _converted(amount: Money, span: _Span) -> Money | None:
    if amount.currency == span.currency:
        return money.rounded(amount)
    try:
        rate = await exchange_rates.on(span.end, amount.currency, span.currency)
    except NoRate:
        return None
    return money.rounded(exchange.convert(amount, rate))


def _money(rows: Sequence[db.Row]) -> list[Money]:
    return [Money(row["amount"], row["currency"]) for row in rows]


def _vendors(entries: Sequence[Dated]) -> list[Money]:
    found: dict[str, Money] = {}
    for _, event in entries:
        if event.meter == meter.VENDOR_COST.key:
            currency = event.dimension("currency")
            found[currency] = found.get(currency, money.zero(currency)) + Money(
                event.quantity, currency
            )
    return [found[each] for each in sorted(found)]


async def used(tenant: int, first: date, until: date) -> Sequence[Dated]:
    """What stands of work and vendors' cost from `first`, before `until`, in the client's zone."""
    zone = await local_day.zone_of(tenant)
    start, end = (datetime.combine(day, time(), zone) for day in (first, until))
    entries = await ledger_keeping.between(tenant, start, end, levels=(), keys=READ)
    return ledger.dated(entries, zone)
