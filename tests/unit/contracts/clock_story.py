"""Stories about one ticket: said in wall-clock times of Berlin, told as facts, folded into clocks.

The week is that of Friday 2026-10-23; the clocks go back in the night to Sunday. Office hours are
Monday to Friday, 09:00 to 17:00.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from contracts import facts, instant, metric
from contracts.calendars import calendar, calendar_definition
from contracts.calendars.calendar import Calendar
from contracts.clocks import clock, ticket_clocks
from contracts.clocks.clock import Clock, Target, Verdict
from contracts.clocks.ticket_clocks import Key, Ledger, Matter, Promise, Terms
from contracts.facts import Fact
from contracts.instant import HOUR

BERLIN = ZoneInfo("Europe/Berlin")
DAYS = {
    "thu": datetime(2026, 10, 22, tzinfo=BERLIN),
    "fri": datetime(2026, 10, 23, tzinfo=BERLIN),
    "sat": datetime(2026, 10, 24, tzinfo=BERLIN),
    "sun": datetime(2026, 10, 25, tzinfo=BERLIN),
    "mon": datetime(2026, 10, 26, tzinfo=BERLIN),
    "tue": datetime(2026, 10, 27, tzinfo=BERLIN),
    "wed": datetime(2026, 10, 28, tzinfo=BERLIN),
}
WORKDAYS = ("mon", "tue", "wed", "thu", "fri")
OFFICE = calendar.compile(
    calendar_definition.from_json(
        {"time_zone": "Europe/Berlin", "week": {day: [["09:00", "17:00"]] for day in WORKDAYS}}
    )
)
ALWAYS = calendar.compile(calendar_definition.ALWAYS)

VENDOR = UUID(int=40)
CASE = UUID(int=41)
ANNA = UUID(int=5)


def at(said: str) -> int:
    """ "fri 17:58" as an instant."""
    day, time = said.split()
    hour, minute = map(int, time.split(":"))
    return instant.of(DAYS[day] + timedelta(hours=hour, minutes=minute))


def said(moment: int | None) -> str | None:
    """The instant as the story would say it."""
    if moment is None:
        return None
    local = datetime.fromtimestamp(moment // instant.SECOND, UTC).astimezone(BERLIN)
    return local.strftime("%a %H:%M").lower()


def promise(
    name: str,
    allowed: int,
    cal: Calendar = OFFICE,
    warn: tuple[int, ...] = (),
    pauses: tuple[str, ...] | None = None,
) -> Promise:
    target = Target(
        metric=name,
        duration=allowed,
        pauses=metric.default_pauses(name) if pauses is None else pauses,
        warn_percents=warn,
        calendar_version="office" if cal is OFFICE else "24x7",
    )
    return Promise(target, cal)


def gold(**settings: Any) -> Terms:
    """P3 in office hours, P1 round the clock, an OLA for L1 and L2, a UC with one vendor."""
    vendor = str(VENDOR)
    promises = {
        **_sla("P1", ALWAYS, HOUR // 4, HOUR, 4 * HOUR),
        **_sla("P3", OFFICE, HOUR, 4 * HOUR, 8 * HOUR),
    }
    for priority in ("P1", "P3"):
        for tier in ("L1", "L2"):
            promises[_matter(metric.PICKUP, priority, tier)] = promise(metric.PICKUP, HOUR // 2)
            promises[_matter(metric.HOLD, priority, tier)] = promise(metric.HOLD, 2 * HOUR)
        for name, hours in ((metric.ACKNOWLEDGE, 1), (metric.UPDATE, 2), (metric.FIX, 8)):
            promises[_matter(name, priority, vendor)] = promise(name, hours * HOUR, ALWAYS)
    return Terms(promises=promises, **settings)


def without(terms: Terms, name: str, priority: str) -> Terms:
    left = {m: p for m, p in terms.promises.items() if m[:3] != (name, "incident", priority)}
    return replace(terms, promises=left)


def _sla(
    priority: str, cal: Calendar, response: int, update: int, resolution: int
) -> dict[Matter, Promise]:
    warn = (50, 75)
    return {
        _matter(metric.FIRST_RESPONSE, priority): promise(metric.FIRST_RESPONSE, response, cal),
        _matter(metric.NEXT_REPLY, priority): promise(metric.NEXT_REPLY, response, cal),
        _matter(metric.NEXT_UPDATE, priority): promise(metric.NEXT_UPDATE, update, cal),
        _matter(metric.RESOLUTION, priority): promise(metric.RESOLUTION, resolution, cal, warn),
    }


def _matter(name: str, priority: str, holder: str = "") -> Matter:
    return Matter(name, "incident", priority, holder)


class Story:
    """Each telling adds a fact; asking folds all facts told until then."""

    def __init__(self, terms: Terms | None = None) -> None:
        self.terms = gold() if terms is None else terms
        self.told: list[Fact] = []

    def raised(self, when: str, priority: str = "P3", **more: Any) -> "Story":
        return self.tell(facts.Raised, when, type="incident", priority=priority, **more)

    def tell(self, kind: type[Fact], when: str, **fields: Any) -> "Story":
        actor = "client" if kind in (facts.Raised, facts.ClientMessage) else "staff"
        told = kind(ticket_id=UUID(int=1), tenant_id=1, at=at(when), **{"actor": actor, **fields})
        self.told.append(told)
        return self

    def state(self, when: str, new: str) -> "Story":
        return self.tell(facts.StateChanged, when, old="", new=new)

    def case(self, kind: type[facts.CaseFact], when: str, **fields: Any) -> "Story":
        return self.tell(kind, when, case_id=CASE, vendor=VENDOR, actor="vendor", **fields)

    def priority(self, when: str, new: str, cause: str) -> "Story":
        return self.tell(facts.Reprioritised, when, old="", new=new, cause=cause)

    def followed(self) -> ticket_clocks.Followed:
        return ticket_clocks.refold(self.told, lambda _: self.terms)

    def ledger(self) -> Ledger:
        return self.followed().ledger

    def clock(self, name: str, holder: str = "", number: int | None = None) -> Clock:
        """The newest of that metric and holder, unless a number is given."""
        ledger = self.ledger()
        key = ledger.standing.latest(name, holder)
        assert key is not None, f"no clock for {name} {holder}"
        return ledger.clocks[key if number is None else Key(name, holder, number)]

    def verdict(self, when: str, name: str, holder: str = "", number: int | None = None) -> Verdict:
        return clock.judge(self.clock(name, holder, number), at(when))

    def hours(self, when: str, name: str, holder: str = "", number: int | None = None) -> Fraction:
        return Fraction(self.verdict(when, name, holder, number).elapsed, HOUR)

    def due(self, name: str, holder: str = "") -> tuple[str | None, str | None] | None:
        """Shown and latest; None unless it runs."""
        due = self.clock(name, holder).due
        return due and (said(due.inf), said(due.sup))

    def names(self) -> set[Key]:
        return set(self.ledger().clocks)
