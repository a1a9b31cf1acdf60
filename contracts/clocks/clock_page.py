"""The page on which one fact is written into a ticket's clocks."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from msgspec.structs import replace

from contracts import metric
from contracts.clocks import clock, clock_rules
from contracts.clocks import clock_events as events
from contracts.clocks.clock_standing import Case, Key, Standing
from contracts.clocks.clock_state import Clock
from contracts.clocks.clock_target import Target
from contracts.clocks.clock_terms import Matter, Promise, Terms
from contracts.facts import Fact


class Change(NamedTuple):
    """One event of one clock; `opens` is what a new clock is held to, None for an old one."""

    key: Key
    event: events.Event
    opens: Promise | None = None


class Page:
    """Collects what the rules decide, in order, and shows each what the ones before it did.

    The one thing in the clocks that changes in place; it lives for one fact, whose instant is `at`.
    """

    def __init__(
        self, standing: Standing, clocks: Mapping[Key, Clock], fact: Fact, terms: Terms
    ) -> None:
        self.standing = standing
        self.clocks = dict(clocks)
        self.terms = terms
        self.at = fact.at
        self.by = fact.actor
        self.changes: list[Change] = []

    def promise(self, name: str, holder: str = "") -> Promise | None:
        """What is promised at the ticket's present type and priority."""
        case = self.standing.case(holder) if name in metric.UC else None
        party = case.vendor if case else holder
        about = Matter(name, self.standing.type, self.standing.priority, party)
        promised = self.terms.promises.get(about)
        if promised is None or name != metric.RESOLUTION or self.standing.wanted_at is None:
            return promised
        return self._done_by(promised, self.standing.wanted_at)

    def _done_by(self, promised: Promise, wanted: int) -> Promise:
        """A request with a wanted date is promised by then, whatever waits there are (PRACTICE 19):
        what was used so far, and the working time that is left until that date."""
        clock, since, used = self.current(metric.RESOLUTION), self.standing.started_at or 0, 0
        if clock is not None and clock.started_at is not None:
            since, used = self.at, clock_rules.used(clock, self.at)
        target = promised.target
        by_then = Target(
            metric=target.metric,
            duration=used + promised.calendar.between(since, wanted),
            warn_percents=target.warn_percents,
            version=target.version,
            calendar_version=target.calendar_version,
        )
        return Promise(by_then, promised.calendar)

    def current(self, name: str, holder: str = "") -> Clock | None:
        """The newest clock of that metric and holder."""
        key = self.standing.latest(name, holder)
        return self.clocks[key] if key else None

    def start(self, name: str, holder: str = "", *, since: int | None = None) -> None:
        """A new clock for what is promised, if anything is; from the fact or an earlier instant."""
        promised = self.promise(name, holder)
        if promised is not None:
            self.begin(name, promised, holder, since=since)

    def begin(
        self, name: str, promised: Promise, holder: str = "", *, since: int | None = None
    ) -> Key:
        """The next clock of that metric and holder."""
        latest = self.standing.latest(name, holder)
        key = Key(name, holder, latest.number + 1 if latest else 1)
        self.note(numbers=(*(k for k in self.standing.numbers if k != latest), key))
        self.clocks[key] = clock.fresh(promised.calendar, promised.target)
        self.write(key, events.Started, at=self.at if since is None else since, opens=promised)
        return key

    def put(self, event: type[events.Event], name: str, holder: str = "", **fields: Any) -> None:
        """The event, for the newest clock of that metric and holder if there is any."""
        key = self.standing.latest(name, holder)
        if key is not None:
            self.write(key, event, **fields)

    def write(
        self,
        key: Key,
        event: type[events.Event],
        *,
        at: int | None = None,
        opens: Promise | None = None,
        **fields: Any,
    ) -> None:
        """The event, for this clock, at the fact's instant or an earlier one.

        An event that would change nothing, like stopping a stopped clock, is not written.
        """
        happened, seq = self.at if at is None else at, self.standing.last_seq + 1
        written = event(at=happened, seq=seq, by=self.by, **fields)
        before = clock.advance(self.clocks[key], happened)
        after = clock.step(before, written)
        if replace(after, last=before.last) != before:
            self.note(last_seq=seq)
            self.clocks[key] = after
            self.changes.append(Change(key, written, opens))

    def note(self, **changes: Any) -> None:
        self.standing = replace(self.standing, **changes)

    def note_case(self, case: Case) -> None:
        """The case as it is now, in place of what was noted under its id."""
        others = tuple(other for other in self.standing.cases if other.id != case.id)
        self.note(cases=(*others, case))

    def drop_case(self, case_id: str) -> None:
        self.note(cases=tuple(case for case in self.standing.cases if case.id != case_id))
