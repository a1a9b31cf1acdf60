"""Agreements that companies published can be written down, come to the same figures, and are
refused where they have holes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction

import msgspec
import pytest

from contracts import instant
from contracts.agreements import (
    agreed,
    clause,
    credit_clause,
    credit_schedule,
    difference,
    version_store,
)
from contracts.agreements.agreed import Content
from contracts.agreements.credit_clause import Clause, Measured
from contracts.calendars import calendar, calendar_definition
from contracts.calendars.calendar import Calendar
from contracts.coherence import keeping
from contracts.coherence.chains import Behind
from contracts.coherence.keeping import Line, Question
from contracts.escalation.escalation import Step
from contracts.instant import HOUR, MINUTE
from tests.unit.contracts.published import clients, figures, tiers, vendors
from tests.unit.contracts.published.writing import CALENDARS, OFFICE, Published
from underpin.kernel.errors import Malformed

EVERY = (*clients.EVERY_SLA, *vendors.EVERY_UC, *tiers.EVERY_OLA)
SOUND = [each for each in EVERY if not each.refused]
HOLED = [each for each in EVERY if each.refused]
COMPILED = {
    key: calendar.compile(calendar_definition.from_json(written))
    for key, written in CALENDARS.items()
}


def over_the_wire(content: Content) -> Content:
    """As the API reads it."""
    return msgspec.json.decode(msgspec.json.encode(content), type=Content)


def name(published: Published) -> str:
    return published.name


def test_every_published_table_is_here_under_a_name_of_our_own() -> None:
    assert len({each.place for each in EVERY}) == 26
    assert len({each.name for each in EVERY}) == len(EVERY)
    assert len(HOLED) == 2


@pytest.mark.parametrize("published", SOUND, ids=name)
def test_each_is_accepted_kept_and_read_back(published: Published) -> None:
    given = over_the_wire(published.content)
    agreed.check(published.kind, given)
    assert given == published.content
    row = {
        "calendar_version_id": given.calendar_version_id,
        "targets": msgspec.json.encode(given.targets).decode(),
        "terms": version_store.terms_of(given),
    }
    assert version_store.content(row) == given
    assert given.calendars <= COMPILED.keys()


@pytest.mark.parametrize("published", SOUND, ids=name)
def test_each_reads_line_by_line_against_nothing_and_not_at_all_against_itself(
    published: Published,
) -> None:
    names = {key: f"calendar {key.int}" for key in CALENDARS}
    said = difference.between(None, published.content, names)
    assert len({each.what for each in said}) == len(said)
    assert all(each.after for each in said)
    assert difference.between(published.content, published.content, names) == ()


@pytest.mark.parametrize("published", HOLED, ids=name)
def test_those_with_holes_are_refused_and_every_hole_is_named(published: Published) -> None:
    with pytest.raises(Malformed) as refusal:
        agreed.check(published.kind, over_the_wire(published.content))
    assert refusal.value.field == "credits.clauses[0].bands"
    said = refusal.value.detail
    assert said.count("no band says what is owed") == len(published.refused)
    for hole in published.refused:
        assert f"no band says what is owed {hole}" in said


@figures.needs_the_file
@pytest.mark.parametrize("published", [each for each in EVERY if each.levels], ids=name)
def test_the_targets_are_those_of_the_published_levels(published: Published) -> None:
    written = {target.about: target.allowed_us for target in published.content.targets}
    if published is tiers.THRESHOLDS:
        handed_on = figures.entry(published)["levels"]
        assert list(written.values()) == [
            figures.duration(level["escalate_after"], published.day) for level in handed_on
        ]
        return
    expected = dict(figures.promised(published))
    assert expected
    assert written == expected


@figures.needs_the_file
@pytest.mark.parametrize("published", [each for each in EVERY if each.percents], ids=name)
def test_every_percentage_is_a_published_one_and_every_published_band_is_written(
    published: Published,
) -> None:
    expected = set(map(Decimal, published.percents))
    assert set(percentages(published.content)) - {Decimal(0), Decimal(100)} == expected - {
        Decimal(0),
        Decimal(100),
    }
    assert expected <= figures.numbers(figures.entry(published))
    assert figures.listed(published) <= expected


def percentages(content: Content) -> Iterator[Decimal]:
    yield from (given.percent for given in content.commitments)
    if content.availability is not None:
        yield content.availability.percent
    if content.credits is not None:
        yield from (cap.percent for cap in content.credits.caps)
        for rule in content.credits.clauses:
            yield from _of_rule(rule)


def _of_rule(rule: Clause) -> Iterator[Decimal]:
    yield rule.commitment
    yield from (each for band in rule.bands for each in (band.low, band.high, band.credit))
    yield from (each for step in rule.steps for each in (step.below, step.credit))
    if rule.per_unit is not None:
        yield rule.per_unit.credit


@figures.needs_the_file
def test_where_a_ticket_starts_is_as_published() -> None:
    levels = figures.entry(clients.HARBOUR)["levels"]
    starts = clients.HARBOUR.content.starting_tiers
    assert [level["start_tier"] for level in levels] == [
        clause.starting_tier(starts, "incident", f"P{number}") for number in (1, 2, 3, 4)
    ]


@figures.needs_the_file
def test_what_is_promised_after_hours_is_as_published() -> None:
    levels = figures.entry(clients.LANTERN)["levels"]
    arrivals = clients.LANTERN.content.arrivals
    for level, arrival in zip(levels[:2], arrivals[:2], strict=True):
        assert arrival.allowed_us == figures.duration(level["respond_ah"], 8 * HOUR)
        assert arrival.outside == OFFICE
    assert [level["respond_ah"] for level in levels[2:]] == ["next business day"] * 2
    assert {arrival.allowed_us for arrival in arrivals[2:]} == {8 * HOUR}


@figures.needs_the_file
def test_the_two_teams_hold_a_ticket_as_published() -> None:
    first, second = figures.entry(tiers.FIRST_LINE)["rules"]
    taken = [first["respond"], first["escalate_within"]]
    taken += [second["respond_to_escalation"], second["resolve"]]
    said = [figures.duration(each, 8 * HOUR) for each in taken]
    targets = (*tiers.FIRST_LINE.content.targets, *tiers.SECOND_LINE.content.targets)
    assert said == [target.allowed_us for target in targets]


def owed(published: Published, *found: Measured) -> object:
    schedule = published.content.credits
    assert schedule is not None
    entitlement = credit_schedule.due(schedule, found)
    return entitlement and entitlement.percent


def share(percent: str, of: str = "availability", priority: str = "") -> Measured:
    return credit_clause.at(Fraction(percent) / 100, of, priority=priority)


def test_the_worked_example_of_sixty_minutes_in_a_month_earns_ten_percent() -> None:
    month, down = 43_200, 60
    found = Measured("availability", month - down, month)
    assert owed(vendors.BOARDS, found) == 10
    assert owed(vendors.BOARDS, Measured("availability", month - 43, month)) is None


def test_every_exact_boundary_of_sound_bands_is_owed_what_the_better_side_owes() -> None:
    assert [owed(vendors.COPPER, share(each)) for each in ("99.99", "99.5", "99.0", "98")] == [
        None,
        5,
        10,
        20,
    ]
    assert [owed(vendors.MACHINES, share(each)) for each in ("99.99", "99", "95", "94")] == [
        None,
        10,
        25,
        100,
    ]


def test_two_hours_and_a_minute_late_are_three_started_hours_of_a_critical_failure() -> None:
    late = Measured("resolution", 0, 1, (2 * HOUR + MINUTE,), "incident", "P1")
    minor = Measured("resolution", 0, 1, (HOUR,), "incident", "P3")
    assert owed(clients.WOLNY_SERWER, late, minor) == Decimal("3.125")


def test_a_full_percent_under_counts_by_kind_and_priority() -> None:
    answers = Measured("first_response", 97, 100, priority="P1")
    fixes = Measured("resolution", 885, 1000, priority="P4")
    assert owed(clients.CITIZEN, answers, fixes) == 2 * 1 + 1 * 1


def test_up_to_thirty_nine_tickets_two_may_miss() -> None:
    (given,) = clients.UNION.content.commitments
    assert clause.is_kept(given, 37, 2) is True
    assert clause.is_kept(given, 36, 3) is False
    assert clause.is_kept(given, 38, 2) is True
    assert clause.is_kept(given, 37, 3) is False


UP_AND_OUT = (
    Step("hold", 100, "move_tier", from_tier=1, to_tier=2),
    Step("hold", 100, "open_vendor_case", from_tier=2),
)


def kept(sla: Published, carrier: Published) -> dict[str, Line]:
    """What the two lines and a carrier make of the P1 resolution over a year."""
    behind = Behind(
        {1: tiers.FIRST_LINE.content, 2: tiers.SECOND_LINE.content},
        {carrier.name: carrier.content},
        COMPILED,
    )
    asked = Question(
        *(sla.content, COMPILED, None, UP_AND_OUT, behind),
        *(date(2026, 1, 1), date(2027, 1, 1)),
    )
    return {f"{line.metric} {line.priority}": line for line in keeping.lines(asked)}


def test_an_sla_an_ola_and_a_carrier_put_together_make_a_promise_nobody_can_keep() -> None:
    line = kept(clients.QUAYSIDE, vendors.FAST_FIX)["resolution P1"]
    assert line.verdict == "not_kept"
    assert line.path == "L1 > L2 > Fast Fix Telecom"
    assert line.sum_us == (2 + 8 + 4) * HOUR
    assert line.worst_us is not None
    assert line.worst_us > line.allowed_us == 4 * HOUR
    assert line.raised_at is not None
    assert line.done_at is not None
    raised, done = instant.of(line.raised_at), instant.of(line.done_at)
    office = COMPILED[OFFICE]
    assert handed_on(raised, (office, 2), (office, 8), (COMPILED[vendors.ALWAYS], 4)) == done
    assert office.between(raised, done) == line.worst_us


def handed_on(raised: int, *stages: tuple[Calendar, int]) -> int | None:
    """When the last of them is done, each taking all its hours."""
    done: int | None = raised
    for hours, allowed in stages:
        assert done is not None
        done = hours.add_sup(done, allowed * HOUR)
    return done
