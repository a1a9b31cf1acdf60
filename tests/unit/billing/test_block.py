"""Prepaid hours: first-expiring first, never overdrawn, the remainder left to overage."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest

from billing.amounts import check
from billing.prepaid import block
from billing.prepaid.block import Block, Draw

D = Decimal
OCTOBER_9 = date(2026, 10, 9)


def hours(number: int, remaining: str, expires: str | None = None, group: str = "") -> Block:
    return Block(
        id=UUID(int=number),
        unit="minute",
        size=D(600),
        remaining=D(remaining),
        starts=date(2026, 1, number),
        expires=date.fromisoformat(expires) if expires else None,
        group=group,
    )


SOON, LATER, FOR_GOOD = hours(3, "60", "2026-11-01"), hours(2, "600", "2027-01-01"), hours(1, "90")


def taken(wanted: str, *blocks: Block, on: date = OCTOBER_9, group: str = "") -> dict[int, D]:
    drawing = block.draw(blocks, D(wanted), on=on, group=group)
    return {draw.block_id.int: draw.quantity for draw in drawing.draws} | {0: drawing.uncovered}


def test_the_first_to_expire_is_drawn_first() -> None:
    assert taken("100", FOR_GOOD, LATER, SOON) == {3: 60, 2: 40, 0: 0}


def test_what_no_block_covers_is_left_to_overage() -> None:
    assert taken("800", FOR_GOOD, LATER, SOON) == {3: 60, 2: 600, 1: 90, 0: 50}
    assert taken("10") == {0: 10}


@pytest.mark.parametrize(
    ("on", "drawn"),
    [("2026-10-31", {3: 10, 0: 0}), ("2026-11-01", {0: 10}), ("2026-01-02", {0: 10})],
)
def test_a_block_is_usable_until_the_day_before_it_expires(on: str, drawn: dict[int, int]) -> None:
    assert taken("10", SOON, on=date.fromisoformat(on)) == drawn


def test_a_groups_block_is_for_that_group() -> None:
    own = hours(5, "30", "2026-10-20", group="Kiel")

    assert taken("50", own, SOON, group="Kiel") == {5: 30, 3: 20, 0: 0}
    assert taken("50", own, SOON, group="Bonn") == {3: 50, 0: 0}
    assert taken("50", own, SOON) == {3: 50, 0: 0}


def test_nothing_is_drawn_below_zero() -> None:
    with pytest.raises(check.Invalid, match="give zero or more"):
        block.draw([SOON], D(-1), on=OCTOBER_9)


def test_what_was_drawn_too_much_is_given_back_last_drawn_first() -> None:
    drawn = block.draw([SOON, LATER], D(100), on=OCTOBER_9).draws

    back = block.give_back(drawn, D(50))

    assert back == (Draw(LATER.id, D(-40)), Draw(SOON.id, D(-10)))
    before = [SOON, LATER]
    assert block.after(before, [*drawn, *back]) == (replace(SOON, remaining=D(10)), LATER)


@pytest.mark.parametrize("late", [False, True])
def test_what_was_given_back_is_not_given_back_again(late: bool) -> None:
    """Also where the one who gave it back had begun before it was drawn."""
    drawn = block.draw([SOON, LATER], D(100), on=OCTOBER_9).draws
    back = block.give_back(drawn, D(30))
    told = (*back, *drawn) if late else (*drawn, *back)

    again = block.give_back(told, D(20))

    assert again == (Draw(LATER.id, D(-10)), Draw(SOON.id, D(-10)))
    with pytest.raises(block.Overdrawn):
        block.give_back((*told, *again), D(51))


def test_more_than_was_drawn_is_never_given_back() -> None:
    drawn = block.draw([SOON], D(50), on=OCTOBER_9).draws

    with pytest.raises(block.Overdrawn, match="10 of it was never drawn") as refused:
        block.give_back(drawn, D(60))

    assert refused.value.status == 409


def test_a_block_is_never_overdrawn_nor_overfilled() -> None:
    for quantity in (D(61), D(-541)):
        with pytest.raises(block.Overdrawn):
            block.after([SOON], [Draw(SOON.id, quantity)])
    assert block.after([SOON], [Draw(SOON.id, D(60))])[0].remaining == 0


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        ("600", "121", ()),
        ("600", "120", (80,)),
        ("120", "10", ()),
        ("121", "0", (80, 100)),
        ("1", "0", (100,)),
        ("0", "0", ()),
        ("100", "300", ()),
    ],
)
def test_the_client_is_told_at_80_and_100_per_cent(
    before: str, now: str, told: tuple[int, ...]
) -> None:
    assert block.warnings(hours(1, before), hours(1, now)) == told


def test_a_remainder_rolls_over_up_to_its_share() -> None:
    """At most 40 % of the hours, for a month."""
    new = block.rolled_over(hours(1, "300"), D(40), date(2026, 11, 1), date(2026, 12, 1))
    small = block.rolled_over(hours(1, "100"), D(40), date(2026, 11, 1), None)

    assert new is not None
    assert small is not None
    assert (new.size, new.remaining, new.expires) == (D(240), D(240), date(2026, 12, 1))
    assert small.remaining == 100
    assert new.id == small.id != UUID(int=1)


def test_nothing_left_rolls_nothing_over() -> None:
    assert block.rolled_over(hours(1, "0"), D(100), date(2026, 11, 1), None) is None
