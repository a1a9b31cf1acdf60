"""What a change goes through, and who has to say yes to it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, get_args

from underpin.desk.approvals.approvers import Wanted
from underpin.desk.approvals.voting import CLIENT, PROVIDER
from underpin.desk.changes.risk import Level
from underpin.kernel.errors import Conflict

Kind = Literal["standard", "normal", "emergency"]
State = Literal[
    "draft",
    "awaiting_approval",
    "approved",
    "scheduled",
    "in_progress",
    "done",
    "failed",
    "backed_out",
    "reviewed",
    "cancelled",
]
Outcome = Literal["done", "failed", "backed_out"]
OUTCOMES: Final = get_args(Outcome)

THEN: Final[Mapping[State, frozenset[State]]] = MappingProxyType(
    {
        "draft": frozenset({"awaiting_approval", "cancelled"}),
        "awaiting_approval": frozenset({"draft", "approved", "cancelled"}),
        "approved": frozenset({"draft", "scheduled", "in_progress", "cancelled"}),
        "scheduled": frozenset({"draft", "in_progress", "cancelled"}),
        "in_progress": frozenset(OUTCOMES),
        "done": frozenset({"reviewed"}),
        "failed": frozenset({"reviewed", "draft"}),
        "backed_out": frozenset({"reviewed", "draft"}),
        "reviewed": frozenset(),
        "cancelled": frozenset({"draft"}),
    }
)
OVER: Final[frozenset[State]] = frozenset({*OUTCOMES, "reviewed", "cancelled"})
"""Nothing is left to be done but to look back."""


class NotNow(Conflict):
    code = "change-state"
    title = "The change is not in the state that allows this"


def check(old: State, new: State) -> None:
    """Raises NotNow naming what may follow."""
    if new not in THEN[old]:
        ahead = ", ".join(sorted(THEN[old])) or "nothing any more"
        raise NotNow(f"A change that is {old} can become: {ahead}.")


def approvals(kind: Kind, risk: Level) -> tuple[Wanted, ...]:
    """The groups asked where nobody says otherwise: for an emergency one of ours, and the client
    hears of it; else one of each side, of ours two at high risk. A standard change was approved
    with its template."""
    if kind == "standard":
        return ()
    if kind == "emergency":
        return (Wanted(PROVIDER, 1),)
    return (Wanted(CLIENT, 1), Wanted(PROVIDER, 2 if risk == "high" else 1))


def needs_review(kind: Kind, state: State) -> bool:
    """What was hurried or went wrong is looked back at before its ticket is done."""
    return state in ("failed", "backed_out") or (kind == "emergency" and state == "done")
