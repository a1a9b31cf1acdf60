"""What an hour of a tier costs the provider, from a day on: the staff's own (PRACTICE 1)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from billing.amounts import check, exact, money
from billing.metered.ledger import Dated
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import provide, read


@dataclass(frozen=True, slots=True)
class TierCost:
    """`per_hour` in major units of `currency`."""

    tier: int
    currency: str
    per_hour: Decimal
    from_day: date


@dataclass(frozen=True, slots=True)
class Work:
    """`minutes` worked in a tier and what they cost; None where nobody said what an hour does."""

    tier: str
    minutes: Decimal
    cost: Decimal | None


@provide("cost.write")
async def say(act: Act, cost: TierCost) -> TierCost:
    """Said again for the same day, the last one counts. Raises Malformed, NotMoney."""
    money.places(cost.currency)
    check.not_negative(cost.per_hour, "per_hour")
    if cost.tier not in (1, 2, 3):
        raise Malformed("tier: 1, 2 or 3.", field="tier")
    await db.execute(
        "INSERT INTO tier_cost (id, tier, currency, per_hour, from_day, set_by, set_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7)",
        *(ids.new(), cost.tier, cost.currency, cost.per_hour, cost.from_day),
        *(act.person_id, act.now),
    )
    return cost


@read("cost.read", STAFF)
async def said(act: Act, currency: str) -> list[TierCost]:
    """By tier and day."""
    return await of_currency(currency)


async def of_currency(currency: str) -> list[TierCost]:
    rows = await db.rows(
        "SELECT DISTINCT ON (tier, from_day) tier, currency, per_hour, from_day FROM tier_cost "
        "WHERE currency = $1 ORDER BY tier, from_day, id DESC",
        currency,
    )
    return [TierCost(**row) for row in rows]


def worked(entries: Iterable[Dated], costs: Sequence[TierCost], currency: str) -> list[Work]:
    """By tier, each rounded once; a minute costs what held on its day. Pure."""
    minutes: dict[str, Decimal] = {}
    owed: dict[str, Fraction | None] = {}
    for day, entry in entries:
        tier = entry.dimension("tier")
        minutes[tier] = exact.arithmetic(Decimal.__add__)(
            minutes.get(tier, exact.ZERO), entry.quantity
        )
        so_far, rate = owed.get(tier, Fraction(0)), _on(costs, tier, day)
        if so_far is None or rate is None:
            owed[tier] = None
        else:
            owed[tier] = so_far + Fraction(entry.quantity) * Fraction(rate) / 60
    return [Work(tier, minutes[tier], _rounded(owed[tier], currency)) for tier in sorted(minutes)]


def _on(costs: Sequence[TierCost], tier: str, day: date) -> Decimal | None:
    held = [each for each in costs if f"L{each.tier}" == tier and each.from_day <= day]
    return max(held, key=lambda each: each.from_day).per_hour if held else None


def _rounded(amount: Fraction | None, currency: str) -> Decimal | None:
    return None if amount is None else exact.share(exact.ONE, amount, money.quantum(currency))
