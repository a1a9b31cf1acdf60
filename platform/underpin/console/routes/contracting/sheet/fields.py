"""A form's fields while they are read: what was typed, and by field what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final
from uuid import UUID

from contracts.calendars.calendar_definition import DefinitionError
from contracts.instant import DAY
from underpin.console.locale import N_
from underpin.console.routes.contracting.sheet import spans
from underpin.kernel import digits

TIME: Final = N_("Write a time like 4h, 30m or 2d.")
NUMBER: Final = N_("Write a whole number.")
PERCENT: Final = N_("Write a percentage like 99.5.")
PRIORITIES: Final = N_("Write priorities like P1, P2, or leave it empty for all.")
CHOICE: Final = N_("Choose one from the list.")
FILL_IN: Final = N_("Fill this in.")
WARN: Final = N_("Write percentages like 50, 75.")
AMOUNT: Final = re.compile(r"\d{1,9}([.,]\d{1,6})?")
NONE: Final = ("-", "–", "0")


@dataclass(slots=True)
class Fields:
    """`days`: how long a working day is by calendar version, in microseconds. `errors` are msgids
    by the field's name."""

    given: Mapping[str, str]
    days: Mapping[UUID, int]
    errors: dict[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        return self.given.get(name, "").replace("\r\n", "\n").strip()

    def ticked(self, name: str) -> bool:
        return self.text(name) == "yes"

    def wrong(self, name: str, why: str) -> None:
        self.errors.setdefault(name, why)

    def one_of(self, name: str, known: Sequence[str], otherwise: str = "") -> str:
        found = self.text(name) or otherwise
        if found not in known:
            self.wrong(name, CHOICE)
            return known[0]
        return found

    def calendar(self, name: str) -> UUID | None:
        """None where nothing is chosen."""
        given = self.text(name)
        found = next((each for each in self.days if str(each) == given), None)
        if given and found is None:
            self.wrong(name, CHOICE)
        return found

    def span(self, name: str, calendar: UUID | None = None) -> int | None:
        """Working time in microseconds; None where nothing was typed."""
        given = self.text(name)
        if not given:
            return None
        day = DAY if calendar is None else self.days.get(calendar, DAY)
        found = spans.read(given, day)
        if found is None:
            self.wrong(name, TIME)
        return found

    def whole(self, name: str) -> int | None:
        given = self.text(name)
        found = digits.read(given, 6)
        if given and found is None:
            self.wrong(name, NUMBER)
        return found

    def percent(self, name: str) -> Decimal | None:
        given = self.text(name).removesuffix("%").strip()
        if not given:
            return None
        if not AMOUNT.fullmatch(given):
            self.wrong(name, PERCENT)
            return None
        return Decimal(given.replace(",", "."))

    def listed(self, name: str, known: Sequence[str]) -> tuple[str, ...]:
        """Some of the known, in their order; empty for none named."""
        given = {each.upper() for each in re.split(r"[\s,;]+", self.text(name)) if each}
        upper = {each.upper(): each for each in known}
        if given - upper.keys():
            self.wrong(name, PRIORITIES)
        return tuple(each for key, each in upper.items() if key in given)

    def percents(self, name: str) -> tuple[int, ...] | None:
        """Warning marks; None where nothing was typed, empty for an explicit none."""
        given = self.text(name)
        if not given or given in NONE:
            return () if given else None
        marks = {digits.read(each, 4) for each in re.split(r"[\s,;%]+", given) if each}
        if None in marks:
            self.wrong(name, WARN)
            return ()
        return tuple(sorted(each for each in marks if each is not None))

    def rows(self, group: str, key: str) -> Iterator[str]:
        """The prefixes of a group's rows ("commitments.0.") whose key field says something."""
        numbers = {
            digits.read(parts[1], 9)
            for parts in (name.split(".") for name in self.given)
            if parts[0] == group and len(parts) > 2
        }
        for number in sorted(each for each in numbers if each is not None):
            if self.text(f"{group}.{number}.{key}"):
                yield f"{group}.{number}."


def days(calendars: Mapping[UUID, Mapping[str, object]]) -> dict[UUID, int]:
    """How long a working day is, by calendar version; a whole one for what cannot be read."""
    found = {}
    for version, definition in calendars.items():
        try:
            found[version] = spans.day_of(definition)
        except DefinitionError:
            found[version] = DAY
    return found
