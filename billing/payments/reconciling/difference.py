"""What two books say of the same things, held against each other. Pure.

Amounts are in Stripe's minor units. A state is one of few words that both books can say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Kind = Literal["invoice", "payment", "refund", "dispute"]
What = Literal["missing_here", "missing_there", "amount", "state"]

KINDS: tuple[Kind, ...] = ("invoice", "payment", "refund", "dispute")
OPEN, SETTLED, DONE = "open", "settled", "done"
"""Of an invoice: something is owed, or nothing any more. Of payments and refunds: it moved."""


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """`id` is Stripe's."""

    kind: Kind
    id: str


@dataclass(frozen=True, slots=True)
class Item:
    """`name` is by what people know it: the invoice's number, "" for none."""

    amount: int
    currency: str
    state: str
    name: str = ""

    @property
    def said(self) -> str:
        return f"{self.amount} {self.currency} {self.state}"


@dataclass(frozen=True, slots=True)
class Difference:
    """`here` and `there`: what each book says, "" for nothing."""

    key: Key
    what: What
    here: str
    there: str


def compare(here: Mapping[Key, Item], there: Mapping[Key, Item]) -> list[Difference]:
    """In the order of kinds and ids."""
    found = []
    for key in sorted(here.keys() | there.keys()):
        found += _of(key, here.get(key), there.get(key))
    return found


def _of(key: Key, here: Item | None, there: Item | None) -> list[Difference]:
    if here is None or there is None:
        what: What = "missing_here" if here is None else "missing_there"
        return [Difference(key, what, here.said if here else "", there.said if there else "")]
    found = []
    if (here.amount, here.currency) != (there.amount, there.currency):
        found.append(Difference(key, "amount", here.said, there.said))
    if here.state != there.state:
        found.append(Difference(key, "state", here.said, there.said))
    return found
