"""An invoice of its own for what is charged within a period: a block sold now, a delivery. The
period's own invoice passes over these lines, before and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from billing.amounts import canonical, money, tax
from billing.amounts.money import MixedCurrencies, Money
from billing.amounts.tax import TaxLine
from billing.invoicing import drafting, extras, finalising, invoices, issuing, line
from billing.invoicing.invoices import Invoice
from billing.invoicing.issuing import Issued
from billing.invoicing.line import Extra, Line
from billing.metered import cut
from billing.parties import tax_rates
from billing.pricing import price_list
from billing.pricing.price_list import Account
from billing.receivables import local_day
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed, NotFound, StaleVersion
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read, write

MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Charged:
    """What the lines come to, and the hash of what they are made of."""

    lines: tuple[Line, ...]
    taxes: tuple[TaxLine, ...]
    net: Money
    gross: Money
    inputs: str


@read("invoice.read", STAFF)
async def drafts(act: Act, tenant: int) -> list[Invoice]:
    """Those that are not issued yet, up to fifty, the oldest first."""
    rows = await db.rows(
        "SELECT id FROM invoice WHERE tenant_id = $1 AND state = 'draft' "
        "AND subscription_id IS NULL ORDER BY id LIMIT 50",
        tenant,
    )
    return [await invoices.one(tenant, row["id"]) for row in rows]


@write("invoice.draft", STAFF)
async def draft(act: Act, line_ids: Sequence[UUID]) -> Invoice:
    """Of extra lines that no invoice carries, all in one currency; from now on no other takes them.
    Raises NotFound, Malformed, MixedCurrencies, NoSubscription (which says how it is taxed)."""
    if not 1 <= len(set(line_ids)) == len(line_ids) <= MOST:
        raise Malformed(f"lines: 1 to {MOST}, each once.", field="lines")
    account = await _account(act)
    made = ids.new()
    today = await local_day.today(act, act.tenant_id)
    waiting = await _held(act, line_ids, None)
    if len(waiting) < len(line_ids):
        raise NotFound
    charged = await _charged(waiting, account)
    await _store(act, made, charged, account, today)
    await extras.carry(act, made, [each.id for each in waiting])
    return await invoices.one(act.tenant_id, made)


@write("invoice.finalise", STAFF)
async def finalise(act: Act, invoice_id: UUID, seen: str) -> Invoice:
    """Issue it as it was reviewed: `seen` is the draft's `inputs_hash`. Raises NotFound,
    AlreadyFinal, StaleVersion where its taxes have changed since, OwedToClient."""
    await _draft(act, invoice_id)
    account = await _account(act)
    charged = await _charged(await _held(act, None, invoice_id), account)
    if charged.inputs != seen:
        raise StaleVersion("It is taxed otherwise than it was drafted: discard and draft it again.")
    if charged.gross.amount < 0:
        raise finalising.OwedToClient
    today = await local_day.today(act, act.tenant_id)
    issued = Issued(invoice_id, charged.gross, len(charged.lines), account.payment_days)
    await issuing.issue(act, issued, today)
    return await invoices.one(act.tenant_id, invoice_id)


@write("invoice.draft", STAFF)
async def discard(act: Act, invoice_id: UUID) -> None:
    """Its lines wait for another invoice again. Raises NotFound, AlreadyFinal."""
    await _draft(act, invoice_id)
    whose = (act.tenant_id, invoice_id)
    await db.execute(
        "UPDATE extra_line SET invoice_id = NULL WHERE tenant_id = $1 AND invoice_id = $2", *whose
    )
    for table in ("invoice_line", "invoice_tax"):
        await db.execute(f"DELETE FROM {table} WHERE tenant_id = $1 AND invoice_id = $2", *whose)
    await db.execute("DELETE FROM invoice WHERE tenant_id = $1 AND id = $2", *whose)


async def _charged(waiting: Sequence[Extra], account: Account) -> Charged:
    currencies = {each.price.currency for each in waiting}
    if len(currencies) != 1:
        raise MixedCurrencies("These lines are in several currencies: one invoice for each.")
    (currency,) = currencies
    rules = await tax_rates.beside(account.taxes, max(each.tax_point for each in waiting))
    lines = tuple(line.aside(each, rules) for each in waiting)
    taxes = tax.lines([(each.tax, each.net) for each in lines], currency)
    net = money.total((each.net for each in lines), currency)
    gross = net + money.total((each.tax for each in taxes), currency)
    return Charged(lines, taxes, net, gross, canonical.digest([list(lines), list(taxes)]))


async def _account(act: Act) -> Account:
    account = await price_list.account_of(act.tenant_id)
    if account is None:
        raise drafting.NoSubscription
    return account


async def _draft(act: Act, invoice_id: UUID) -> None:
    """Locked. Raises NotFound, AlreadyFinal."""
    row = await db.row(
        "SELECT state FROM invoice WHERE tenant_id = $1 AND id = $2 AND subscription_id IS NULL "
        "FOR UPDATE",
        *(act.tenant_id, invoice_id),
    )
    if row is None:
        raise NotFound
    if row["state"] == "final":
        raise drafting.AlreadyFinal


HELD = """
SELECT id, kind, name, quantity, price, currency, tax_class, on_day FROM extra_line
WHERE tenant_id = $1 AND ($2::uuid[] IS NULL OR id = ANY ($2))
  AND invoice_id IS NOT DISTINCT FROM $3::uuid
ORDER BY on_day, id FOR UPDATE
"""


async def _held(act: Act, line_ids: Sequence[UUID] | None, carried_by: UUID | None) -> list[Extra]:
    named = None if line_ids is None else list(line_ids)
    return [extras.of_row(row) for row in await db.rows(HELD, act.tenant_id, named, carried_by)]


STORE = """
INSERT INTO invoice (tenant_id, id, period_start, period_end, state, currency, net, tax, gross,
                     inputs_hash, stored_before, drafted_at, cut, plan)
VALUES ($1, $2, $3, $4, 'draft', $5, $6, $7, $8, $9, $10, $10, $11, $12)
"""


async def _store(
    act: Act, invoice_id: UUID, charged: Charged, account: Account, today: date
) -> None:
    taxed: Decimal = (charged.gross - charged.net).amount
    amounts = (charged.net.amount, taxed, charged.gross.amount)
    await db.execute(
        STORE,
        *(act.tenant_id, invoice_id, today, today + timedelta(days=1), charged.net.currency),
        *(*amounts, charged.inputs, act.now, await cut.current(act.tenant_id), account.plan),
    )
    await drafting.store_parts(act, invoice_id, charged.lines, charged.taxes)
