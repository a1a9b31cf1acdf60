"""Which reminder is due when: levels by days after the due day, each sent once. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated

import msgspec

from billing.amounts import check, money
from billing.amounts.money import Money


class Level(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`fees`: by currency; one that is not named costs nothing. `tax_class` is the fee's."""

    after_days: Annotated[int, msgspec.Meta(ge=1, le=365)]
    fees: dict[str, Decimal] = {}
    tax_class: str = "exempt"


def checked(levels: Sequence[Level]) -> tuple[Level, ...]:
    """Raises Invalid naming the field."""
    days = [level.after_days for level in levels]
    if days != sorted(set(days)) or len(days) > 9 or any(each < 1 for each in days):
        raise check.Invalid("reminders", "their days do not rise", "give up to nine, rising")
    for level in levels:
        for currency, fee in level.fees.items():
            whole = Money(fee, currency)
            if fee < 0 or money.rounded(whole) != whole:
                raise check.Invalid("reminders.fees", f"{fee} is no fee", "whole minor units")
    return tuple(levels)


def due(levels: Sequence[Level], due_on: date, today: date, sent: Collection[int]) -> int | None:
    """The level to send today, counted from 1: of several that came due only the highest, and
    never one below what was sent."""
    past = [
        number
        for number, level in enumerate(levels, 1)
        if due_on + timedelta(days=level.after_days) <= today
    ]
    return past[-1] if past and past[-1] > max(sent, default=0) else None


def next_day(
    levels: Sequence[Level], due_on: date, today: date, sent: Collection[int]
) -> date | None:
    """The next day after `today` on which something is to be done, of a level not sent yet; the
    first is the day on which the invoice becomes overdue."""
    days = [due_on + timedelta(days=1)]
    days += [
        due_on + timedelta(days=level.after_days)
        for number, level in enumerate(levels, 1)
        if number > max(sent, default=0)
    ]
    return min((day for day in days if day > today), default=None)


def written(levels: Sequence[Level]) -> str:
    """As it is stored."""
    return msgspec.json.encode(levels).decode()
