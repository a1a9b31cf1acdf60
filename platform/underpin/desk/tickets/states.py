"""Ticket states and which may follow which."""

from __future__ import annotations

from contracts import facts
from underpin.kernel.errors import Conflict

DONE = frozenset({facts.RESOLVED, facts.CLOSED})
WAITING = frozenset({facts.WAITING_CLIENT, facts.WAITING_VENDOR, facts.SCHEDULED})
LIVE = frozenset(facts.STATES) - DONE


class WrongState(Conflict):
    code = "wrong-state"
    title = "The ticket's present state does not allow this"


def check(old: str, new: str) -> None:
    """Raises WrongState where `new` cannot follow `old`. Closing is a step after resolving or
    one with it; what is done comes back only by reopening."""
    if old in DONE and new in LIVE:
        raise WrongState("This ticket is done: reopen it first.")
    if old == facts.CLOSED and new == facts.RESOLVED:
        raise WrongState("This ticket is closed already.")
    if new == facts.NEW and old != facts.NEW:
        raise WrongState("A ticket is new only until somebody takes it up.")
