"""What contracts ask of the desk: it carries out what is decided here, in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol
from uuid import UUID

from contracts.facts import Fact, TermsChanged
from contracts.subject import Due, Subject
from underpin.kernel.act import Act

Action = Literal["notify", "raise", "move_tier", "reassign", "open_vendor_case", "page"]


@dataclass(frozen=True, slots=True)
class Decision:
    """One step of a ticket's escalation policy, to be carried out once.

    `percent` is how much of the target was used at `at`; None: it was breached then.
    """

    action: Action
    step_id: UUID
    clock_id: UUID
    metric: str
    percent: int | None
    at: datetime
    to_tier: int | None = None


ToDo = tuple[UUID, Decision]
"""A ticket and what is to be done with it."""


class Desk(Protocol):
    """Whoever owns the tickets. Every call runs in the caller's transaction."""

    async def lock(self, act: Act, ticket_ids: Sequence[UUID]) -> set[UUID]:
        """Those tickets whose lock could be had at once (FOR UPDATE SKIP LOCKED)."""
        ...

    async def subjects(self, act: Act, ticket_ids: Sequence[UUID]) -> dict[UUID, Subject]:
        """The tickets as they are now; ids that are none are left out."""
        ...

    async def record(self, act: Act, facts: Sequence[Fact]) -> None:
        """Write breaches and withdrawals as events of their tickets; they move no clock."""
        ...

    async def carry_out(self, act: Act, to_do: Sequence[ToDo]) -> None:
        """The steps of many tickets, those of one ticket in this order, pages before all else."""
        ...

    async def change_terms(self, act: Act, changed: Sequence[TermsChanged], reason: str) -> None:
        """Write what changed as events of the tickets, which are locked; their clocks, their next
        due time and what is pinned on them follow."""
        ...

    async def due_changed(self, act: Act, dues: Mapping[UUID, Due]) -> None:
        """Write each ticket's next due time."""
        ...
