"""However draws, returns and top-ups follow each other, no block is overdrawn."""

import random
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from billing.prepaid import block
from billing.prepaid.block import Block, Draw
from tests.property.billing import worlds

NEW_YEAR = date(2026, 1, 1)
DAYS = st.builds(lambda days: NEW_YEAR + timedelta(days=days), st.integers(0, 60))
WANTED = worlds.decimals(0, 900, 2)


@st.composite
def blocks(draw: st.DrawFn) -> list[Block]:
    count = draw(st.integers(0, 6))
    return [draw(a_block(number)) for number in range(count)]


def a_block(number: int) -> st.SearchStrategy[Block]:
    return st.builds(
        lambda size, left, starts, expires, group: Block(
            id=UUID(int=number),
            unit="minute",
            size=size,
            remaining=min(left, size),
            starts=starts,
            expires=expires,
            group=group,
        ),
        worlds.decimals(1, 500, 2),
        worlds.decimals(0, 500, 2),
        DAYS,
        st.one_of(st.none(), DAYS),
        st.sampled_from(["", "", "Kiel"]),
    )


@given(blocks(), WANTED, DAYS, st.sampled_from(["", "Kiel"]))
def test_all_that_is_usable_is_drawn_and_no_more(
    held: list[Block], wanted: Decimal, on: date, group: str
) -> None:
    usable = [one for one in held if one.usable(on, group)]

    drawing = block.draw(held, wanted, on=on, group=group)

    drawn = sum(draw.quantity for draw in drawing.draws)
    assert drawn == min(wanted, sum(one.remaining for one in usable))
    assert drawn + drawing.uncovered == wanted
    assert {draw.block_id for draw in drawing.draws} <= {one.id for one in usable}


@given(blocks(), WANTED, DAYS)
def test_a_block_is_touched_only_when_all_that_expire_sooner_are_used_up(
    held: list[Block], wanted: Decimal, on: date
) -> None:
    drawn = block.draw(held, wanted, on=on).draws
    left = {one.id: one for one in block.after(held, drawn)}
    touched = {draw.block_id for draw in drawn}

    for one in held:
        for other in held:
            sooner = (one.expires or date.max) < (other.expires or date.max)
            if sooner and one.usable(on, "") and other.id in touched:
                assert left[one.id].remaining == 0


@given(blocks(), st.lists(WANTED, max_size=6), DAYS, st.randoms())
def test_the_order_of_draws_does_not_change_the_balance(
    held: list[Block], wants: list[Decimal], on: date, chance: random.Random
) -> None:
    shuffled = list(wants)
    chance.shuffle(shuffled)

    assert drawn_in_turn(held, wants, on) == drawn_in_turn(held, shuffled, on)


def drawn_in_turn(held: list[Block], wants: list[Decimal], on: date) -> tuple[Block, ...]:
    now = tuple(held)
    for wanted in wants:
        now = block.after(now, block.draw(now, wanted, on=on).draws)
    return now


class Balance(RuleBasedStateMachine):
    """A client's blocks over weeks of work, corrections and top-ups."""

    def __init__(self) -> None:
        super().__init__()
        self.held: tuple[Block, ...] = ()
        self.drawn: list[Draw] = []
        self.sold = Decimal(0)

    @rule(size=worlds.decimals(1, 500, 2), starts=DAYS, expires=st.one_of(st.none(), DAYS))
    def top_up(self, size: Decimal, starts: date, expires: date | None) -> None:
        number = UUID(int=len(self.held))
        self.held += (
            Block(
                id=number, unit="minute", size=size, remaining=size, starts=starts, expires=expires
            ),
        )
        self.sold += size

    @rule(wanted=WANTED, on=DAYS)
    def work(self, wanted: Decimal, on: date) -> None:
        drawing = block.draw(self.held, wanted, on=on)
        self.held = block.after(self.held, drawing.draws)
        self.drawn += drawing.draws

    @rule(share=st.integers(0, 100))
    def correct(self, share: int) -> None:
        total = sum((draw.quantity for draw in self.drawn), Decimal(0))
        back = block.give_back(self.standing(), round(total * share / 100, 2))
        self.held = block.after(self.held, back)
        self.drawn += back

    @invariant()
    def no_block_is_overdrawn_and_nothing_is_lost(self) -> None:
        assert all(0 <= one.remaining <= one.size for one in self.held)
        used = sum((draw.quantity for draw in self.drawn), Decimal(0))
        assert used + sum(one.remaining for one in self.held) == self.sold

    def standing(self) -> list[Draw]:
        """What is still drawn of each block."""
        by_block: dict[UUID, Decimal] = {}
        for draw in self.drawn:
            by_block[draw.block_id] = by_block.get(draw.block_id, Decimal(0)) + draw.quantity
        return [Draw(block_id, quantity) for block_id, quantity in by_block.items()]


TestBalance = Balance.TestCase
