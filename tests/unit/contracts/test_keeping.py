"""The way a ticket takes under a policy, and whether it keeps the promise."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

import pytest

from contracts import instant
from contracts.agreements import credit_clause, credit_schedule
from contracts.agreements.agreed import Content, Settings, Target
from contracts.agreements.clause import Arrival, Commitment, StartingTier
from contracts.calendars import calendar, calendar_definition
from contracts.coherence import chains, coherence_arrivals, keeping
from contracts.coherence.chains import Behind
from contracts.coherence.coherence_line import Credit
from contracts.coherence.coherence_past import Past
from contracts.coherence.keeping import Question
from contracts.escalation.escalation import Step
from contracts.instant import HOUR

ALWAYS, OFFICE = UUID(int=1), UUID(int=2)
WEEK = {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
CALENDARS = {
    ALWAYS: calendar.compile(calendar_definition.ALWAYS),
    OFFICE: calendar.compile(
        calendar_definition.from_json({"time_zone": "Europe/Berlin", "week": WEEK})
    ),
}


def content(calendar_id: UUID, metric: str, hours: float) -> Content:
    return Content(calendar_id, (Target(metric, "incident", "P1", int(hours * HOUR)),))


BEHIND = Behind(
    olas={1: content(OFFICE, "hold", 2), 2: content(OFFICE, "hold", 4)},
    ucs={"Fabrikam": content(ALWAYS, "fix", 8), "Contoso": content(ALWAYS, "fix", 24)},
    calendars=CALENDARS,
)
UP = (Step("hold", 100, "move_tier", from_tier=1, to_tier=2),)
OUT = (*UP, Step("hold", 100, "open_vendor_case", from_tier=2))


def question(sla: Content, steps: tuple[Step, ...] = UP) -> Question:
    return Question(sla, CALENDARS, None, steps, BEHIND, date(2026, 1, 1), date(2027, 1, 1))


@pytest.mark.parametrize(
    ("steps", "way"),
    [
        ((), ((1, 2, 3), True)),
        (UP, ((1, 2), False)),
        (OUT, ((1, 2), True)),
        ((Step("hold", 100, "notify"),), ((1,), False)),
        ((replace(UP[0], priorities=("P2",)),), ((1,), False)),
        ((Step("resolution", 50, "open_vendor_case", from_tier=3),), ((1,), False)),
    ],
)
def test_a_route_follows_the_policy(
    steps: tuple[Step, ...], way: tuple[tuple[int, ...], bool]
) -> None:
    assert chains.route(steps, "P1") == way


def test_a_promise_round_the_clock_over_office_hours_needs_the_weekend_too() -> None:
    (line,) = keeping.lines(question(content(ALWAYS, "resolution", 8)))
    assert (line.verdict, line.path, line.sum_us) == ("not_kept", "L1 > L2", 6 * HOUR)
    assert line.worst_us is not None
    assert line.worst_us > 64 * HOUR
    assert line.slack_us == 8 * HOUR - line.worst_us
    assert line.suggestion is not None


def test_the_worst_vendor_is_the_one_that_counts() -> None:
    (line,) = keeping.lines(question(content(ALWAYS, "resolution", 400), OUT))
    assert (line.verdict, line.path) == ("always_kept", "L1 > L2 > Contoso")


def test_a_commitment_short_of_a_hundred_may_still_be_kept() -> None:
    asked = replace(question(content(ALWAYS, "resolution", 24)), commitment_percent=Decimal(10))
    (line,) = keeping.lines(asked)
    assert line.verdict == "commitment_kept"
    assert not keeping.refuses([line])


def test_what_a_stage_has_not_agreed_to_is_unchecked_not_kept() -> None:
    target = Target("resolution", "incident", "P2", 900 * HOUR)
    (line,) = keeping.lines(question(Content(ALWAYS, (target,))))
    assert (line.verdict, line.worst_us) == ("unchecked", None)
    assert "L1, L2" in line.path
    assert not keeping.refuses([line])


def behind(**agreed: Content) -> Behind:
    """L1, L2 by tier; everything else a vendor's."""
    olas = {int(name[1:]): content for name, content in agreed.items() if name in ("L1", "L2")}
    ucs = {name: content for name, content in agreed.items() if name not in ("L1", "L2")}
    return Behind(olas, ucs, CALENDARS)


