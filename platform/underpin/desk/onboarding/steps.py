"""The steps of a company's set-up, and how each stands. Pure.

A step is done when what it is for is there; nothing has to be ticked off. Whoever leaves one says
so, and may come back to it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

Name = Literal["company", "domain", "mail", "calendar", "contract", "people", "admin", "ticket"]
State = Literal["done", "left", "open"]
NAMES: Final[tuple[Name, ...]] = (
    *("company", "domain", "mail", "calendar", "contract", "people", "admin", "ticket"),
)
END: Final = "end"
"""Marked when somebody says that the set-up is over."""


@dataclass(frozen=True, slots=True)
class Step:
    name: Name
    state: State


def stand(done: Mapping[str, bool], marked: Sequence[str]) -> tuple[Step, ...]:
    """In their order. What is done stays done, whatever was said of it before."""
    return tuple(Step(name, _state(name, done, marked)) for name in NAMES)


def _state(name: Name, done: Mapping[str, bool], marked: Sequence[str]) -> State:
    if done.get(name):
        return "done"
    return "left" if name in marked else "open"


def following(steps: Sequence[Step]) -> Name:
    """The first that is still open; the last where none is."""
    return next((each.name for each in steps if each.state == "open"), NAMES[-1])
