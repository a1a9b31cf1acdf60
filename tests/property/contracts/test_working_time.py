"""Working time beside an oracle that looks at the wall clock once a minute, and its laws."""

from bisect import bisect_right
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import accumulate, pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from contracts.calendars import calendar, calendar_definition
from contracts.calendars.calendar import Calendar
from contracts.instant import DAY, HOUR, MINUTE

ZONES = (
    "Africa/Cairo",
    "Africa/Casablanca",
    "America/Caracas",
    "America/New_York",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Antarctica/Troll",
    "Asia/Kathmandu",
    "Asia/Pyongyang",
    "Australia/Lord_Howe",
    "Europe/Berlin",
    "Europe/Dublin",
    "Pacific/Apia",
)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Spec = Mapping[str, Any]

few = settings(max_examples=25, deadline=None)
many = settings(max_examples=50, deadline=None)


# --- the oracle: reads the API's form by itself and asks the wall clock, minute by minute


class WallClock:
    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.zone = ZoneInfo(spec["time_zone"])
        self.days: dict[date, frozenset[int]] = {}

    def is_open(self, minute: int) -> bool:
        local = datetime.fromtimestamp(minute * 60, self.zone)
        day = local.date()
        if day not in self.days:
            self.days[day] = self._open_minutes(day)
        return local.hour * 60 + local.minute in self.days[day]

    def _open_minutes(self, day: date) -> frozenset[int]:
        spec, weekday = self.spec, WEEKDAYS[day.weekday()]
        iso, yearly = f"{day}", f"{day}"[5:]
        if iso in spec["overrides"]:
            intervals = spec["overrides"][iso]
        elif yearly in spec["overrides"]:
            intervals = spec["overrides"][yearly]
        elif iso in spec["holidays"] or yearly in spec["yearly_holidays"]:
            intervals = []
        else:
            intervals = spec["week"].get(weekday, [])
        breaks = [pair for key in (iso, yearly, weekday) for pair in spec["breaks"].get(key, [])]
        return frozenset(minutes_in(intervals) - minutes_in(breaks))


def minutes_in(intervals: list[list[str]]) -> set[int]:
    minutes = ((int(t[:2]) * 60 + int(t[3:]) for t in pair) for pair in intervals)
    return {minute for start, end in minutes for minute in range(start, end)}


