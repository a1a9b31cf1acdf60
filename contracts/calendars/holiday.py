"""Public holidays of countries and their subdivisions, from the ``holidays`` package.

Looked up once, when a calendar is written, and stored in it as dates: a later release of the
package changes no calendar by itself.
"""

from datetime import date
from typing import NamedTuple

MOST_YEARS = 60


class Holiday(NamedTuple):
    day: date
    name: str


class UnknownRegion(ValueError):
    """The package knows no such country, or no such subdivision of it."""


def named(
    country: str, subdivision: str | None, first_year: int, last_year: int
) -> tuple[Holiday, ...]:
    """The public holidays of both years and those between, in order, with their local names.

    ``country`` is an ISO 3166-1 alpha-2 code, ``subdivision`` the part of its ISO 3166-2 code
    after the hyphen. Days observed in place of a holiday are included.
    """
    import holidays  # takes a third of a second to load, and only authors of calendars need it

    if not 0 <= last_year - first_year < MOST_YEARS:
        raise ValueError(f"{first_year} to {last_year} is not a range of 1 to {MOST_YEARS} years")
    regions = holidays.list_supported_countries()
    if country not in regions:
        raise UnknownRegion(f"{country!r} is no country with known holidays; write DE, PL, US ...")
    if subdivision is not None and subdivision not in regions[country]:
        known = ", ".join(sorted(regions[country])) or "none"
        raise UnknownRegion(f"{country} has no subdivision {subdivision!r}; known are: {known}")
    language = holidays.country_holidays(country).default_language  # not the process's locale
    found = holidays.country_holidays(
        country,
        subdiv=subdivision,
        years=range(first_year, last_year + 1),
        language=language,
    )
    return tuple(Holiday(day, name) for day, name in sorted(found.items()))


def dates(
    country: str, subdivision: str | None, first_year: int, last_year: int
) -> tuple[date, ...]:
    """The same, without the names."""
    return tuple(found.day for found in named(country, subdivision, first_year, last_year))


def countries() -> tuple[str, ...]:
    """Whose holidays are known, by ISO 3166-1 alpha-2 code."""
    import holidays  # as above

    return tuple(sorted(holidays.list_supported_countries()))
