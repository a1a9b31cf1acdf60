"""A hundred thousand clocks folded from ten events each, against ``businesstimedelta``, which only
counts the working time of the same stretches.

    python -m benchmarks.folding

Prints microseconds per clock and the ratio; the time used must agree on every clock compared.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

import businesstimedelta

from benchmarks import working_time
from contracts import instant
from contracts.calendars.calendar import Calendar
from contracts.clocks import clock
from contracts.clocks.clock_events import Event, Paused, Resumed, Retargeted, Started
from contracts.clocks.clock_target import Target

CLOCKS = 100_000
COMPARED = 300
PAUSES = 4
"""Started, four pauses with their ends, and held to another target in between: ten events."""
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
TARGET = Target("resolution", 40 * instant.HOUR, warn_percents=(75, 90))
SHORTER = Target("resolution", 30 * instant.HOUR, warn_percents=(75, 90))


def main() -> None:
    ours, theirs = working_time.our_office(), working_time.their_office()
    chance = random.Random(2026)
    lives = [_life(chance) for _ in range(CLOCKS)]
    began = time.perf_counter()
    used = [_folded(ours, life) for life in lives]
    taken = time.perf_counter() - began
    began = time.perf_counter()
    counted = [_counted(theirs, life) for life in lives[:COMPARED]]
    slow = time.perf_counter() - began
    if used[:COMPARED] != counted:
        raise SystemExit("the time used differs, so the times mean nothing")
    quick, slow = taken / CLOCKS * 1e6, slow / COMPARED * 1e6
    print(f"{CLOCKS:,} clocks of ten events each folded in {taken:.2f} s")
    print(
        f"a clock {quick:9.2f} us   businesstimedelta, on {COMPARED} of them, {slow:11.2f} us   "
        f"{slow / quick:8.0f} x"
    )


def _life(chance: random.Random) -> list[Event]:
    """Over a month or so, each gap up to a week; by whole minutes, which both count alike."""

    def later(days: int) -> int:
        return instant.MINUTE * (1 + chance.randrange(days * 1440))

    at = instant.of(FIRST) + later(365)
    events: list[Event] = [Started(at=at, seq=1)]
    for _ in range(PAUSES):
        paused = at + later(7)
        at = paused + later(7)
        events += [
            Paused(at=paused, seq=len(events) + 1, reason="waiting_client"),
            Resumed(at=at, seq=len(events) + 2, reason="waiting_client"),
        ]
    events.append(Retargeted(at=at + instant.HOUR, seq=len(events) + 1, target=SHORTER))
    return events


def _folded(office: Calendar, life: Sequence[Event]) -> int:
    """The time used as of the last event."""
    return clock.elapsed(clock.fold(office, TARGET, life), life[-1].at)


def _counted(office: businesstimedelta.Rules, life: Sequence[Event]) -> int:
    worked = sum(
        (office.difference(_time(start), _time(end)).timedelta for start, end in _runs(life)),
        timedelta(),
    )
    return worked // timedelta(microseconds=1)


def _runs(life: Sequence[Event]) -> Iterator[tuple[int, int]]:
    going = [event.at for event in life if isinstance(event, Started | Resumed)]
    resting = [event.at for event in life if isinstance(event, Paused | Retargeted)]
    return zip(going, resting, strict=True)


def _time(at: int) -> datetime:
    return instant.at(at)


if __name__ == "__main__":
    main()
