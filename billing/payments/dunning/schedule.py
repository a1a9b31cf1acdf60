"""When a declined card is tried again, and when it is not any more. Pure.

A schedule is the days to wait after the first declined try, after the second, and so on; when they
are used up, no try follows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

USUAL: tuple[int, ...] = (3, 5, 7)
"""Card networks take up to fifteen tries in a month; a card refused four times in two weeks is
seldom good for a fifth."""
MOST_TRIES, LONGEST_WAIT = 10, 60

# Of a bank's reasons those after which no try may follow (card networks' rules on retries).
HOPELESS = frozenset(
    {"lost_card", "stolen_card", "pickup_card", "fraudulent", "restricted_card"}
    | {"revocation_of_authorization", "revocation_of_all_authorizations", "invalid_account"}
)

State = Literal["trying", "stopped", "paid", "given_up"]


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of an invoice whose card was declined. `tries` that were; `last` when.
    `has_card`: there is one to try, this or another."""

    tries: int
    last: datetime
    declined: str
    is_open: bool
    held: bool
    has_card: bool = True


@dataclass(frozen=True, slots=True)
class Next:
    """`at`: the next try, while `state` is trying."""

    state: State
    at: datetime | None = None


def decide(days: Sequence[int], standing: Standing) -> Next:
    """What follows. `held`: a line is questioned, or a payment disputed; then nobody is dunned."""
    if not standing.is_open:
        return Next("paid")
    if standing.held:
        return Next("stopped")
    hopeless = standing.declined in HOPELESS or not standing.has_card
    if standing.tries > len(days) or hopeless:
        return Next("given_up")
    return Next("trying", standing.last + timedelta(days=days[standing.tries - 1]))


def is_sane(days: Sequence[int]) -> bool:
    return len(days) <= MOST_TRIES and all(1 <= each <= LONGEST_WAIT for each in days)
