"""Folding: what was said and what burned is always in sight."""

from datetime import UTC, datetime

from underpin.console import timeline
from underpin.console.views import Event, Fold, Message

AT = datetime(2026, 11, 22, tzinfo=UTC)
SMALL = Event("assigned", AT)
LOUD = Event("breached", AT, notable=True)
SAID = Message("1", "Anna", "requester", AT, "hello")


def test_three_small_events_become_one_line() -> None:
    (fold,) = timeline.fold([SMALL, SMALL, SMALL])
    assert fold == Fold((SMALL, SMALL, SMALL))
    assert fold.last is SMALL


def test_two_stay_as_they_are() -> None:
    assert timeline.fold([SMALL, SMALL]) == (SMALL, SMALL)


def test_messages_and_notable_events_end_a_run() -> None:
    entries = [SMALL, SMALL, LOUD, SMALL, SMALL, SMALL, SMALL, SAID, SMALL]
    assert timeline.fold(entries) == (SMALL, SMALL, LOUD, Fold((SMALL,) * 4), SAID, SMALL)


def test_nothing_folds_to_nothing() -> None:
    assert timeline.fold([]) == ()
