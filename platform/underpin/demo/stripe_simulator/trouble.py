"""Trouble to order: limits, faults and silence, before or after a request takes effect."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from underpin.demo.stripe_simulator.refusal import Refusal, TimedOut

Kind = Literal["limit", "fault", "silence", "conflict"]
Which = Callable[[str, str], bool]


def every(method: str, path: str) -> bool:
    """Any request."""
    return True


@dataclass
class Trouble:
    """`times` requests that are `which` (method, path) go wrong: `limit` is a 429 and `conflict` a
    409, which take no effect; `fault` is a 500, kept under the key; `silence` no answer at all."""

    kind: Kind
    times: int = 1
    after: bool = False
    which: Which = every

    def __post_init__(self) -> None:
        if self.after and self.kind in ("limit", "conflict"):
            raise ValueError(f"A {self.kind} takes no effect: it cannot come after one.")

    def strikes(self, method: str, path: str) -> bool:
        if self.times == 0 or not self.which(method, path):
            return False
        self.times -= 1
        return True

    def problem(self) -> Exception:
        if self.kind == "limit":
            return Refusal("Too many requests.", status=429, code="rate_limit", kept=False)
        if self.kind == "conflict":
            return Refusal("Another request holds this key.", status=409, kept=False)
        if self.kind == "fault":
            return Refusal("An error on our side.", status=500, kind="api_error")
        return TimedOut()


@dataclass
class Troubles:
    ordered: list[Trouble] = field(default_factory=list)

    def take(self, method: str, path: str) -> Trouble | None:
        return next((each for each in self.ordered if each.strikes(method, path)), None)
