"""Prepaid blocks: drawn first-expiring first, never overdrawn, the remainder left to overage.

A block is paid and taxed when it is sold; drawing from it only lowers what is charged. What no
block covers is rated at the price's own model: a technician's entry is never refused.

What the persistence must give: the client's blocks of one unit, read under their row locks in
the order of `in_order` in the transaction that stores the draws and the new remainders, with a
CHECK that `remaining` lies between 0 and `size`. Two draws at once then wait for each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from billing.amounts import check, exact
from underpin.kernel import errors, ids

WARN_AT = (80, 100)
"""Per cent of a block used at which the client is told."""


class Overdrawn(errors.Conflict):
    """More would be drawn from a block, or given back to it, than it can hold."""

    code = "block-overdrawn"
    title = "The block does not hold that much: read its balance again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """`size` and `remaining` are in `unit`: a meter's unit, or a currency for prepaid money.

    Usable from `starts` until the day before `expires` (None: for good). A `group` (of people,
    of sites) narrows whose usage may draw; empty means the whole client's.
    """

    id: UUID
    unit: str
    size: Decimal
    remaining: Decimal
    starts: date
    expires: date | None = None
    group: str = ""

    def __post_init__(self) -> None:
        check.positive(self.size, "size")
        if not 0 <= check.number(self.remaining, "remaining") <= self.size:
            raise Overdrawn(f"Block {self.id} would hold {self.remaining} of {self.size}.")

    def usable(self, on: date, group: str) -> bool:
        begun = self.starts <= on
        return begun and (self.expires is None or on < self.expires) and self.group in ("", group)


@dataclass(frozen=True, slots=True)
class Draw:
    """`quantity` taken from a block; below zero where it was given back."""

    block_id: UUID
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Drawing:
    draws: tuple[Draw, ...]
    uncovered: Decimal
    """What no block could cover: charged as overage."""


def in_order(blocks: Iterable[Block]) -> list[Block]:
    """First-expiring first, then the older, then by id."""
    return sorted(
        blocks, key=lambda block: (block.expires or date.max, block.starts, block.id.bytes)
    )


@exact.arithmetic
def draw(blocks: Iterable[Block], wanted: Decimal, *, on: date, group: str = "") -> Drawing:
    """What to take from which block for usage of the day `on`; draws no more than there is."""
    uncovered = check.not_negative(wanted, "wanted")
    draws = []
    for block in in_order(blocks):
        taken = min(block.remaining, uncovered) if block.usable(on, group) else exact.ZERO
        if taken:
            draws.append(Draw(block.id, taken))
            uncovered -= taken
    return Drawing(tuple(draws), uncovered)


@exact.arithmetic
def give_back(drawn: Sequence[Draw], quantity: Decimal) -> tuple[Draw, ...]:
    """The draws that undo `quantity` of `drawn` (oldest first), the last drawn first. What was
    given back before, of a block, is of the last drawn from it.

    Raises `Overdrawn` where less than that stands drawn.
    """
    left = check.not_negative(quantity, "quantity")
    returned = _returned(drawn)
    undone = []
    for one in reversed(drawn):
        if one.quantity <= 0:
            continue
        before = min(one.quantity, returned.get(one.block_id, exact.ZERO))
        back = min(one.quantity - before, left)
        if before:
            returned[one.block_id] -= before
        if back > 0:
            undone.append(Draw(one.block_id, -back))
            left -= back
    if left:
        raise Overdrawn(f"{quantity} cannot be given back: {left} of it was never drawn.")
    return tuple(undone)


def _returned(drawn: Sequence[Draw]) -> dict[UUID, Decimal]:
    found: dict[UUID, Decimal] = {}
    for one in drawn:
        if one.quantity < 0:
            found[one.block_id] = found.get(one.block_id, exact.ZERO) - one.quantity
    return found


@exact.arithmetic
def after(blocks: Iterable[Block], draws: Iterable[Draw]) -> tuple[Block, ...]:
    """The blocks once `draws` have been taken. Raises `Overdrawn`."""
    held = {block.id: block for block in blocks}
    for one in draws:
        block = held[one.block_id]
        held[block.id] = replace(block, remaining=block.remaining - one.quantity)
    return tuple(held.values())


@exact.arithmetic
def warnings(before: Block, now: Block) -> tuple[int, ...]:
    """Which of `WARN_AT` the use of one block has reached between two of its states."""
    return tuple(
        per_cent for per_cent in WARN_AT if _used(before, per_cent) < 0 <= _used(now, per_cent)
    )


@exact.arithmetic
def rolled_over(block: Block, at_most: Decimal, starts: date, expires: date | None) -> Block | None:
    """The block that carries an expired one's remainder on; None where nothing is left.

    At most `at_most` per cent of its size is carried. The id follows from the old one's, so a
    repeated run rolls over once.
    """
    carried = min(block.remaining, exact.percent(block.size, check.percentage(at_most, "at_most")))
    if not carried:
        return None
    return replace(
        block,
        id=ids.derive(block.id, "rolled over"),
        size=carried,
        remaining=carried,
        starts=starts,
        expires=expires,
    )


def _used(block: Block, per_cent: int) -> Decimal:
    """How far the use is beyond `per_cent` of the size: below zero before it."""
    return (block.size - block.remaining) * 100 - block.size * per_cent
