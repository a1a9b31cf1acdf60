"""When a request is decided: every group has its quorum, or somebody refused. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal
from uuid import UUID

Side = Literal["client", "provider"]
CLIENT: Final[Side] = "client"
PROVIDER: Final[Side] = "provider"
Decision = Literal["approved", "refused"]
State = Literal["waiting", "approved", "refused", "withdrawn", "lapsed"]


@dataclass(frozen=True, slots=True)
class Group:
    """`quorum` of `size` approvers must approve; `approved` have."""

    id: UUID
    side: Side
    name: str
    quorum: int
    size: int
    approved: int = 0

    @property
    def is_reached(self) -> bool:
        return self.approved >= self.quorum


def after(groups: Sequence[Group], decided: Decision) -> State:
    """How the request stands once this was said and counted: one refusal ends it."""
    if decided == "refused":
        return "refused"
    return "approved" if all(group.is_reached for group in groups) else "waiting"


def waits_for_client(groups: Iterable[Group]) -> bool:
    """Whether the client has not yet said enough (PRACTICE 13)."""
    return any(group.side == CLIENT and not group.is_reached for group in groups)
