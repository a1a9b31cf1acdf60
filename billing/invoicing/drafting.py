"""Drafting a client's invoice for a billing period: recomputable, so a second run over the same cut
of the ledger and the same plan gives the same lines, byte for byte."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from billing.amounts import canonical
from billing.amounts.tax import TaxLine
from billing.invoicing import booking, extras, invoice_lines, invoices, windows
from billing.invoicing.invoice_lines import DraftInvoice, Statement
from billing.invoicing.invoices import Invoice
from billing.invoicing.line import Line
from billing.metered import cut, reading
from billing.parties import exchange_rates, tax_rates
from billing.prepaid import blocks
from billing.pricing import price_list
from billing.pricing import subscription as subscriptions
from billing.pricing.period import Period
from billing.pricing.price_list import Account
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, NotFound
from underpin.kernel.principal import STAFF, WORKER
from underpin.kernel.verb import read, write


class NoSubscription(Conflict):
    code = "no-subscription"
    title = "This client is on no plan: subscribe it first"


class AlreadyFinal(Conflict):
    code = "invoice-final"
    title = "This invoice is final: what is missing comes on the next, what is wrong is credited"


@dataclass(frozen=True, slots=True)
class Run:
    """What a run over one period came to, up to a cut of the ledger."""

    id: UUID
    account: Account
    period: Period
    cut: int
    made: DraftInvoice


@write("invoice.draft", STAFF, WORKER)
async def draft(act: Act, day: date, currency: str | None = None) -> Invoice:
    """Draft the period that holds `day`, replacing an earlier draft of it; of the subscription in
    that currency, else of the client's first. Raises NoSubscription, AlreadyFinal."""
    run = await compute(act, day, currency)
    await store(act, run)
    return await invoices.one(act.tenant_id, run.id)


async def ending_in(tenant: int, month: Period) -> list[tuple[str, Period]]:
    """The billing periods of a client whose last day lies in the month, of each of its
    subscriptions with its currency. Raises NoSubscription."""
    accounts = await price_list.accounts(tenant)
    if not accounts:
        raise NoSubscription
    every = (each.subscription for each in accounts)
    return [(of.currency, period) for of in every for period in windows.ending_in(of, month)]


async def compute(act: Act, day: date, currency: str | None = None) -> Run:
    """Rate the period that holds `day`; nothing is written but the ledger's next cut.

    Two runs for a client are one after the other.
    """
    last_cut = await cut.close(act.tenant_id)
    account = await price_list.account_of(act.tenant_id, currency)
    if account is None:
        raise NoSubscription
    of = account.subscription
    closed = subscriptions.period_of(of, day)
    invoice_id = ids.derive(of.id, "invoice", closed.start.isoformat())
    if await invoices.is_final(act.tenant_id, invoice_id):
        raise AlreadyFinal
    spoken_of = await windows.of_run(of, closed, last_cut)
    periods = [window.period for window in spoken_of]
    waiting = await extras.waiting(of.tenant_id, closed.end, invoice_id, of.currency)
    statement = Statement(
        subscription=of,
        windows=spoken_of,
        taxes=await tax_rates.beside(account.taxes, windows.last_tax_point(spoken_of, waiting)),
        day=windows.last_day(closed),
        booked=await booking.standing(
            of.tenant_id, of.id, (each.start for each in periods), of.currency
        ),
        prepaid=await blocks.prepaid(of.tenant_id, (each.start for each in periods), last_cut),
        extras=waiting,
        money_blocks=tuple(await blocks.held(of.tenant_id, of.currency)),
    )
    used = await reading.of_periods(of, periods, last_cut)
    rates = await exchange_rates.behind(used.dated, of.currency)
    made = invoice_lines.of_used(used, replace(statement, rates=rates))
    return Run(invoice_id, account, closed, last_cut, made)


INVOICE = """
INSERT INTO invoice (tenant_id, id, subscription_id, period_start, period_end, state, currency,
                     net, tax, gross, inputs_hash, stored_before, drafted_at, cut, plan, prepaid)
VALUES ($1, $2, $3, $4, $5, 'draft', $6, $7, $8, $9, $10, $11, $11, $12, $13, $14)
ON CONFLICT (tenant_id, subscription_id, period_start) DO UPDATE
SET net = excluded.net, tax = excluded.tax, gross = excluded.gross,
    inputs_hash = excluded.inputs_hash, stored_before = excluded.stored_before,
    drafted_at = excluded.drafted_at, cut = excluded.cut, plan = excluded.plan,
    prepaid = excluded.prepaid
"""
LINE = """
INSERT INTO invoice_line (tenant_id, invoice_id, ordinal, description, unit, quantity, net,
                          tax_rate, tax_code, period_start, body)
SELECT $1, $2, u.ordinal, u.description, u.unit, u.quantity, u.net, u.rate, u.code, u.starts,
       u.body::jsonb
FROM unnest($3::text[], $4::text[], $5::numeric[], $6::numeric[], $7::numeric[], $8::text[],
            $9::date[], $10::text[])
     WITH ORDINALITY AS u(description, unit, quantity, net, rate, code, starts, body, ordinal)
"""
TAX = """
INSERT INTO invoice_tax (tenant_id, invoice_id, code, percent, base, tax, wording, exemption)
SELECT $1, $2, u.* FROM unnest($3::text[], $4::numeric[], $5::numeric[], $6::numeric[], $7::text[],
                               $8::text[]) AS u
"""
CLEAR = """
WITH gone AS (DELETE FROM invoice_line WHERE tenant_id = $1 AND invoice_id = $2)
DELETE FROM invoice_tax WHERE tenant_id = $1 AND invoice_id = $2
"""


async def store(act: Act, run: Run) -> None:
    """Write the draft over an earlier one of the same month."""
    made, amounts = run.made, (run.made.net, run.made.tax, run.made.gross)
    await db.execute(
        INVOICE,
        *(act.tenant_id, run.id, made.subscription, run.period.start, run.period.end),
        *(made.currency, *(each.amount for each in amounts), made.inputs, act.now, run.cut),
        *(run.account.plan, (made.gross - made.due).amount),
    )
    await store_parts(act, run.id, made.lines, made.tax_lines)


async def store_parts(
    act: Act, invoice_id: UUID, lines: Sequence[Line], taxes: Sequence[TaxLine]
) -> None:
    """A draft's lines and taxes, over earlier ones."""
    whose = (act.tenant_id, invoice_id)
    await db.execute(CLEAR, *whose)
    if lines:
        await db.execute(LINE, *whose, *zip(*map(_line, lines), strict=True))
    if taxes:
        await db.execute(TAX, *whose, *zip(*map(_tax, taxes), strict=True))


def _line(line: Line) -> tuple[Any, ...]:
    return (
        *(line.name, line.unit, line.quantity, line.net.amount, line.tax.percent, line.tax.code),
        *(None if line.days is None else line.days.start, canonical.encode(line).decode()),
    )


def _tax(line: TaxLine) -> tuple[str, Decimal, Decimal, Decimal, str, str]:
    of = line.category
    return (of.code, of.percent, line.base.amount, line.tax.amount, of.wording, of.exemption)


@read("invoice.read", STAFF)
async def drafted(
    act: Act, tenant: int, day: date | None = None, currency: str | None = None
) -> Invoice:
    """A client's invoice of the period that holds a day, drafted or final, the latest when none is
    named; in that currency, else in the first one's. Raises NotFound."""
    found = await invoices.of_period(tenant, day, currency)
    if found is None:
        raise NotFound("Nothing has been drafted for this client yet.")
    return found
