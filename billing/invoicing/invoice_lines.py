"""Drafting an invoice: charges less what is booked, extras, tax, prepaid money; to the cent.

The same ledger and statement give the same draft, byte for byte (`canonical.encode`), in
whatever order their parts are handed over.

What the persistence must give, read in one transaction under the lock of the billing periods:
- the ledger: every event of the client for the windows' days that was stored before the run's
  cut-off, and of each level meter the last event before those days;
- `booked`: per key the sum of the nets that stand on finalised documents, invoices less their
  credit notes, for the windows' periods, lines of nothing included;
- `prepaid`: per key the sum of what blocks have covered;
- finalising writes the lines, the draws and the booking of each key in one transaction.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from billing.amounts import canonical, check, exact, money, tax
from billing.amounts.exchange import Rate
from billing.amounts.money import Money
from billing.invoicing import line
from billing.invoicing.line import Booked, Extra, Line
from billing.metered import ledger
from billing.metered.ledger import Dated, UsageEvent, Used
from billing.prepaid import block
from billing.prepaid.block import Block, Draw
from billing.pricing import charge
from billing.pricing.charge import Prepaid, Stage
from billing.pricing.period import Period
from billing.pricing.subscription import Subscription


@dataclass(frozen=True, slots=True)
class Window:
    """A period to charge, how far it has come, and the day whose tax rates apply to it.

    An ordinary run has two: the period that closed, and the next one, opening. Late usage adds
    an earlier period, closed as it was: its lines are what is missing, or too much.
    """

    period: Period
    stage: Stage
    tax_point: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """All a draft is made of besides the ledger. `day` is the day it is drafted for."""

    subscription: Subscription
    windows: tuple[Window, ...]
    taxes: tax.Rules
    day: date
    booked: tuple[Booked, ...] = ()
    prepaid: tuple[Prepaid, ...] = ()
    extras: tuple[Extra, ...] = ()
    money_blocks: tuple[Block, ...] = ()
    rates: tuple[Rate, ...] = ()

    def __post_init__(self) -> None:
        _refuse_twice([window.period.start for window in self.windows], "windows")
        _refuse_twice([one.key for one in self.booked], "booked")
        _refuse_twice([one.key for one in self.prepaid], "prepaid")
        _refuse_twice([one.id for one in self.extras], "extras")


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftInvoice:
    """`net` and `tax` are the sums of `lines` and `tax_lines`; `gross` is both together.

    `draws` are from prepaid money, a payment: `due` is `gross` less them. A gross below zero is
    owed to the client and is issued as a credit note. `inputs` is the hash of all that went in.
    """

    tenant_id: int
    subscription: UUID
    currency: str
    lines: tuple[Line, ...]
    tax_lines: tuple[tax.TaxLine, ...]
    net: Money
    tax: Money
    gross: Money
    draws: tuple[Draw, ...]
    due: Money
    inputs: str


def draft(events: Sequence[UsageEvent], statement: Statement) -> DraftInvoice:
    """Of entries as they stand in the ledger. Raises what its parts raise: a ledger that does not
    balance, a rate that is not stated."""
    dated = _checked(events, statement.subscription)
    return of_used(Used(dated, ledger.digest(events)), statement)


def of_used(used: Used, statement: Statement) -> DraftInvoice:
    """Of what was read of the ledger. Raises as `draft`."""
    of = statement.subscription
    lines = tuple(_lines(used.dated, statement))
    tax_lines = tax.lines([(each.tax, each.net) for each in lines], of.currency)
    net = money.total((each.net for each in lines), of.currency)
    taxed = money.total((each.tax for each in tax_lines), of.currency)
    gross = net + taxed
    draws = _payments(statement, gross)
    return DraftInvoice(
        tenant_id=of.tenant_id,
        subscription=of.id,
        currency=of.currency,
        lines=lines,
        tax_lines=tax_lines,
        net=net,
        tax=taxed,
        gross=gross,
        draws=draws,
        due=gross - money.total((Money(d.quantity, of.currency) for d in draws), of.currency),
        inputs=inputs(used.digest, statement),
    )


def inputs(of_ledger: str, statement: Statement) -> str:
    """The hash of what a draft is made of, whatever order its parts came in; `of_ledger` is that of
    the entries."""
    parts = [statement.windows, statement.booked, statement.prepaid, statement.extras]
    parts += [statement.money_blocks, statement.rates, statement.taxes.rates]
    return canonical.digest(
        [
            of_ledger,
            statement.day,
            statement.subscription,
            statement.taxes.treatment,
            statement.taxes.exemption_wording,
            statement.taxes.later,
            [sorted(canonical.digest(item) for item in part) for part in parts],
        ]
    )


def _lines(dated: Sequence[Dated], statement: Statement) -> Iterator[Line]:
    for window in sorted(statement.windows, key=lambda window: window.period):
        owed = charge.charges(
            statement.subscription,
            window.period,
            window.stage,
            dated,
            prepaid=statement.prepaid,
            rates=statement.rates,
        )
        booked = [one for one in statement.booked if _concerns(one, window)]
        yield from line.charged(owed, booked, statement.taxes, window.tax_point)
    for extra in sorted(statement.extras, key=lambda extra: (extra.kind, extra.id)):
        yield line.aside(extra, statement.taxes)


def _concerns(booked: Booked, window: Window) -> bool:
    """Whether the window says anew what this booking said."""
    same_period = booked.key.period == window.period.start
    return same_period and booked.key.part in charge.CHARGED[window.stage]


def _payments(statement: Statement, gross: Money) -> tuple[Draw, ...]:
    usable = [held for held in statement.money_blocks if held.unit == gross.currency]
    owed = max(gross.amount, exact.ZERO)
    return block.draw(usable, owed, on=statement.day).draws


def _checked(events: Sequence[UsageEvent], of: Subscription) -> tuple[Dated, ...]:
    for event in events:
        if event.tenant_id != of.tenant_id:
            raise check.Invalid(
                "events", f"{event.event_id} is another client's", "load this client's only"
            )
    return ledger.dated(events, of.zone_info())


def _refuse_twice(keys: Sequence[object], field: str) -> None:
    if len(set(keys)) < len(keys):
        raise check.Invalid(field, "one of them is there twice", "give the sum, once per key")
