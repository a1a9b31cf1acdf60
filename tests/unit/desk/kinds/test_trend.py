"""What looks like one problem, by counting."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from underpin.desk.problems import likeness, trend
from underpin.desk.problems.likeness import Met
from underpin.desk.problems.trend import Hint, Incident

NOW = datetime(2026, 3, 30, 12, tzinfo=UTC)


def incidents(first: int, said: str, days: Iterable[float], **keys: str) -> list[Incident]:
    return [
        Incident(first + place, NOW - timedelta(days=day), frozenset(said.split()), keys)  # type: ignore[arg-type]
        for place, day in enumerate(days)
    ]


def test_three_of_a_kind_within_a_week_are_a_hint() -> None:
    some = incidents(1, "scanner jams again", (1, 2, 3)) + incidents(9, "mail slow", (1, 4))
    assert trend.hints(some, NOW) == [Hint("words", ("again", "jams", "scanner"), (1, 2, 3), 0)]


def test_what_was_always_so_is_none() -> None:
    always = incidents(1, "password forgotten", (1, 2, 3)) + incidents(
        10, "password lost", (8, 12, 16, 20, 24, 30)
    )
    assert trend.hints(always, NOW) == [Hint("words", ("forgotten",), (1, 2, 3), 0)]
    twice = [each for each in always if "forgotten" not in each.words]
    assert trend.hints([*twice, *incidents(1, "password", (1, 2, 3))], NOW) == []
    before = incidents(10, "password lost", (8, 12, 16, 20, 24))
    fewer = [*before, *incidents(1, "password", (1, 2, 3))]
    assert [each.before for each in trend.hints(fewer, NOW)] == [5]


def test_the_category_tells_before_the_words_do() -> None:
    some = incidents(1, "vpn drops", (1, 2, 3), category="Network", asset="FW-1")
    assert trend.hints(some, NOW) == [Hint("asset", ("FW-1",), (1, 2, 3), 0)]
    assert trend.hints(some, NOW - timedelta(days=30)) == []


def test_two_on_the_same_asset_are_a_hint_whatever_else_hangs_on_them() -> None:
    some = [
        Incident(number, NOW, frozenset({f"w{number}"}), {}, frozenset({"FW-1", f"PC-{number}"}))
        for number in (4, 5)
    ]
    assert trend.hints(some, NOW) == [Hint("asset", ("FW-1",), (4, 5), 0)]
    assert trend.hints(some[:1], NOW) == []


def test_a_rare_word_says_more_than_common_ones() -> None:
    seen = {"printer": 300, "tray": 4, "fuser": 2, "the": 5000, "once": 1}
    rare = likeness.rare(seen, 400)
    assert rare == ("fuser", "tray", "printer")
    met = [
        *(Met(1, 5, word) for word in ("printer", "tray")),
        *(Met(1, 7, word) for word in ("printer", "fuser")),
        Met(2, 9, "fuser"),
    ]
    assert [name for name, _ in likeness.ranked(met, seen, 2)] == [(1, 7), (1, 5)]
    assert likeness.ranked(met, seen, 1)[0][0] == (1, 7)