class Stepped:
    """Every minute from ``start`` (a whole minute) for so many days, looked at one by one."""

    def __init__(self, spec: Spec, start: int, days: int) -> None:
        self.start = start
        minutes = range(start // MINUTE, (start + days * DAY) // MINUTE)
        self.end = start + len(minutes) * MINUTE
        wall_clock = WallClock(spec)
        self.open = [wall_clock.is_open(minute) for minute in minutes]
        self.worked = list(accumulate((MINUTE * flag for flag in self.open), initial=0))

    def between(self, a: int, b: int) -> int:
        return self._worked(b) - self._worked(a)

    def earliest(self, a: int, duration: int) -> int | None:
        """Walks on from ``a`` until that much has been open."""
        left = duration
        for moment, until in self._minutes_from(a):
            if left <= until - moment:
                return moment + left
            left -= until - moment
        return None

    def latest(self, a: int, duration: int) -> int | None:
        """Walks on until one more instant would be open time too much."""
        left = duration
        for moment, until in self._minutes_from(a):
            if left < until - moment:
                return moment + left
            left -= until - moment
        return None

    def _minutes_from(self, a: int) -> Any:
        for index in range((a - self.start) // MINUTE, len(self.open)):
            if self.open[index]:
                minute = self.start + index * MINUTE
                yield max(a, minute), minute + MINUTE

    def _worked(self, t: int) -> int:
        index, rest = divmod(t - self.start, MINUTE)
        return self.worked[index] + (rest if rest and self.open[index] else 0)


# --- what is drawn: calendars full of edges, near the days on which clocks change


@cache
def changes(zone: str) -> tuple[date, ...]:
    """The days between 2000 and 2040 on which this zone's offset changes."""
    days = [date(2000, 1, 1) + timedelta(days=n) for n in range(41 * 366)]
    noons = [datetime(d.year, d.month, d.day, 12, tzinfo=UTC) for d in days if d.year < 2041]
    offsets = [noon.astimezone(ZoneInfo(zone)).utcoffset() for noon in noons]
    pairs = zip(noons, offsets, offsets[1:], strict=False)
    return tuple(noon.date() for noon, before, after in pairs if before != after)


@st.composite
def anchors(draw: st.DrawFn, zone: str, last_year: int = 2040) -> date:
    near = [st.sampled_from(changes(zone))] * 3 if changes(zone) else []
    anywhere = st.dates(date(2000, 1, 3), date(last_year, 12, 28))
    return draw(st.one_of(anywhere, *near))


def clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


@st.composite
def hours(draw: st.DrawFn) -> list[list[str]]:
    """A day's intervals as people write them: any order, overlapping, touching, to 24:00."""
    edge = st.one_of(
        st.integers(0, 1440), st.sampled_from([0, 30, 60, 90, 120, 150, 180, 210, 540, 1020, 1440])
    )
    pairs = draw(st.lists(st.tuples(edge, edge), max_size=3))
    return [[clock(min(pair)), clock(max(pair))] for pair in pairs if pair[0] != pair[1]]


ROUND_THE_CLOCK = [["00:00", "24:00"]]
some_hours = st.one_of(hours(), st.just(ROUND_THE_CLOCK), st.just([["22:00", "24:00"]]))


@st.composite
def specs(draw: st.DrawFn, zone: str, anchor: date) -> Spec:
    around = st.integers(-3, 3).map(lambda n: (anchor + timedelta(days=n)).isoformat())
    yearly = around.map(lambda iso: iso[5:])
    week = draw(st.dictionaries(st.sampled_from(WEEKDAYS), some_hours, max_size=7))
    any_day = st.one_of(around, yearly, st.sampled_from(WEEKDAYS))
    return {
        "time_zone": zone,
        "week": week | {draw(st.sampled_from(WEEKDAYS)): [["01:30", "17:00"]]},
        "holidays": draw(st.lists(around, max_size=2)),
        "yearly_holidays": draw(st.lists(yearly, max_size=1)),
        "overrides": draw(st.dictionaries(st.one_of(around, yearly), some_hours, max_size=2)),
        "breaks": draw(st.dictionaries(any_day, hours(), max_size=2)),
    }


@st.composite
def calendars(draw: st.DrawFn, last_year: int = 2040) -> tuple[Spec, int]:
    """A calendar and an instant some days before something happens in it."""
    zone = draw(st.sampled_from(ZONES))
    anchor = draw(anchors(zone, last_year))
    midnight = datetime(anchor.year, anchor.month, anchor.day, tzinfo=UTC)
    start = int(midnight.timestamp()) * 1_000_000 - draw(st.integers(1, 3 * 1440)) * MINUTE
    return draw(specs(zone, anchor)), start


def compiled(spec: Spec) -> Calendar:
    return calendar.compile(calendar_definition.from_json(spec))


moments = st.integers(0, 12 * DAY)
durations = st.one_of(st.integers(1, 60 * HOUR), st.integers(1, 100).map(lambda n: n * 30 * MINUTE))


# --- beside the oracle


@few
@given(calendars())
def test_the_open_minutes_are_those_the_wall_clock_shows(drawn: tuple[Spec, int]) -> None:
    spec, start = drawn
    stepped, subject = Stepped(spec, start, 7), compiled(spec)
    stretches = subject.intervals(stepped.start, stepped.end)
    minutes = [m for a, b in stretches for m in range(a, b, MINUTE)]
    expected = [start + i * MINUTE for i, flag in enumerate(stepped.open) if flag]
    assert minutes == expected
    assert all(b < c for (_, b), (c, _) in pairwise(stretches))
    for index in range(0, len(stepped.open), 97):
        assert subject.is_open(start + index * MINUTE) == stepped.open[index]


@few
@given(calendars(last_year=2600), moments, moments, durations)
def test_sums_and_both_inverses_agree_with_walking(
    drawn: tuple[Spec, int], first: int, second: int, duration: int
) -> None:
    spec, start = drawn
    stepped, subject = Stepped(spec, start, 12), compiled(spec)
    a, b = sorted((start + first, start + second))
    assert subject.between(a, b) == stepped.between(a, b)
    if (expected := stepped.earliest(a, duration)) is not None:
        assert subject.add_inf(a, duration) == expected
    for length in (0, duration):
        if (expected := stepped.latest(a, length)) is not None:
            assert subject.add_sup(a, length) == expected


@few
@given(calendars(), durations)
def test_counting_backwards_meets_the_same_stretch_from_its_other_ends(
    drawn: tuple[Spec, int], duration: int
) -> None:
    spec, start = drawn
    stepped, subject = Stepped(spec, start, 9), compiled(spec)
    end = stepped.end
    assume(stepped.between(start, end) > duration)
    latest, earliest = subject.add_inf(end, -duration), subject.add_sup(end, -duration)
    assert latest is not None
    assert earliest is not None
    assert earliest <= latest
    assert stepped.between(latest, end) == duration
    assert stepped.between(latest + 1, end) == duration - 1
    if earliest > start:
        assert subject.between(earliest, end) == duration
        assert subject.between(earliest - 1, end) == duration + 1


# --- the laws


@many
@given(calendars(), st.lists(moments, min_size=3, max_size=3))
def test_worked_time_is_monotone_no_faster_than_real_time_and_additive(
    drawn: tuple[Spec, int], drawn_moments: list[int]
) -> None:
    subject = compiled(drawn[0])
    a, b, c = sorted(drawn[1] + moment for moment in drawn_moments)
    assert 0 <= subject.worked(b) - subject.worked(a) <= b - a
    assert subject.between(a, b) + subject.between(b, c) == subject.between(a, c)
    assert subject.between(b, a) == 0 or a == b


@many
@given(calendars(), moments, durations)
def test_both_inverses_are_right_to_the_microsecond(
    drawn: tuple[Spec, int], moment: int, duration: int
) -> None:
    subject, a = compiled(drawn[0]), drawn[1] + moment
    inf, sup = subject.add_inf(a, duration), subject.add_sup(a, duration)
    if inf is not None:
        assert subject.between(a, inf) == duration
        assert subject.between(a, inf - 1) == duration - 1
    if sup is not None:
        assert inf is not None
        assert inf <= sup
        assert subject.between(a, sup) == duration
        assert subject.between(a, sup + 1) == duration + 1
        assert subject.next_open(inf) == sup


@many
@given(calendars(), moments, moments, durations)
def test_galois(drawn: tuple[Spec, int], first: int, second: int, duration: int) -> None:
    subject = compiled(drawn[0])
    a, b = sorted((drawn[1] + first, drawn[1] + second))
    inf, sup = subject.add_inf(a, duration), subject.add_sup(a, duration)
    assert (inf is not None and inf <= b) == (subject.between(a, b) >= duration)
    assert (sup is None or b <= sup) == (subject.between(a, b) <= duration)


@many
@given(calendars(), moments, durations, durations)
def test_adding_twice_is_adding_the_sum(
    drawn: tuple[Spec, int], moment: int, first: int, second: int
) -> None:
    subject, a = compiled(drawn[0]), drawn[1] + moment
    for add in (subject.add_inf, subject.add_sup):
        halfway = add(a, first)
        assert (halfway and add(halfway, second)) == add(a, first + second)


@many
@given(calendars(), moments, durations)
def test_an_idle_start_is_the_next_opening(
    drawn: tuple[Spec, int], moment: int, duration: int
) -> None:
    subject, a = compiled(drawn[0]), drawn[1] + moment
    opening = subject.next_open(a)
    assume(opening is not None)
    assert opening is not None
    assert subject.between(a, opening) == 0
    assert subject.is_open(opening)
    assert subject.is_open(a) == (opening == a)
    assert subject.add_inf(a, duration) == subject.add_inf(opening, duration)
    assert subject.add_sup(a, duration) == subject.add_sup(opening, duration)
    assert subject.add_sup(a, 0) == opening
    assert subject.add_inf(a, 0) == a


@many
@given(calendars(), st.sampled_from(WEEKDAYS), some_hours, moments, durations)
def test_a_larger_calendar_is_never_later(
    drawn: tuple[Spec, int], weekday: str, extra: list[list[str]], moment: int, duration: int
) -> None:
    spec, a = drawn[0], drawn[1] + moment
    longer_day = {weekday: [*spec["week"].get(weekday, []), *extra]}
    for larger_spec in (
        {**spec, "week": spec["week"] | longer_day},
        {**spec, "breaks": {}},
        {**spec, "holidays": [], "yearly_holidays": []},
    ):
        smaller, larger = compiled(spec), compiled(larger_spec)
        assert larger.between(a, a + 9 * DAY) >= smaller.between(a, a + 9 * DAY)
        for less, more in (
            (smaller.add_inf(a, duration), larger.add_inf(a, duration)),
            (smaller.add_sup(a, duration), larger.add_sup(a, duration)),
        ):
            assert less is None or (more is not None and more <= less)


@many
@given(st.sampled_from(ZONES), st.data(), moments, durations)
def test_round_the_clock_is_real_time_in_every_zone(
    zone: str, data: st.DataObject, moment: int, duration: int
) -> None:
    day = data.draw(anchors(zone))
    a = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()) * 1_000_000 + moment
    subject = compiled({"time_zone": zone, "week": dict.fromkeys(WEEKDAYS, ROUND_THE_CLOCK)})
    assert subject.between(a, a + duration) == duration
    for signed in (duration, -duration, 0):
        assert subject.add_inf(a, signed) == subject.add_sup(a, signed) == a + signed
    assert subject.intervals(a, a + duration) == [(a, a + duration)]


@many
@given(calendars(), st.data())
def test_splitting_overlapping_or_reordering_intervals_changes_nothing(
    drawn: tuple[Spec, int], data: st.DataObject
) -> None:
    def rewritten(intervals: list[list[str]]) -> list[list[str]]:
        pieces = []
        for start, end in intervals:
            low, high = ((int(t[:2]) * 60 + int(t[3:])) for t in (start, end))
            cut, overlap = data.draw(st.integers(low, high)), data.draw(st.integers(0, 30))
            pieces += [[start, clock(min(cut + overlap, high))], [clock(cut), end]]
        return data.draw(st.permutations([piece for piece in pieces if piece[0] < piece[1]]))

    spec, start = drawn
    other = dict(spec) | {
        part: {day: rewritten(intervals) for day, intervals in spec[part].items()}
        for part in ("week", "overrides", "breaks")
    }
    one, two = map(calendar_definition.from_json, (spec, other))
    assert calendar_definition.definition_hash(one) == calendar_definition.definition_hash(two)
    window = start, start + 9 * DAY
    assert Calendar(one).intervals(*window) == Calendar(two).intervals(*window)


@few
@given(
    calendars(last_year=2070),
    st.lists(st.tuples(moments, durations), min_size=1, max_size=20),
    st.sampled_from([1, 300]),
    st.sampled_from([1, 0, -1]),
)
def test_the_bulk_forms_answer_as_one_by_one(
    drawn: tuple[Spec, int], pairs: list[tuple[int, int]], times: int, last_sign: int
) -> None:
    """Few are asked one by one, many together, whatever sign one of them has."""
    subject = compiled(drawn[0])
    starts = [drawn[1] + moment for moment, _ in pairs] * times
    lengths = [duration for _, duration in pairs] * times
    lengths[-1] *= last_sign
    ends = [start + length for start, length in zip(starts, lengths, strict=True)]
    alone = compiled(drawn[0])
    assert subject.between_many(starts, ends) == list(map(alone.between, starts, ends))
    assert subject.add_inf_many(starts, lengths) == list(map(alone.add_inf, starts, lengths))
    assert subject.add_sup_many(starts, lengths) == list(map(alone.add_sup, starts, lengths))


def test_the_bulk_forms_reach_every_end_and_take_nothing() -> None:
    office = compiled({"time_zone": "UTC", "week": {"mon": [["09:00", "17:00"]]}})
    never = compiled({"time_zone": "UTC", "week": {}})
    first, last = calendar.HORIZON_START - DAY, calendar.HORIZON_END + DAY
    starts, lengths = [first, 0, last] * 100, [0, 10**15, 1] * 100
    for subject in (office, never):
        for bulk, single in (
            (subject.between_many, subject.between),
            (subject.add_inf_many, subject.add_inf),
            (subject.add_sup_many, subject.add_sup),
        ):
            assert bulk(starts, lengths) == list(map(single, starts, lengths))
            assert bulk([0] * 300, [10**9] * 300) == [single(0, 10**9)] * 300
            assert bulk([], []) == []
    with pytest.raises(ValueError, match="2 starts and 1"):
        office.between_many([1, 2], [3])


@settings(max_examples=8, deadline=None)
@given(calendars(), moments, st.permutations([1990, 2031, 2150, 9000]))
@example(({"time_zone": "UTC", "week": {"mon": ROUND_THE_CLOCK}}, 0), 0, [9000, 1850])
def test_what_was_asked_before_changes_no_answer(
    drawn: tuple[Spec, int], moment: int, years: list[int]
) -> None:
    definition, a = calendar_definition.from_json(drawn[0]), drawn[1] + moment
    fresh, used = Calendar(definition), Calendar(definition)
    for year in years:
        used.worked(int(datetime(year, 7, 1, tzinfo=UTC).timestamp()) * 1_000_000)
    assert used.worked(a) == fresh.worked(a)
    assert used.add_sup(a, 40 * HOUR) == fresh.add_sup(a, 40 * HOUR)
    assert used.boundaries(a, a + 30 * DAY) == fresh.boundaries(a, a + 30 * DAY)


@few
@given(calendars(), moments)
def test_boundaries_are_the_instants_at_which_being_open_changes(
    drawn: tuple[Spec, int], moment: int
) -> None:
    subject, a = compiled(drawn[0]), drawn[1] + moment
    edges = subject.boundaries(a, a + 9 * DAY)
    assert edges == sorted(set(edges))
    assert all(subject.is_open(edge) != subject.is_open(edge - 1) for edge in edges)
    for left, right in zip([a, *edges], [*edges, a + 9 * DAY], strict=True):
        if left < right:
            at = bisect_right(edges, left)
            assert at == len(edges) or edges[at] >= right
            assert subject.between(left, right) in (0, right - left)
