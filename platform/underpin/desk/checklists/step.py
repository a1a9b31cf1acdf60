"""The steps of a task template. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID

from msgspec import Struct

from underpin.kernel.errors import Malformed

KEY: Final = re.compile(r"[a-z][a-z0-9_-]{0,39}")
MOST: Final = 100
FURTHEST_HOURS: Final = 24 * 366
From = Literal["start", "wanted"]


class Due(Struct, frozen=True, forbid_unknown_fields=True):
    """So many hours after the start or the wanted date; before it where negative."""

    hours: int
    since: From = "start"


class Step(Struct, frozen=True, forbid_unknown_fields=True):
    """`after`: keys of earlier steps that come first. Whose it is: a tier's, a team's or one
    person's; whoever holds the ticket does what is nobody's."""

    key: str
    title: str
    detail: str = ""
    mandatory: bool = True
    after: list[str] = []
    tier: int | None = None
    team_id: UUID | None = None
    assignee_id: UUID | None = None
    due: Due | None = None


def check(steps: Sequence[Step]) -> None:
    """Raises Malformed naming the step. What comes first stands first, so there is no circle."""
    if not 1 <= len(steps) <= MOST:
        raise Malformed(f"steps: 1 to {MOST}.", field="steps")
    known: set[str] = set()
    for step in steps:
        wrong = {
            "key: small letters, and of its own": not KEY.fullmatch(step.key) or step.key in known,
            "title: 1 to 300 characters": not 1 <= len(step.title.strip()) <= 300,
            "detail: at most 10,000 characters": len(step.detail) > 10_000,
            "after: keys of steps before it": not known.issuperset(step.after),
            "tier: 1 to 4": step.tier is not None and not 1 <= step.tier <= 4,
            "due: within a year": step.due is not None and abs(step.due.hours) > FURTHEST_HOURS,
        }
        for said, is_wrong in wrong.items():
            if is_wrong:
                raise Malformed(f"steps.{step.key}.{said}.", field="steps")
        known.add(step.key)


def due(said: Due | None, start: datetime, wanted: datetime | None) -> datetime | None:
    """None where it has none, or is due by a wanted date that nobody named."""
    if said is None:
        return None
    since = start if said.since == "start" else wanted
    return None if since is None else since + timedelta(hours=said.hours)
