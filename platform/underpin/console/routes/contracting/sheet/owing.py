"""What a credit clause owes, in one line as people write it:

- steps: "below 95: 5; below 90: 10"
- bands: "[99, 99.5): 5; [0, 99): 20", a square bracket where the bound itself belongs to it
- by the unit: "2 per started 60 minute", "5 per completed 1 percent", "1 per started 1 ticket"
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from contracts.agreements.credit_clause import Band, Clause, PerUnit, Step
from underpin.console.routes.contracting.sheet import clauses

NUMBER: Final = r"(\d{1,7}(?:[.,]\d{1,12})?)\s*%?"
STEP: Final = re.compile(rf"below\s+{NUMBER}\s*:\s*{NUMBER}", re.IGNORECASE)
BAND: Final = re.compile(rf"([\[(])\s*{NUMBER}\s*[,;–-]\s*{NUMBER}\s*([\])])\s*:\s*{NUMBER}")
UNIT: Final = re.compile(
    rf"{NUMBER}\s+per\s+(started|completed)\s+{NUMBER}\s+(minute|percent|ticket)s?", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Owed:
    """Exactly one of the three says something."""

    steps: tuple[Step, ...] = ()
    bands: tuple[Band, ...] = ()
    per_unit: PerUnit | None = None


def write(rule: Clause) -> str:
    plain = clauses.plain
    if rule.per_unit is not None:
        unit = rule.per_unit
        return f"{plain(unit.credit)} per {unit.counted} {plain(unit.size)} {unit.unit}"
    if rule.steps:
        return "; ".join(f"below {plain(each.below)}: {plain(each.credit)}" for each in rule.steps)
    return "; ".join(_band(each) for each in rule.bands)


def _band(each: Band) -> str:
    plain = clauses.plain
    opens, closes = "[" if each.low_included else "(", "]" if each.high_included else ")"
    return f"{opens}{plain(each.low)}, {plain(each.high)}{closes}: {plain(each.credit)}"


def read(text: str) -> Owed | None:
    """None for what is none of the three."""
    if unit := UNIT.fullmatch(text.strip()):
        return Owed(per_unit=_unit(unit))
    steps, bands = (_all(text, form, made) for form, made in _FORMS.items())
    if steps is not None:
        return Owed(steps=steps)
    return None if bands is None else Owed(bands=bands)


def _all(
    text: str, form: re.Pattern[str], made: Callable[[re.Match[str]], Any]
) -> tuple[Any, ...] | None:
    """Everything that has this form; None where something beside it stands there."""
    found = tuple(made(each) for each in form.finditer(text))
    return found if found and not form.sub("", text).strip(" ;\n\t") else None


def _step(match: re.Match[str]) -> Step:
    return Step(_number(match[1]), _number(match[2]))


def _between(match: re.Match[str]) -> Band:
    low, high = (_number(match[place]) for place in (2, 3))
    return Band(low, match[1] == "[", high, match[4] == "]", _number(match[5]))


def _unit(match: re.Match[str]) -> PerUnit:
    counted, unit = match[2].lower(), match[4].lower()
    return PerUnit(unit, counted, _number(match[1]), _number(match[3]))  # type: ignore[arg-type]


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


_FORMS: Final[Mapping[re.Pattern[str], Callable[[re.Match[str]], Any]]] = {
    STEP: _step,
    BAND: _between,
}
