"""Reminders as a form has them: one line for each level, empty ones left out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

import msgspec

from billing.receivables.reminder_plan import Level
from underpin.console.views.paying import LevelFields
from underpin.kernel import digits
from underpin.kernel.errors import Malformed

MOST: Final = 9
MORE: Final = 2
FEE: Final = re.compile(r"([A-Z]{3})\s*([0-9]{1,9}(?:\.[0-9]{1,4})?)")
NAMES: Final = ("after_days", "fees", "tax_class")


def said(form: Mapping[str, str]) -> tuple[Level, ...]:
    """Raises Malformed naming the field."""
    return tuple(_levels(form))


def _levels(form: Mapping[str, str]) -> Iterator[Level]:
    for number in range(1, MOST + 1):
        days = form.get(f"after_days_{number}", "").strip()
        if days:
            yield _level(form, number, days)


def _level(form: Mapping[str, str], number: int, days: str) -> Level:
    given = {
        "after_days": digits.read(days, 9),
        "fees": _fees(form.get(f"fees_{number}", ""), number),
        "tax_class": form.get(f"tax_class_{number}", "").strip() or "exempt",
    }
    try:
        return msgspec.convert(given, Level)
    except msgspec.ValidationError as wrong:
        told = f"after_days_{number}: days after the due day, 1 to 365."
        raise Malformed(told, field=f"after_days_{number}") from wrong


def _fees(given: str, number: int) -> dict[str, Decimal]:
    """`EUR 15, PLN 60`."""
    found: dict[str, Decimal] = {}
    for each in filter(None, map(str.strip, given.upper().split(","))):
        match = FEE.fullmatch(each)
        if match is None:
            told = f"fees_{number}: write fees like EUR 15, PLN 60."
            raise Malformed(told, field=f"fees_{number}")
        found[match[1]] = Decimal(match[2])
    return found


def fields(levels: Sequence[Level], typed: Mapping[str, str]) -> tuple[LevelFields, ...]:
    """As it was typed, else as it holds, with some empty lines below."""
    if any(typed.get(f"after_days_{number}") for number in range(1, MOST + 1)):
        return tuple(_typed(typed, number) for number in range(1, MOST + 1))
    held = [_held(each, number) for number, each in enumerate(levels, 1)]
    last = min(len(held) + MORE, MOST)
    return (*held, *(LevelFields(each, "", "", "") for each in range(len(held) + 1, last + 1)))


def _typed(typed: Mapping[str, str], number: int) -> LevelFields:
    return LevelFields(number, *(typed.get(f"{name}_{number}", "") for name in NAMES))


def _held(of: Level, number: int) -> LevelFields:
    fees = ", ".join(f"{currency} {fee}" for currency, fee in sorted(of.fees.items()))
    return LevelFields(number, str(of.after_days), fees, of.tax_class)
