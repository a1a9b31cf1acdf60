"""Whose turn a ticket was, from the states it was in: ours, the client's, a vendor's. Pure.

What a client is shown of `shares`, from no more than a client may know (PRACTICE 1).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from contracts import facts
from contracts.calendars.calendar import Calendar
from contracts.clocks.shares import CLIENT, SCHEDULED, VENDOR, Share, Shares

US: Final = "us"
_TURNS: Final = {
    facts.WAITING_CLIENT: CLIENT,
    facts.WAITING_VENDOR: VENDOR,
    facts.SCHEDULED: SCHEDULED,
}
_ORDER: Final = (US, VENDOR, CLIENT, SCHEDULED)

States = Sequence[tuple[int, str]]
"""Since when (µs), and in which state, oldest first."""


def sides(
    states: States, since: int, until: int, calendar: Calendar, over: frozenset[str]
) -> Shares:
    """From `since` to `until`; time in a state that is `over` is nobody's."""
    pieces = [
        (_TURNS.get(state, US), start, end)
        for start, end, state in _pieces(states, since, until)
        if state not in over
    ]
    parts = tuple(
        Share(
            side,
            sum(calendar.between(start, end) for held, start, end in pieces if held == side),
            sum(end - start for held, start, end in pieces if held == side),
        )
        for side in _ORDER
        if any(held == side for held, _, _ in pieces)
    )
    return Shares(parts, sum(part.working for part in parts), sum(part.wall for part in parts))


def _pieces(states: States, since: int, until: int) -> Iterator[tuple[int, int, str]]:
    """The first state holds from `since` on, also where the matter began before it was told."""
    edges = [since, *(at for at, _ in states[1:]), until]
    for place, (_, state) in enumerate(states):
        start, end = max(edges[place], since), min(edges[place + 1], until)
        if start < end:
            yield start, end, state