def many(calendar_id: UUID, **hours: float) -> Content:
    targets = (Target(name, "incident", "P1", int(h * HOUR)) for name, h in hours.items())
    return Content(calendar_id, tuple(targets))


STAFFED = behind(
    L1=many(OFFICE, pickup=1, hold=2),
    L2=many(OFFICE, pickup=3, hold=4),
    Fabrikam=many(ALWAYS, acknowledge=2, update=6, fix=8),
)


def asked(name: str, hours: float, steps: tuple[Step, ...], stands: Behind = STAFFED) -> Question:
    return replace(question(content(OFFICE, name, hours), steps), behind=stands)


def stages(line: keeping.Line) -> list[tuple[str, str]]:
    return [(part.stage, part.metric) for part in line.shown.timeline]


def test_a_first_response_is_kept_by_the_pick_up_of_the_first_tier() -> None:
    (line,) = keeping.lines(asked("first_response", 1, UP))
    assert (line.verdict, line.worst_us, line.slack_us) == ("always_kept", HOUR, 0)
    assert stages(line) == [("L1", "pickup")]
    (line,) = keeping.lines(asked("first_response", 0.5, OUT))
    assert (line.verdict, line.path) == ("not_kept", "L1")
    assert line.suggestion is not None


def test_a_vendor_called_in_before_anybody_answered_acknowledges_after_the_pick_up() -> None:
    unanswered = (Step("pickup", 100, "open_vendor_case", from_tier=1),)
    (line,) = keeping.lines(asked("first_response", 8, unanswered))
    assert line.path == "L1 > Fabrikam"
    assert stages(line) == [("L1", "pickup"), ("Fabrikam", "acknowledge")]
    assert (line.worst_us, line.sum_us) == (3 * HOUR, 3 * HOUR)
    later = (Step("hold", 100, "open_vendor_case", from_tier=1),)
    (line,) = keeping.lines(asked("first_response", 8, later))
    assert line.path == "L1"


def test_a_reply_is_owed_by_whoever_has_it_so_the_slowest_pick_up_counts() -> None:
    (line,) = keeping.lines(asked("next_reply", 2, OUT))
    assert (line.verdict, line.path, stages(line)) == ("not_kept", "L2", [("L2", "pickup")])
    (line,) = keeping.lines(asked("next_reply", 3, OUT))
    assert line.verdict == "always_kept"


def test_updates_come_no_faster_than_the_vendors_own() -> None:
    (line,) = keeping.lines(asked("next_update", 4, OUT))
    assert (line.verdict, line.path) == ("not_kept", "Fabrikam")
    assert (line.worst_us, stages(line)) == (6 * HOUR, [("Fabrikam", "update")])
    (line,) = keeping.lines(asked("next_update", 4, UP))
    assert (line.verdict, line.path) == ("always_kept", "L2")


def test_what_is_not_kept_anyway_is_said_though_a_stage_has_agreed_to_nothing() -> None:
    silent = behind(L1=many(OFFICE, pickup=5), L2=many(OFFICE, hold=4))
    (line,) = keeping.lines(asked("next_reply", 4, UP, silent))
    assert (line.verdict, line.path) == ("not_kept", "L1")
    (line,) = keeping.lines(asked("next_reply", 5, UP, silent))
    assert (line.verdict, line.path) == ("unchecked", "L2 (L2: no time agreed)")


