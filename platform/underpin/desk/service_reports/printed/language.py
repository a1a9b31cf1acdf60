"""How a service report speaks of months, instants and working time, in four languages. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar, Final
from zoneinfo import ZoneInfo

from babel import dates

from underpin.kernel.printing import speech
from underpin.kernel.printing.speech import Speech

MINUTE: Final = 60_000_000
NOTHING: Final = "—"


@dataclass(frozen=True, slots=True)
class Language(Speech):
    package: ClassVar[str] = "underpin.desk.service_reports.printed"

    def columns(self, *names: str) -> tuple[str, ...]:
        return tuple(self.say(f"column.{name}") for name in names)

    def month(self, year: int, month: int) -> str:
        return speech.plain(
            dates.format_skeleton("yMMMM", date(year, month, 1), locale=self.locale)
        )

    def when(self, at: datetime, zone: str) -> str:
        """To the minute, by the clock of that zone."""
        said = dates.format_datetime(at, "medium", tzinfo=ZoneInfo(zone), locale=self.locale)
        return speech.plain(said)

    def working(self, microseconds: int) -> str:
        """Whole minutes, rounded down."""
        hours, minutes = divmod(microseconds // MINUTE, 60)
        return self.say("working", hours=self.number(hours), minutes=self.number(minutes))

    def share(self, shown: str | None) -> str:
        return NOTHING if shown is None else self.percent(Decimal(shown))

    def exact(self, fraction: str) -> str:
        """An exact percentage, rounded down to a hundredth."""
        return self.percent(Decimal(Fraction(fraction) * 100 // 1) / 100)


def of(code: str) -> Language:
    """English for a language we do not print in."""
    return Language(speech.code_of(code))
