"""Who may approve what: nobody what they themselves asked for, and no approver of a client above
their spending limit (PRACTICE 3). Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal
from uuid import UUID

Hindrance = Literal["no_approver", "own_request", "over_limit"]


@dataclass(frozen=True, slots=True)
class Voice:
    """`limit` in the request's currency; None where they have none, or the provider's people,
    whom no limit binds, are asked (`is_bound` False). `is_approver`: active, and of a role that
    approves."""

    person_id: UUID
    is_approver: bool
    limit: Decimal | None = None
    is_bound: bool = True


def hindrance(voice: Voice, asked_by: Collection[UUID], amount: Decimal | None) -> Hindrance | None:
    """What stands against this voice; None where nothing does."""
    if voice.person_id in asked_by:
        return "own_request"
    if not voice.is_approver:
        return "no_approver"
    if voice.is_bound and not covers(voice.limit, amount):
        return "over_limit"
    return None


def covers(limit: Decimal | None, amount: Decimal | None) -> bool:
    """What costs nothing needs no limit."""
    return not amount or (limit is not None and amount <= limit)
