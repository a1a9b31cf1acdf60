"""What finance keeps beside the invoices: what an hour of each tier costs, a rate of exchange, and
this month's drafts, made at once for all clients."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from billing.invoicing.bulk import invoice_run
from billing.margins import tier_cost
from billing.margins.tier_cost import TierCost
from billing.parties import exchange_rates
from underpin.demo import companies
from underpin.demo.money import past_months
from underpin.kernel import verb

PER_HOUR: Final = {1: Decimal(38), 2: Decimal(52), 3: Decimal(71)}
ZLOTY: Final = Decimal("4.2615")
BANK: Final = "European Central Bank"


async def costs(now: datetime) -> None:
    """Once, before the first month is lived."""
    olivia = companies.OLIVIA.principal({})
    for tier, cost in PER_HOUR.items():
        said = TierCost(tier, "EUR", cost, past_months.began(now).date())
        await verb.perform(tier_cost.say, olivia, said, source="demo")


async def keep(tenants: Mapping[str, int], now: datetime) -> None:
    """Once, at the end."""
    felix = companies.FELIX.principal(dict(tenants))
    yesterday = now.date() - timedelta(days=1)
    words = ("EUR", "PLN", yesterday, ZLOTY)
    await verb.perform(exchange_rates.state, felix, *words, published_by=BANK, source="demo")
    await verb.perform(invoice_run.start, felix, now.date(), "draft", source="demo")
