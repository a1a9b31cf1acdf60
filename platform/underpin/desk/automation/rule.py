"""A rule: when something happens to a ticket, if it is such a one, then these deeds. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import msgspec

from contracts import facts
from underpin.desk.automation import condition
from underpin.desk.automation.condition import Condition
from underpin.desk.deeds import deed as deeds
from underpin.kernel.errors import Malformed

IDLE: Final = "idle"
KINDS: Final[Mapping[str, tuple[str, ...]]] = {
    "raised": ("ticket.raised",),
    "alert_opened": ("ticket.raised",),
    "client_wrote": ("ticket.client_message",),
    "we_wrote": ("ticket.public_reply",),
    "state_changed": (
        *("ticket.state_changed", "ticket.resolved", "ticket.closed", "ticket.reopened"),
    ),
    "priority_changed": ("ticket.reprioritised",),
    "assigned": ("ticket.assigned",),
    "tier_moved": ("ticket.tier_moved",),
    "warned": ("escalation.carried_out",),
    "breached": ("ticket.breach_recorded",),
    "survey_answered": ("survey.answered",),
}
"""When -> the events that say so."""
TRIGGERS: Final = (*KINDS, IDLE)
WARNS: Final = ("notify", "page")
MOST_HOURS: Final = 24 * 90


class Definition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is kept of each version. `hours`: of standing still, for `idle`."""

    when: str
    deeds: list[deeds.Any]
    conditions: list[Condition] = []
    hours: int | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What its keeper says of it. `client`: the key of the one company it is for; None: for all.
    Rules go by `position`, the lowest first; one that `stops` is the last to act on an event."""

    name: str
    definition: Definition
    client: str | None = None
    position: int = 100
    stops: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """As it acts. Its author is whoever saved this version."""

    id: UUID
    name: str
    definition: Definition
    position: int
    stops: bool
    version: int
    author_id: UUID


def check(said: Said) -> None:
    """Raises Malformed naming the field."""
    if not 1 <= len(said.name.strip()) <= 100:
        raise Malformed("name: 1 to 100 characters.", field="name")
    if not 1 <= said.position <= 10_000:
        raise Malformed("position: 1 to 10000.", field="position")
    given = said.definition
    if given.when not in TRIGGERS:
        raise Malformed(f"when: one of {', '.join(TRIGGERS)}.", field="when")
    hours = given.hours is not None and 1 <= given.hours <= MOST_HOURS
    if hours is not (given.when == IDLE) or (given.hours is not None and not hours):
        raise Malformed(f"hours: 1 to {MOST_HOURS}, with when: idle only.", field="hours")
    condition.check(given.conditions)
    if not given.deeds:
        raise Malformed("deeds: it does nothing.", field="deeds")
    deeds.check(given.deeds)
    for each in given.deeds:
        _check(said, each)


def _check(said: Said, each: deeds.Deed) -> None:
    if isinstance(each, deeds.SetState) and each.state == facts.WAITING_CLIENT:
        raise Malformed(
            "state: a wait for the client begins with a person's question.", field="state"
        )
    if isinstance(each, deeds.Assign) and each.to == "me":
        raise Malformed("to: a rule is nobody; name a person.", field="to")
    if isinstance(each, deeds.CallWebhook) and said.client is None:
        raise Malformed("webhook_id: only in a rule of one client.", field="webhook_id")


def triggers(kind: str, body: Mapping[str, Any]) -> list[str]:
    """What an event sets off."""
    if kind == "escalation.carried_out" and body.get("action") not in WARNS:
        return []
    alert = body.get("channel") == facts.ALERT
    return [each for each, of in KINDS.items() if kind in of and (alert or each != "alert_opened")]
