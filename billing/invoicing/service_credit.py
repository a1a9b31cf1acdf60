"""What a client is due under its SLA, made money: a credit note on the month's invoice, at its tax
(PRACTICE 29). Contracts says the percent; what it is a percent of stands on the documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final
from uuid import UUID

import msgspec

from billing.amounts.money import Money
from billing.invoicing import apportioning, billed, credit_note, invoices
from billing.invoicing.credit_note import CreditNote
from billing.invoicing.crediting import Billed
from billing.invoicing.invoices import Invoice
from billing.margins import margin
from billing.margins.margin import Charges
from billing.pricing import count
from contracts.agreements.credit_schedule import Basis, Cap
from contracts.compliance.entitlements import entitlement
from contracts.compliance.entitlements.entitlement import Entitlement
from contracts.what_if.what_if_credit import Due
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import write

FEES: Final = [part.value for part in count.FEES]


class NotInvoiced(Conflict):
    code = "month-not-invoiced"
    title = "What this credit is a part of has not been invoiced yet: issue that month first"


class Penalty(Conflict):
    code = "penalty"
    title = "A penalty is no reduction of the price: propose a debit note over it"


class _Detail(msgspec.Struct):
    """Of the entitlement's detail, what the sum needs."""

    months: tuple[str, ...]
    open_caps: tuple[Cap, ...] = ()


@dataclass(frozen=True, slots=True)
class _Fee:
    invoice_id: UUID
    ordinal: int


@write("credit.propose", STAFF)
async def propose(act: Act, entitlement_id: UUID) -> CreditNote:
    """A credit note over what was confirmed; issued, it settles it.

    Raises NotFound, `entitlement.WrongState` unless confirmed, Penalty, NotInvoiced, TooMuch.
    """
    due = await entitlement.confirmed(act, entitlement_id)
    if due.nature != "price_reduction":
        raise Penalty
    months = msgspec.json.decode(due.detail, type=_Detail).months
    fees = await _fees(act.tenant_id, months[-1])
    invoice = await _invoice(act, due.basis, months[-1], fees)
    lines = await billed.lines(act.tenant_id, invoice.id)
    bearing = _bearing(lines, due.basis, [each.ordinal for each in fees])
    amount = margin.worth([_due(due)], await _charges(act.tenant_id, months, invoice.currency))
    parts = apportioning.parts(amount, bearing, invoice.currency)
    made: CreditNote = await credit_note.propose(
        act, invoice.number, _reason(due), parts, entitlement_id=entitlement_id
    )
    return made


async def reckoned(act: Act, due: Entitlement) -> Money:
    """What a confirmed credit comes to, in the currency of what it is a part of. Raises
    NotInvoiced."""
    months = msgspec.json.decode(due.detail, type=_Detail).months
    fees = await _fees(act.tenant_id, months[-1])
    invoice = await _invoice(act, due.basis, months[-1], fees)
    charges = await _charges(act.tenant_id, months, invoice.currency)
    return Money(margin.worth([_due(due)], charges), invoice.currency)


def _due(of: Entitlement) -> Due:
    detail = msgspec.json.decode(of.detail, type=_Detail)
    basis: Basis = msgspec.convert(of.basis, Basis)
    return Due(
        version=str(of.version_id),
        period=detail.months[-1],
        months=detail.months,
        percent=of.percent,
        basis=basis,
        nature=of.nature,
        open_caps=detail.open_caps,
    )


def _reason(of: Entitlement) -> str:
    return f"Service credit for {of.year}-{of.month:02}: {of.percent} % of the {of.basis}"


def _bearing(lines: Sequence[Billed], basis: str, fees: Sequence[int]) -> list[Billed]:
    """The lines that bear the credit. Raises NotInvoiced where nothing is left of them."""
    found = [each for each in lines if each.left > 0]
    if basis != "net_invoice":
        found = [each for each in found if each.ordinal in fees]
    if not found:
        raise NotInvoiced
    return found


# Where the fees of a month stand, on that month's invoice or paid in advance on an earlier one.
OF_FEES = """
SELECT l.invoice_id, l.ordinal FROM invoice_line l
JOIN invoice i ON i.tenant_id = l.tenant_id AND i.id = l.invoice_id
WHERE l.tenant_id = $1 AND i.state = 'final' AND l.net > 0
  AND l.body -> 'source' ->> 'period' = $2 AND l.body -> 'source' ->> 'part' = ANY ($3::text[])
ORDER BY i.period_start, l.ordinal
"""


async def _fees(tenant: int, month: str) -> list[_Fee]:
    """Those on one document, the one where the first of them stands."""
    rows = await db.rows(OF_FEES, tenant, f"{month}-01", FEES)
    return [_Fee(**row) for row in rows if row["invoice_id"] == rows[0]["invoice_id"]]


async def _invoice(act: Act, basis: str, month: str, fees: Sequence[_Fee]) -> Invoice:
    if basis == "net_invoice":
        found = await invoices.of_period(act.tenant_id, date.fromisoformat(f"{month}-01"))
    else:
        found = await invoices.one(act.tenant_id, fees[0].invoice_id) if fees else None
    if found is None or found.number is None:
        raise NotInvoiced
    return found


INVOICED = """
SELECT to_char(i.period_start, 'YYYY-MM') AS month, sum(i.net) AS net FROM invoice i
WHERE i.tenant_id = $1 AND i.state = 'final' AND i.subscription_id IS NOT NULL
  AND to_char(i.period_start, 'YYYY-MM') = ANY ($2) AND i.currency = $3
GROUP BY 1
"""
CHARGED = """
SELECT left(l.body -> 'source' ->> 'period', 7) AS month, sum(l.net) AS net FROM invoice_line l
JOIN invoice i ON i.tenant_id = l.tenant_id AND i.id = l.invoice_id
WHERE l.tenant_id = $1 AND i.state = 'final'
  AND left(l.body -> 'source' ->> 'period', 7) = ANY ($2)
  AND l.body -> 'source' ->> 'part' = ANY ($3::text[]) AND i.currency = $4
GROUP BY 1
"""


async def _charges(tenant: int, months: Sequence[str], currency: str) -> Charges:
    """What stands on final documents for these months."""
    fees = await db.rows(CHARGED, tenant, list(months), FEES, currency)
    invoiced = await db.rows(INVOICED, tenant, list(months), currency)
    return Charges(currency, *(_by_month(rows) for rows in (fees, invoiced)))


def _by_month(rows: Sequence[db.Row]) -> dict[str, Decimal]:
    return {row["month"]: row["net"] for row in rows}