def test_the_timeline_shows_who_worked_when_in_the_worst_case() -> None:
    (line,) = keeping.lines(asked("resolution", 4, UP))
    first, second = line.shown.timeline
    assert (first.start, second.end) == (line.raised_at, line.done_at)
    assert first.end == second.start
    for part, hours in ((first, 2), (second, 4)):
        worked = sum((span.end - span.start for span in part.works), timedelta())
        assert (worked, part.left_out) == (timedelta(hours=hours), 0)
    counted = line.shown.sla_hours
    assert counted is not None
    used = sum((span.end - span.start for span in counted.works), timedelta())
    assert used == timedelta(microseconds=line.worst_us or 0)


def test_hours_of_the_week_in_which_a_stage_does_not_work_are_shown() -> None:
    (line,) = keeping.lines(question(content(ALWAYS, "resolution", 8)))
    weekend = [
        gap
        for gap in line.shown.uncovered
        if gap.stage == "L1" and gap.opens_us <= 5 * 24 * HOUR < gap.closes_us
    ]
    assert len(weekend) == 1
    assert weekend[0].times >= 52


def past(**taken: int) -> Past:
    return Past(None, {"P1": {end: Fraction(many) for end, many in taken.items()}})


def test_ways_count_by_how_often_they_are_taken() -> None:
    """L1 alone uses two hours of office time and keeps four; with L2 it is six and always late."""
    usual = replace(
        asked("resolution", 4, UP), commitment_percent=Decimal(90), past=past(L1=95, L2=5)
    )
    (line,) = keeping.lines(usual)
    assert (line.verdict, line.path) == ("commitment_kept", "L1 > L2")
    expected = line.shown.expected
    assert expected is not None
    assert (expected.frequency, expected.coming) == ("history", "evenly")
    ways = {way.path: (way.weight, way.share_missed) for way in expected.ways}
    assert ways == {"L1": ("19/20", "0"), "L1 > L2": ("1/20", line.share_missed)}
    assert Fraction(expected.attainment) == 1 - Fraction(line.share_missed) / 20
    often = replace(usual, past=past(L1=5, L2=95))
    assert keeping.lines(often)[0].verdict == "not_kept"


def test_without_a_past_the_worst_way_counts_alone() -> None:
    two = behind(L1=many(OFFICE, hold=1), Slow=many(OFFICE, fix=8), Quick=many(OFFICE, fix=1))
    out = (Step("hold", 100, "open_vendor_case", from_tier=1),)
    (line,) = keeping.lines(
        replace(asked("resolution", 4, out, two), commitment_percent=Decimal(1))
    )
    assert (line.verdict, line.path) == ("not_kept", "L1 > Slow")
    expected = line.shown.expected
    assert expected is not None
    assert [(way.path, way.weight) for way in expected.ways] == [
        ("L1 > Quick", "0"),
        ("L1 > Slow", "1"),
    ]


def test_tickets_that_went_where_no_way_leads_count_to_the_worst() -> None:
    strayed = replace(
        asked("resolution", 4, UP), commitment_percent=Decimal(50), past=past(L1=40, L3=60)
    )
    (line,) = keeping.lines(strayed)
    expected = line.shown.expected
    assert expected is not None
    assert {way.path: way.weight for way in expected.ways} == {"L1": "2/5", "L1 > L2": "3/5"}
    assert line.verdict == "not_kept"


def test_when_tickets_come_decides_how_many_are_missed() -> None:
    """Raised from Monday to Thursday before noon the chain fits; only Fridays are late."""
    around = asked("resolution", 24, UP)
    around = replace(around, sla=content(ALWAYS, "resolution", 24))
    (evenly,) = keeping.lines(around)
    mornings = coherence_arrivals.counted(
        "Europe/Berlin", [(instant.parse("2026-03-02T10:30:00+01:00"), 60)]
    )
    (weighed,) = keeping.lines(replace(around, past=Past(mornings), commitment_percent=Decimal(95)))
    assert evenly.shown.expected is not None
    assert weighed.shown.expected is not None
    assert weighed.share_missed == evenly.share_missed
    assert weighed.shown.expected.coming == "history"
    assert Fraction(weighed.shown.expected.attainment) > Fraction(evenly.shown.expected.attainment)


