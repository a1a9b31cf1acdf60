"""Which invoices a transfer pays: by what it names, then by exact amount of a known payer. Pure.

Where two answers fit, none is taken: a person decides.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal
from uuid import UUID

from billing.amounts import exact

Rule = Literal["reference", "amount", "hand"]


@dataclass(frozen=True, slots=True)
class Transfer:
    """Money that came in, in major units of `currency`; what of it is not assigned yet."""

    amount: Decimal
    currency: str


@dataclass(frozen=True, slots=True, order=True)
class Owed:
    """A final invoice and what is still to be paid of it."""

    due_on: date
    number: str
    tenant: int
    id: UUID
    currency: str
    open: Decimal


@dataclass(frozen=True, slots=True)
class Part:
    """So much for an invoice; None: for the client's balance."""

    number: str | None
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Match:
    """The parts sum to the transfer, and none is more than its invoice has open."""

    tenant: int
    parts: tuple[Part, ...]
    rule: Rule


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Why nobody but a person can say whose it is."""

    why: str


@exact.arithmetic
def by_reference(transfer: Transfer, named: Sequence[Owed]) -> Match | Unmatched:
    """`named`: the invoices that exist under the numbers it names, paid or not.

    One invoice takes what it has open and the rest is the client's balance; several are paid whole,
    or not by this rule.
    """
    if len({each.tenant for each in named}) != 1:
        return Unmatched("names invoices of several clients" if named else "names no invoice")
    if {each.currency for each in named} != {transfer.currency}:
        return Unmatched("names an invoice in another currency")
    payable = sorted(each for each in named if each.open > 0)
    owed = sum((each.open for each in payable), exact.ZERO)
    if len(payable) > 1 and transfer.amount < owed:
        return Unmatched("is less than the invoices it names")
    return Match(named[0].tenant, tuple(_spread(transfer.amount, payable)), "reference")


@exact.arithmetic
def by_amount(transfer: Transfer, owed: Iterable[Owed]) -> Match | Unmatched:
    """`owed`: everything open of the clients whose payer this is known to be."""
    payable = sorted(each for each in owed if each.open > 0 and each.currency == transfer.currency)
    fitting = [[each] for each in payable if each.open == transfer.amount]
    for tenant in sorted({each.tenant for each in payable}):
        whole = [each for each in payable if each.tenant == tenant]
        total = sum((each.open for each in whole), exact.ZERO)
        if len(whole) > 1 and total == transfer.amount:
            fitting.append(whole)
    if len(fitting) != 1:
        return Unmatched("fits several ways" if fitting else "fits nothing that is open")
    (found,) = fitting
    return Match(found[0].tenant, tuple(_spread(transfer.amount, found)), "amount")


def decide(
    transfer: Transfer, named: Collection[Owed], of_payer: Collection[Owed]
) -> Match | Unmatched:
    """By reference; where it names nothing that exists, by amount and payer."""
    if named:
        return by_reference(transfer, sorted(named))
    if not of_payer:
        return Unmatched("names no invoice, and the payer is not known")
    return by_amount(transfer, of_payer)


def _spread(amount: Decimal, payable: Sequence[Owed]) -> Iterable[Part]:
    for each in payable:
        part = min(each.open, amount)
        if part:
            yield Part(each.number, part)
        amount -= part
    if amount:
        yield Part(None, amount)
