"""The clock beside an oracle that steps minute by minute, and its laws."""

import json
import random
from typing import Any

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from contracts.calendars import calendar, calendar_definition
from contracts.calendars.calendar import Calendar
from contracts.clocks import clock, clock_codec
from contracts.clocks import clock_events as ev
from contracts.clocks.clock import Clock, Target
from contracts.instant import HOUR, MINUTE, parse
from tests.property.contracts import clock_oracle

SATURDAY = parse("2026-10-24T06:00:00Z")  # the clocks change in Berlin the night after
SPAN = 36 * 60

OFFICE = {"time_zone": "Europe/Berlin", "week": {d: [["09:00", "17:00"]] for d in ("sat", "sun")}}
NIGHTS = {
    "time_zone": "America/St_Johns",
    "week": {d: [["00:00", "02:30"], ["22:00", "24:00"]] for d in ("fri", "sat", "sun")},
}


def compiled(written: dict[str, Any]) -> Calendar:
    return calendar.compile(calendar_definition.from_json(written))


CALENDARS = {
    "office": compiled(OFFICE),
    "nights": compiled(NIGHTS),
    "always": calendar.compile(calendar_definition.ALWAYS),
    "closed": compiled({"time_zone": "UTC", "week": {}}),
}

many = settings(max_examples=60, deadline=None)

