"""What the page of the provider's money settings shows, read together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from billing.amounts.exchange import Rate
from billing.amounts.tax import DatedRate
from billing.margins import tier_cost
from billing.margins.tier_cost import TierCost
from billing.parties import exchange_rates, seller, tax_rates
from billing.parties.seller import SellerFrom
from billing.payments.dunning import terms
from billing.payments.dunning.terms import Terms
from billing.receivables import reminding, wording
from billing.receivables.reminder_plan import Level
from billing.receivables.reminder_words import Words
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read


@dataclass(frozen=True, slots=True)
class Rates:
    """`costs` and `tries` are None for who may not read them."""

    pairs: Sequence[tuple[str, str]]
    pair: tuple[str, str]
    rates: Sequence[Rate]
    currency: str
    costs: Sequence[TierCost] | None
    levels: Sequence[Level]
    tries: Terms | None
    now: datetime


@read("invoice.read", STAFF)
async def rates(act: Act, pair: tuple[str, str], until: date | None, currency: str) -> Rates:
    """Of the first pair that has any, and in the currency its tax is declared in, where none is
    named."""
    may, known = act.principal.may, await exchange_rates.pairs(act)
    which = pair if all(pair) else next(iter(known), ("", ""))
    of = currency or await _own_currency(act)
    return Rates(
        known,
        which,
        await exchange_rates.rates(act, *which, until) if all(which) else (),
        of,
        await tier_cost.said(act, of) if may("cost.read") else None,
        await reminding.scheduled(act),
        await terms.of_cards(act) if may("payment_event.read") else None,
        act.now,
    )


async def _own_currency(act: Act) -> str:
    known: list[SellerFrom] = await seller.sellers(act)
    return known[0].details.tax_currency if known else "EUR"


@dataclass(frozen=True, slots=True)
class House:
    rates: Sequence[DatedRate]
    sellers: Sequence[SellerFrom]
    words: Mapping[str, Words]
    now: datetime


@read("invoice.read", STAFF)
async def house(act: Act) -> House:
    return House(
        await tax_rates.rates(act),
        await seller.sellers(act),
        await wording.listed(act),
        act.now,
    )
