"""Hours and dates the coherence stories share."""

from contracts import instant
from contracts.calendars import calendar, calendar_definition
from contracts.calendars.calendar import Calendar
from contracts.coherence import coherence
from contracts.coherence.coherence import Coherence, Promise
from contracts.coherence.coherence_chain import Chain

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
LABOR_DAY = "2026-09-07"


def hours(time_zone: str, *intervals: list[str], days=WEEKDAYS, **more) -> Calendar:
    written = {"time_zone": time_zone, "week": {day: list(intervals) for day in days}, **more}
    return calendar.compile(calendar_definition.from_json(written))


ALWAYS = hours("Europe/Berlin", ["00:00", "24:00"], days=(*WEEKDAYS, "sat", "sun"))
BERLIN = hours("Europe/Berlin", ["09:00", "17:00"])
NEW_YORK = hours("America/New_York", ["09:00", "17:00"], holidays=[LABOR_DAY])
CLOSED = hours("Europe/Berlin", days=())


def at(local: str, offset: str = "+01:00") -> int:
    return instant.parse(f"{local}:00{offset}")


YEAR = at("2026-01-01T00:00"), at("2027-01-01T00:00")


def checked(
    sla: Promise, chain: Chain, window=YEAR, raised_in: Calendar | None = None
) -> Coherence:
    return coherence.check(sla, chain, *window, raised_in)
