"""A request that passed the door: its checked parameters, the ids of its path, and the state."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from underpin.demo.stripe_simulator.state import Obj, State


@dataclass(frozen=True)
class Call:
    state: State
    params: dict[str, Any]
    path: Mapping[str, str]

    @property
    def id(self) -> str:
        return self.path["id"]

    def get(self, name: str, default: Any = None) -> Any:
        """A parameter; an emptied one ("") as its default."""
        return self.params.get(name) or default


Handler = Callable[[Call], Obj]


def changed(target: Obj, params: dict[str, Any]) -> Obj:
    """An update: what is given replaces, what is emptied goes, metadata is merged."""
    for name, value in params.items():
        if name == "metadata":
            target["metadata"] = merged(target.get("metadata") or {}, value or {})
        elif name != "expand":
            target[name] = None if value == "" else value
    return target


def merged(old: dict[str, str], new: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in {**old, **new}.items() if value != ""}
