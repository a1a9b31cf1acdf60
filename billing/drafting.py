"""Drafting a client's invoice for a month: recomputable, so a second run over the same ledger
and plan gives the same lines, byte for byte."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from billing import canonical, invoice_lines, ledger_keeping, period, price_list
from billing.charge import Stage
from billing.invoice_lines import DraftInvoice, Statement, Window
from billing.line import Line
from billing.period import Interval, Period, Unit
from billing.price_list import Account
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, NotFound
from underpin.kernel.principal import STAFF, WORKER
from underpin.kernel.verb import read, write

MONTHLY = Interval(1, Unit.MONTH)


class NoSubscription(Conflict):
    code = "no-subscription"
    title = "This client is on no plan: subscribe it first"


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """Net is in major units of the invoice's currency, rounded to its minor unit."""

    ordinal: int
    description: str
    unit: str
    quantity: Decimal
    net: Decimal
    tax_rate: Decimal


@dataclass(frozen=True, slots=True)
class Draft:
    """A drafted invoice; `inputs_hash` covers everything it was made of."""

    id: UUID
    period_start: date
    period_end: date
    currency: str
    net: Decimal
    tax: Decimal
    gross: Decimal
    inputs_hash: str
    plan: str
    drafted_at: datetime
    lines: list[InvoiceLine]


@write("invoice.draft", STAFF, WORKER)
async def draft(act: Act, day: date) -> Draft:
    """Draft the month that holds `day`, replacing an earlier draft of it. Raises NoSubscription.

    The billing period is locked for the tenant, so two runs at once are one after the other.
    """
    await db.execute(
        "SELECT pg_advisory_xact_lock(hashtext('underpin-invoice'), $1)", act.tenant_id
    )
    account = await price_list.account_of(act.tenant_id)
    if account is None:
        raise NoSubscription
    month = period.holding(day, date(2000, 1, 1), MONTHLY)
    cut_off = await db.value("SELECT transaction_timestamp()")
    made = await _compute(account, month, day, cut_off)
    return await _store(act, account, month, made, cut_off)


async def _compute(account: Account, month: Period, day: date, cut_off: datetime) -> DraftInvoice:
    of = account.subscription
    zone = of.zone_info()
    used = await ledger_keeping.between(
        of.tenant_id, _midnight(month.start, zone), _midnight(month.end, zone), cut_off
    )
    statement = Statement(
        subscription=of,
        windows=(Window(month, Stage.CLOSED, month.start),),
        taxes=account.taxes,
        day=day,
    )
    return invoice_lines.draft(used, statement)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)


INVOICE = """
INSERT INTO invoice (tenant_id, id, subscription_id, period_start, period_end, state, currency,
                     net, tax, gross, inputs_hash, stored_before, drafted_at)
VALUES ($1, $2, $3, $4, $5, 'draft', $6, $7, $8, $9, $10, $11, $12)
ON CONFLICT (tenant_id, subscription_id, period_start) DO UPDATE
SET net = excluded.net, tax = excluded.tax, gross = excluded.gross,
    inputs_hash = excluded.inputs_hash, stored_before = excluded.stored_before,
    drafted_at = excluded.drafted_at
"""


async def _store(
    act: Act, account: Account, month: Period, made: DraftInvoice, cut_off: datetime
) -> Draft:
    invoice_id = ids.derive(made.subscription, "invoice", month.start.isoformat())
    amounts = (made.net.amount, made.tax.amount, made.gross.amount)
    await db.execute(
        INVOICE,
        *(act.tenant_id, invoice_id, made.subscription),
        *(month.start, month.end, made.currency, *amounts, made.inputs, cut_off, act.now),
    )
    await db.execute(
        "DELETE FROM invoice_line WHERE tenant_id = $1 AND invoice_id = $2",
        act.tenant_id,
        invoice_id,
    )
    lines = [_line(place, line) for place, line in enumerate(made.lines, 1)]
    await db.many(
        "INSERT INTO invoice_line (tenant_id, invoice_id, ordinal, description, unit, quantity, "
        "net, tax_rate, body) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::text::jsonb)",
        [
            (act.tenant_id, invoice_id, *_columns(shown), canonical.encode(line).decode())
            for shown, line in zip(lines, made.lines, strict=True)
        ],
    )
    return Draft(
        invoice_id,
        month.start,
        month.end,
        made.currency,
        *amounts,
        made.inputs,
        account.plan,
        act.now,
        lines,
    )


def _line(place: int, line: Line) -> InvoiceLine:
    return InvoiceLine(
        place, line.name, line.unit, line.quantity, line.net.amount, line.tax.percent
    )


def _columns(line: InvoiceLine) -> tuple[object, ...]:
    return tuple(getattr(line, name) for name in InvoiceLine.__slots__)


@read("invoice.read", STAFF)
async def drafted(act: Act, tenant: int, month: date | None = None) -> Draft:
    """A client's draft of a month, the latest when none is named. Raises NotFound."""
    row = await db.row(
        "SELECT i.*, s.plan_name || ' v' || s.plan_number AS plan FROM invoice i "
        "JOIN subscription s ON s.tenant_id = i.tenant_id AND s.id = i.subscription_id "
        "WHERE i.tenant_id = $1 AND ($2::date IS NULL OR i.period_start = $2) "
        "ORDER BY i.period_start DESC LIMIT 1",
        tenant,
        month,
    )
    if row is None:
        raise NotFound("Nothing has been drafted for this client yet.")
    lines = await db.rows(
        "SELECT ordinal, description, unit, quantity, net, tax_rate FROM invoice_line "
        "WHERE tenant_id = $1 AND invoice_id = $2 ORDER BY ordinal",
        tenant,
        row["id"],
    )
    head = {name: row[name] for name in Draft.__slots__ if name != "lines"}
    return Draft(**head, lines=[InvoiceLine(**line) for line in lines])
