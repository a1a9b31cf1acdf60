"""What each type of ticket goes through: its stages, what each is to the clocks, what may follow.

A stage is a state by the type's own word; clocks know states alone (CLOCKS), so two stages of one
state are the same to them. Pure data and its reading.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from contracts import facts
from underpin.desk.tickets.states import DONE, LIVE, WAITING, WrongState

INVESTIGATING, KNOWN_ERROR, ANSWERED = "investigating", "known_error", "answered"
ENDS: Final = (facts.RESOLVED, facts.CLOSED)


@dataclass(frozen=True, slots=True)
class Stage:
    """`then`: which stages may follow, a reopening apart."""

    state: str
    then: tuple[str, ...]


Flow = Mapping[str, Stage]


def _usual() -> Flow:
    """Every live state may follow every other; done is done until it is reopened."""
    live = sorted(LIVE - {facts.NEW})
    return {
        **{state: Stage(state, (*live, *ENDS)) for state in (facts.NEW, *live)},
        facts.RESOLVED: Stage(facts.RESOLVED, (facts.CLOSED,)),
        facts.CLOSED: Stage(facts.CLOSED, ()),
    }


def _worked(named: Mapping[str, str], waits: tuple[str, ...], end: str = facts.RESOLVED) -> Flow:
    """Somebody works it in stages that are all open to the clocks; it may wait, and it ends."""
    at_work = (*named, *waits)
    return {
        facts.NEW: Stage(facts.NEW, (next(iter(named)), *waits, facts.CLOSED)),
        **{name: Stage(state, (*at_work, end, facts.CLOSED)) for name, state in named.items()},
        **{wait: Stage(wait, (*at_work, end, facts.CLOSED)) for wait in waits},
        end: Stage(facts.RESOLVED, (facts.CLOSED,)),
        facts.CLOSED: Stage(facts.CLOSED, ()),
    }


FLOWS: Mapping[str, Flow] = MappingProxyType(
    {
        "incident": _usual(),
        "service_request": _usual(),
        "change_request": _usual(),
        "problem": _worked(
            {INVESTIGATING: facts.OPEN, KNOWN_ERROR: facts.OPEN}, tuple(sorted(WAITING))
        ),
        # nobody outside hears of a complaint, and neither waits for a date
        "complaint": _worked({INVESTIGATING: facts.OPEN}, (facts.WAITING_CLIENT,), ANSWERED),
        "question": {
            **_worked(
                {facts.OPEN: facts.OPEN}, (facts.WAITING_CLIENT, facts.WAITING_VENDOR), ANSWERED
            ),
            facts.NEW: Stage(
                facts.NEW,
                (facts.OPEN, facts.WAITING_CLIENT, facts.WAITING_VENDOR, ANSWERED, facts.CLOSED),
            ),
        },
    }
)
"""A problem is not resolved before somebody looked into it; a question may be answered at once."""


def stage(type_: str, state: str, kept: str | None) -> str:
    """By its type's word where a ticket stands: `kept` as long as that is the present state's, else
    the first stage of that state; the state itself where the type has none of it."""
    flow = FLOWS[type_]
    if kept is not None and kept in flow and flow[kept].state == state:
        return kept
    return next((name for name, each in flow.items() if each.state == state), state)


def allowed(type_: str, state: str, kept: str | None = None) -> tuple[str, ...]:
    """The stages that may follow; of a ticket that stands where its type knows no stage, all."""
    flow = FLOWS[type_]
    now = flow.get(stage(type_, state, kept))
    ahead = now.then if now else tuple(name for name in flow if name != facts.NEW)
    return tuple(name for name in ahead if name != stage(type_, state, kept))


def check(type_: str, state: str, kept: str | None, wanted: str) -> None:
    """Raises WrongState naming the stages allowed, where the state `wanted` is none of theirs."""
    ahead = allowed(type_, state, kept)
    if wanted != state and wanted not in _states(type_, ahead):
        raise refused(type_, state, kept)


def knows(type_: str, state: str) -> bool:
    """Whether a ticket of this type can stand there."""
    return state in _states(type_, FLOWS[type_])


def refused(type_: str, state: str, kept: str | None) -> WrongState:
    now = stage(type_, state, kept)
    ahead = ", ".join(allowed(type_, state, kept)) or "nothing; reopen it first"
    return WrongState(f"A {type_} that is {now} can become: {ahead}.")


def _states(type_: str, names: Iterator[str] | Mapping[str, Stage] | tuple[str, ...]) -> set[str]:
    return {FLOWS[type_][name].state for name in names}


assert all(  # noqa: S101
    each.state in LIVE | DONE and set(each.then) <= set(flow)
    for flow in FLOWS.values()
    for each in flow.values()
)
