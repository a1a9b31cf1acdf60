"""What a ticket went through, counted."""

from __future__ import annotations

from underpin.desk.reports import trail
from underpin.desk.reports.trail import Trail

ADA, BEN, CLIENT = "ada", "ben", "client"
HOUR = 3_600_000_000


def lived(*steps: tuple[str, str, str | None, str | None]) -> Trail:
    """Steps an hour apart: what, who, whose id, to what."""
    rows = [(kind, n * HOUR, by, who, to) for n, (kind, by, who, to) in enumerate(steps)]
    return trail.of(trail.read(rows))


def test_who_takes_it_from_the_queue_hands_nothing_over() -> None:
    found = lived(
        ("raised", CLIENT, "c", "1"),
        ("assigned", "staff", ADA, ADA),
        ("public_reply", "staff", ADA, None),
        ("resolved", "staff", ADA, None),
    )
    assert found == Trail(
        first_answer_at=trail.instant(2 * HOUR),
        answers=1,
        resolved_by=ADA,
        resolved_tier=1,
    )


def test_up_and_down_again_is_a_return() -> None:
    found = lived(
        ("raised", CLIENT, "c", "1"),
        ("assigned", "staff", ADA, ADA),
        ("tier_moved", "staff", ADA, "2"),
        ("assigned", "staff", BEN, BEN),
        ("tier_moved", "staff", BEN, "1"),
        ("assigned", "staff", ADA, ADA),
    )
    assert (found.hand_overs, found.returns) == (2, 1)


def test_from_one_to_the_other_and_back_is_a_return() -> None:
    found = lived(
        ("raised", CLIENT, "c", "1"),
        ("assigned", "staff", ADA, ADA),
        ("assigned", "staff", ADA, BEN),
        ("assigned", "staff", BEN, ADA),
        ("assigned", "staff", ADA, ADA),
        ("assigned", "staff", ADA, None),
    )
    assert (found.hand_overs, found.returns) == (2, 1)


def test_words_of_machines_and_after_the_end_are_no_answers() -> None:
    found = lived(
        ("raised", CLIENT, "c", "1"),
        ("public_reply", "system", None, None),
        ("public_reply", "staff", ADA, None),
        ("resolved", "system", None, None),
        ("reopened", CLIENT, "c", None),
        ("public_reply", "staff", ADA, None),
    )
    assert (found.answers, found.reopenings, found.resolved_by) == (1, 1, None)
    assert found.first_answer_at == trail.instant(2 * HOUR)
