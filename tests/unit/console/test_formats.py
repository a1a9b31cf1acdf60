"""How instants, spans, shares and money read."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from underpin.console import filters, formats
from underpin.console.views import Language

NOW = datetime(2026, 11, 22, 1, 10, tzinfo=UTC)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("instant", "text"),
    [
        ("2026-11-21T23:30", "00:30"),  # already today in Warsaw, though not in UTC
        ("2026-11-21T22:30", "21 Nov, 23:30"),
        ("2025-12-31T22:59", "31 Dec 2025, 23:59"),
    ],
)
def test_a_moment_is_as_short_as_the_readers_day_allows(instant: str, text: str) -> None:
    assert formats.moment(at(instant), NOW, "en", "Europe/Warsaw") == text


def test_the_full_time_names_the_zone_on_both_sides_of_a_change() -> None:
    assert formats.full(at("2026-10-24T22:00"), "en", "Europe/Warsaw").endswith("00:00 CEST")
    assert formats.full(at("2026-10-26T22:00"), "en", "Europe/Warsaw").endswith("23:00 CET")


def test_machines_read_utc() -> None:
    assert formats.iso(at("2026-11-22T01:10:25")) == "2026-11-22T01:10:25.000Z"


def test_working_time_is_never_told_in_days() -> None:
    assert formats.working(timedelta(hours=71), "en") == "71h"
    assert formats.working(timedelta(hours=2, seconds=5), "en") == "2h 5s"
    assert formats.working(timedelta(0), "en") == "0m"
    assert formats.working(timedelta(minutes=-30), "en") == "−30m"
    assert formats.working(timedelta(hours=8, minutes=30), "pl") == "8 h 30 min"


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (timedelta(days=2, hours=3, minutes=59), "2d 03h"),
        (timedelta(hours=1, minutes=2), "1h 02m"),
        (timedelta(minutes=12, seconds=5), "12m 05s"),
        (timedelta(seconds=59, microseconds=999999), "59s"),
        (timedelta(0), "0s"),
    ],
)
def test_wall_time_reads_in_two_units(span: timedelta, text: str) -> None:
    assert formats.short(span, "en") == text


def test_a_countdown_is_due_before_it_is_over() -> None:
    due, breach = at("2026-11-20T17:00"), at("2026-11-23T09:00")

    def says(now: str) -> str:
        return formats.countdown(at(now), due, breach, "en")

    assert says("2026-11-20T16:59:59") == "1s"
    assert says("2026-11-20T17:00") == "due now"
    assert says("2026-11-23T09:00") == "due now"
    assert says("2026-11-23T09:00:01") == "1s over"


def test_what_is_due_next_beside_a_breach_says_that_it_is_left() -> None:
    due = at("2026-11-20T17:00")

    def says(now: str, language: Language) -> str:
        return formats.countdown(at(now), due, due, language, missed=True)

    assert says("2026-11-20T15:45", "en") == "1h 15m left"
    assert says("2026-11-20T15:45", "pl") == "zostało 1 h 15 min"
    assert says("2026-11-20T17:00:01", "en") == "1s over"


@pytest.mark.parametrize(
    ("number", "language", "text"),
    [
        (Decimal("2.50"), "en", "2.5%"),
        ("84.61", "en", "84.61%"),
        ("84.61", "pl", "84,61%"),
        (95, "zh", "95%"),
        (0, "en", "0%"),
    ],
)
def test_so_many_percent_read_by_locale(
    number: Decimal | int | str, language: Language, text: str
) -> None:
    assert formats.percentage(number, language) == text


def test_the_page_gets_the_words_it_goes_on_ticking_with() -> None:
    words = json.loads(formats.patterns("pl"))
    assert words["over"] == "{0} po terminie"
    assert words["breached"] == "Przekroczone"
    assert set("dhms") <= set(words)


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (Fraction(1), "100%"),
        (Fraction(9999, 10000), "99.9%"),
        (Fraction(2, 3), "66.6%"),
        (Fraction(19, 20), "95%"),
        (Fraction(0), "0%"),
    ],
)
def test_a_share_is_rounded_down(share: Fraction, text: str) -> None:
    assert formats.percent(share, "en") == text


@pytest.mark.parametrize(
    ("language", "text"), [("en", "€1,234.50"), ("pl", "1234,50 €"), ("zh", "€1,234.50")]
)
def test_money_reads_by_language(language: Language, text: str) -> None:
    said = formats.money(Decimal("1234.50"), "EUR", language)
    assert said.replace("\xa0", " ").replace("1 234", "1234") == text


def test_quantities_keep_their_decimals() -> None:
    assert formats.number(Decimal("3.25"), "en") == "3.25"
    assert formats.number(146, "en") == "146"


def test_dates_and_months_need_no_zone() -> None:
    assert formats.day(date(2026, 3, 31), "en") == "31 Mar 2026"
    assert formats.month(date(2026, 11, 1), "pl") == "listopad 2026"


def test_how_long_ago_is_told_in_words() -> None:
    assert formats.relative(NOW - timedelta(minutes=5), NOW, "en") == "5 minutes ago"
    assert formats.relative(NOW + timedelta(hours=2), NOW, "zh") == "2小时后"


def test_typed_text_never_becomes_markup() -> None:
    said = formats.prose('<img src=x onerror="alert(1)">\n& more\r\n\r\n\n<script>')
    assert said == (
        "<p>&lt;img src=x onerror=&quot;alert(1)&quot;&gt;<br>&amp; more</p><p>&lt;script&gt;</p>"
    )


def test_nothing_typed_is_no_paragraph() -> None:
    assert formats.prose("  \n\n ") == ""


def test_a_person_has_two_letters_and_always_the_same_colour() -> None:
    assert filters.initials("Anna Maria Kowalczyk") == "AK"
    assert filters.initials("李伟") == "李"
    assert filters.initials("(robot) Mail") == "M"
    assert filters.initials("") == ""
    assert filters.hue("Anna Kowalczyk") == filters.hue("Anna Kowalczyk")
    assert {filters.hue(name) for name in "abcdefgh"} == set(range(8))


def test_foreign_names_are_isolated_and_escaped() -> None:
    assert filters.isolated("<b>") == "<bdi>&lt;b&gt;</bdi>"
