"""What the page of the provider's money settings shows, read together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from billing.amounts.tax import DatedRate
from billing.parties import seller, tax_rates
from billing.parties.seller import SellerFrom
from billing.receivables import wording
from billing.receivables.reminder_words import Words
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read


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