calendars = st.sampled_from(list(CALENDARS))
moments = st.integers(0, SPAN).map(lambda minute: SATURDAY + minute * MINUTE)
later = st.integers(SPAN // 2, SPAN).map(lambda minute: SATURDAY + minute * MINUTE)
whole_quarters = st.integers(0, 40).map(lambda n: n * 20 * MINUTE)
reasons = st.sampled_from(["", "waiting_client", "scheduled"])


def targets(name: str) -> st.SearchStrategy[Target]:
    """On whole minutes at 25, 50 and 100 %."""
    return whole_quarters.map(lambda allowed: target(name, allowed))


@st.composite
def plain_logs(draw: st.DrawFn) -> list[ev.Event]:
    """Started once, then anything but a change of target."""
    log: list[ev.Event] = [ev.Started(at=draw(moments))]
    for seq in range(1, draw(st.integers(0, 12)) + 1):
        at = draw(moments | st.sampled_from([event.at for event in log]))
        log.append(draw(_happenings(at, seq)))
    return log


def _happenings(at: int, seq: int) -> st.SearchStrategy[ev.Event]:
    return st.one_of(
        reasons.map(lambda why: ev.Paused(at=at, seq=seq, reason=why)),
        reasons.map(lambda why: ev.Resumed(at=at, seq=seq, reason=why)),
        st.just(ev.Stopped(at=at, seq=seq)),
        st.just(ev.Reopened(at=at, seq=seq)),
        st.just(ev.Reopened(at=at, seq=seq, mode="restart")),
    )


@st.composite
def changing_logs(draw: st.DrawFn) -> list[ev.Event]:
    """Mostly with a run that is over before the first change."""
    log: list[ev.Event] = [
        ev.Started(at=SATURDAY),
        ev.Paused(at=draw(moments), seq=50, reason="early"),
        ev.Resumed(at=draw(later), seq=51, reason="early"),
        *draw(plain_logs()),
    ]
    for seq in range(100, 100 + draw(st.integers(1, 3))):
        name = draw(calendars)
        log.append(
            ev.Retargeted(
                at=draw(later),
                seq=seq,
                target=draw(targets(name)),
                calendar=CALENDARS[name],
                mode=draw(st.sampled_from(["keep", "forward", "restart"])),
                withdraws=draw(st.booleans()),
            )
        )
    return log


def target(name: str, allowed: int) -> Target:
    return Target("resolution", allowed, warn_percents=(25, 50, 100), calendar_version=name)


def folded(name: str, allowed: int, log: list[ev.Event]) -> Clock:
    return clock.fold(CALENDARS[name], target(name, allowed), log)


def seen_at(folded: Clock, at: int) -> Clock:
    return clock.advance(folded, at)


END = SATURDAY + (SPAN + 60) * MINUTE


@many
@given(calendars, whole_quarters, plain_logs())
def test_the_fold_is_what_stepping_minute_by_minute_finds(
    name: str, allowed: int, log: list[ev.Event]
) -> None:
    found = seen_at(folded(name, allowed, log), END)
    walked = clock_oracle.walk(CALENDARS[name], found.target, log, END // MINUTE)
    assert clock.elapsed(found, END) == walked.used
    assert found.state.replace("never", "running") == walked.state
    assert {miss.lap: miss.at for miss in found.misses} == walked.missed
    if allowed:
        assert {(w.percent, w.epoch, w.lap, w.at) for w in found.warnings} == walked.warned


@many
@given(calendars, whole_quarters, changing_logs())
def test_changes_of_target_and_calendar_are_what_the_oracle_finds(
    name: str, allowed: int, log: list[ev.Event]
) -> None:
    found = seen_at(folded(name, allowed, log), END)
    first = Target("resolution", allowed, warn_percents=(25, 50, 100))
    walked = clock_oracle.walk(CALENDARS[name], first, log, END // MINUTE)
    assert clock.elapsed(found, END) == walked.used
    assert found.state.replace("never", "running") == walked.state
    assert {miss.lap for miss in found.misses if miss.stands} == set(walked.missed)


@many
@given(calendars, whole_quarters, plain_logs() | changing_logs(), st.randoms())
def test_facts_in_any_order_come_to_the_same_clock(
    name: str, allowed: int, log: list[ev.Event], shuffler: random.Random
) -> None:
    shuffled = shuffler.sample(log, len(log))
    assert folded(name, allowed, shuffled) == folded(name, allowed, log)


@many
@given(calendars, whole_quarters, plain_logs() | changing_logs(), st.lists(moments))
def test_one_step_at_a_time_from_kept_rows_is_the_fold(
    name: str, allowed: int, log: list[ev.Event], glances: list[int]
) -> None:
    """Kept as JSON after every event, and looked at by a worker now and then."""
    whole = folded(name, allowed, log)
    stepped = clock.fresh(CALENDARS[name], target(name, allowed))
    looks: list[ev.Event | int] = sorted(
        [*log, *glances], key=lambda e: (e, 0) if isinstance(e, int) else e.order
    )
    for look in looks:
        if isinstance(look, int):
            stepped = clock.advance(stepped, look)
        else:
            event = _kept_event(look)
            stepped = clock.step(stepped, event)
            stepped = _kept(stepped)
    last = max([*glances, *(event.at for event in log)])
    assert clock.advance(stepped, last) == clock.advance(whole, last)


def _kept_event(event: ev.Event) -> ev.Event:
    body = json.loads(json.dumps(clock_codec.event_to_json(event)))
    return clock_codec.event_from_json(event.kind, body, CALENDARS.__getitem__)


def _kept(stepped: Clock) -> Clock:
    return clock_codec.from_json(
        json.loads(json.dumps(clock_codec.to_json(stepped))), stepped.calendar
    )


@many
@given(calendars, whole_quarters, st.lists(moments, min_size=3, max_size=3))
def test_a_pause_before_the_due_time_shifts_it_by_the_working_time_of_the_pause(
    name: str, allowed: int, three: list[int]
) -> None:
    start, pause, resume = sorted(three)
    cal = CALENDARS[name]
    due = folded(name, allowed, [ev.Started(at=start)]).due
    assume(due is not None and due.sup is not None and pause <= due.sup)
    assert due is not None
    assert due.sup is not None
    shifted = folded(
        name,
        allowed,
        [ev.Started(at=start), ev.Paused(at=pause), ev.Resumed(at=resume)],
    ).due
    expected = cal.add_sup(due.sup, cal.between(pause, resume))
    assert (shifted and shifted.sup) == expected


@many
@given(calendars, moments, st.lists(st.tuples(reasons, moments, moments), max_size=5))
def test_pauses_form_a_set(name: str, start: int, pauses: list[tuple[str, int, int]]) -> None:
    """Overlapping pauses for several reasons count once; the same reason twice is one pause."""
    log: list[ev.Event] = [ev.Started(at=start)]
    stood_still: set[int] = set()
    held: dict[str, set[int]] = {}
    for seq, (reason, one, other) in enumerate(pauses):
        began, ended = sorted((one, other))
        assume(held.setdefault(reason, set()).isdisjoint(range(began, ended + MINUTE, MINUTE)))
        held[reason].update(range(began, ended + MINUTE, MINUTE))
        stood_still.update(range(began, ended, MINUTE))
        log += [
            ev.Paused(at=began, seq=4 * seq, reason=reason),
            ev.Paused(at=began, seq=4 * seq + 1, reason=reason),
            ev.Resumed(at=ended, seq=4 * seq + 2, reason=reason),
            ev.Resumed(at=ended, seq=4 * seq + 3, reason=reason),
        ]
    cal = CALENDARS[name]
    worked = sum(
        cal.is_open(minute) for minute in range(start, END, MINUTE) if minute not in stood_still
    )
    assert clock.elapsed(folded(name, HOUR, log), END) == worked * MINUTE


@many
@given(calendars, whole_quarters, plain_logs(), moments, whole_quarters)
def test_a_retarget_there_and_back_is_the_identity(
    name: str, allowed: int, log: list[ev.Event], at: int, other: int
) -> None:
    here = target(name, allowed)
    there = target("always", other)
    visit: list[ev.Event] = [
        ev.Retargeted(at=at, seq=200, target=there, calendar=CALENDARS["always"]),
        ev.Retargeted(at=at, seq=201, target=here, calendar=CALENDARS[name]),
    ]
    stayed = seen_at(folded(name, allowed, log), END)
    came_back = seen_at(folded(name, allowed, log + visit), END)
    assert clock.judge(came_back, END) == clock.judge(stayed, END)
    assert came_back.due == stayed.due


@many
@given(calendars, whole_quarters, plain_logs() | changing_logs())
def test_each_threshold_fires_at_most_once_per_epoch_and_target(
    name: str, allowed: int, log: list[ev.Event]
) -> None:
    found = seen_at(folded(name, allowed, log), END)
    fired = [(w.percent, w.epoch, w.lap, w.duration, w.calendar_version) for w in found.warnings]
    assert len(fired) == len(set(fired))
    if not any(isinstance(event, ev.Retargeted) for event in log):
        assert len({(w.percent, w.epoch) for w in found.warnings}) == len(found.warnings)


@many
@given(calendars, st.integers(1, 40).map(lambda n: n * 20 * MINUTE), moments)
def test_a_completion_exactly_at_the_last_instant_is_met_and_one_later_is_missed(
    name: str, allowed: int, start: int
) -> None:
    due = folded(name, allowed, [ev.Started(at=start)]).due
    assume(due is not None and due.sup is not None)
    assert due is not None
    assert due.sup is not None
    met = folded(name, allowed, [ev.Started(at=start), ev.Stopped(at=due.sup)])
    assert not met.breached
    assert met.banked == allowed
    missed = folded(name, allowed, [ev.Started(at=start), ev.Stopped(at=due.sup + 1)])
    assert missed.breached_at == due.sup
    assert missed.banked == allowed + 1


@many
@given(calendars, plain_logs(), st.lists(moments, min_size=2, max_size=2))
def test_time_used_only_grows_and_never_faster_than_time(
    name: str, log: list[ev.Event], two: list[int]
) -> None:
    log = [event for event in log if not isinstance(event, ev.Reopened)]
    early, late = sorted(two)
    used = [
        clock.elapsed(folded(name, HOUR, [event for event in log if event.at <= at]), at)
        for at in (early, late)
    ]
    assert 0 <= used[1] - used[0] <= late - early


@many
@given(calendars, whole_quarters, plain_logs())
def test_the_next_alarm_is_the_next_thing_recorded(
    name: str, allowed: int, log: list[ev.Event]
) -> None:
    found = folded(name, allowed, log)
    recorded = len(found.misses) + len(found.warnings)
    alarm = clock.next_alarm(found)
    if alarm is None:
        later = seen_at(found, END + 400 * 24 * HOUR)
        assert len(later.misses) + len(later.warnings) == recorded
    else:
        assert seen_at(found, alarm.at) == found
        just_after = seen_at(found, alarm.at + 1)
        assert len(just_after.misses) + len(just_after.warnings) > recorded