def test_who_calls_at_night_is_promised_something_else() -> None:
    """By day two hours round the clock; at night two hours of the office's."""
    night = Arrival("resolution", "incident", "P1", outside=OFFICE, calendar_version_id=OFFICE)
    sla = replace(content(ALWAYS, "resolution", 2), arrivals=(night,))
    alone = behind(L1=many(OFFICE, hold=2))
    here = (Step("hold", 100, "notify"),)
    day, evening = keeping.lines(replace(question(sla, here), behind=alone))
    assert (day.arriving, evening.arriving) == ("inside", "outside")
    assert evening.verdict == "always_kept"
    assert (evening.worst_us, evening.share_missed) == (2 * HOUR, "0")
    assert day.verdict == "not_kept"
    assert day.raised_at is not None
    assert CALENDARS[OFFICE].is_open(instant.of(day.raised_at))
    assert evening.said == "resolution incident P1 raised outside its hours"


def test_a_ticket_that_starts_higher_up_is_not_held_by_the_first_line() -> None:
    start = StartingTier(2, priorities=("P1",))
    sla = replace(content(OFFICE, "resolution", 4), starting_tiers=(start,))
    (line,) = keeping.lines(replace(question(sla), behind=STAFFED))
    assert (line.path, line.verdict, line.worst_us) == ("L2", "always_kept", 4 * HOUR)
    answer = replace(content(OFFICE, "first_response", 1), starting_tiers=(start,))
    (line,) = keeping.lines(replace(question(answer), behind=STAFFED))
    assert (line.path, line.worst_us) == ("L2", 3 * HOUR)


def test_a_metric_is_judged_by_its_own_commitment_and_its_credit_is_told() -> None:
    steps = (
        credit_clause.Step(Decimal(100), Decimal(5)),
        credit_clause.Step(Decimal(90), Decimal(20)),
    )
    rule = credit_clause.Clause("resolution", Decimal(95), steps=steps)
    by_ticket = credit_clause.Clause(
        "resolution", per_unit=credit_clause.PerUnit("ticket", "started", Decimal(50))
    )
    owed = credit_schedule.Schedule("service_fee", (rule, by_ticket))
    sla = replace(
        content(OFFICE, "resolution", 4),
        commitments=(Commitment("resolution", Decimal(80)),),
        credits=owed,
    )
    found = replace(
        question(sla), behind=STAFFED, commitment_percent=Decimal(99), past=past(L1=85, L2=15)
    )
    (line,) = keeping.lines(found)
    assert line.verdict == "commitment_kept"
    expected = line.shown.expected
    assert expected is not None
    assert Fraction(80, 100) <= Fraction(expected.attainment) < Fraction(90, 100)
    assert expected.credit == Credit("20", "service_fee", "month", "price_reduction")
    (line,) = keeping.lines(replace(found, past=past(L1=99, L2=1)))
    assert line.shown.expected is not None
    assert line.shown.expected.credit is None


def test_a_vendor_whose_time_is_left_out_is_no_part_of_the_resolution() -> None:
    sla = content(OFFICE, "resolution", 6)
    counted = replace(question(sla, OUT), behind=STAFFED)
    assert keeping.lines(counted)[0].path == "L1 > L2 > Fabrikam"
    apart = replace(sla, settings=Settings(exclude_vendor_time=True))
    (line,) = keeping.lines(replace(counted, sla=apart, past=past(L1=60, Fabrikam=40)))
    assert (line.path, line.verdict, line.worst_us) == ("L1 > L2", "always_kept", 6 * HOUR)
    updates = replace(content(OFFICE, "next_update", 4), settings=apart.settings)
    (line,) = keeping.lines(replace(counted, sla=updates))
    assert line.path == "Fabrikam"
