"""Public holidays as a calendar version keeps them: of which region, for which years, by name.

A later release of the holidays package changes no calendar by itself. What it would change is told
as a difference, from which a new version can be proposed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from contracts.calendars import holiday
from contracts.calendars.calendar_definition import Definition
from contracts.calendars.holiday import Holiday


class Listed(Struct, frozen=True):
    """The public holidays of a region from one year to another, as looked up on that day."""

    country: str
    first_year: int
    last_year: int
    subdivision: str | None = None
    days: tuple[Holiday, ...] = ()

    @property
    def region(self) -> str:
        return "-".join(part for part in (self.country, self.subdivision) if part)

    @property
    def dates(self) -> frozenset[date]:
        return frozenset(each.day for each in self.days)


@dataclass(frozen=True, slots=True)
class Refreshed:
    """A calendar under the holidays known by now."""

    definition: Definition
    listed: Listed
    added: tuple[Holiday, ...]
    gone: tuple[Holiday, ...]

    @property
    def note(self) -> str:
        """What changed, for whoever is to agree to it."""
        changes = {"now": self.added, "no longer": self.gone}
        told = [
            f"{when} {', '.join(f'{each.day} {each.name}' for each in days)}"
            for when, days in changes.items()
            if days
        ]
        said = f"Public holidays of {self.listed.region}: {'; '.join(told)}."
        return said if len(said) <= 4000 else f"{said[:3997]}..."


def listed(written: Mapping[str, Any]) -> Listed | None:
    """What a calendar in the API's form, already found to be right, says of public holidays."""
    region = written.get("public_holidays")
    return None if region is None else _looked_up(msgspec.convert(region, Listed))


def refreshed(definition: Definition, kept: Listed) -> Refreshed | None:
    """None where nothing differs. Days the author listed as well go with the holiday."""
    known = _looked_up(kept)
    if known.dates == kept.dates:
        return None
    dates = (set(definition.holidays) - kept.dates) | known.dates
    changed = _with_holidays(definition, dates)
    added = tuple(each for each in known.days if each.day not in kept.dates)
    gone = tuple(each for each in kept.days if each.day not in known.dates)
    return Refreshed(changed, known, added, gone)


def names(kept: Listed | None, day: date) -> tuple[str, ...]:
    """What is celebrated on this day, as far as it is known."""
    return tuple(each.name for each in kept.days if each.day == day) if kept else ()


def decode(stored: str | None) -> Listed | None:
    return None if stored is None else msgspec.json.decode(stored, type=Listed)


def encode(kept: Listed | None) -> str | None:
    return None if kept is None else msgspec.json.encode(kept).decode()


def _looked_up(region: Listed) -> Listed:
    words = (region.country, region.subdivision, region.first_year, region.last_year)
    return replace(region, days=holiday.named(*words))


def _with_holidays(definition: Definition, dates: Iterable[date]) -> Definition:
    return Definition(
        time_zone=definition.time_zone,
        week=definition.week,
        holidays=tuple(dates),
        yearly_holidays=definition.yearly_holidays,
        overrides=definition.overrides,
        breaks=definition.breaks,
        valid_from=definition.valid_from,
        valid_to=definition.valid_to,
    )
