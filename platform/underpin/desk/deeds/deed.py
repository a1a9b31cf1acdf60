"""What a macro or a rule may do to a ticket: a closed list of deeds, each a small value. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal
from uuid import UUID

import msgspec

from contracts import facts
from underpin.desk.checklists import step
from underpin.desk.deeds import placeholders
from underpin.desk.tickets import priority, tagging
from underpin.kernel.errors import Malformed

MOST: Final = 12


class Deed(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="do"):
    """`do` names it in JSON."""


class SetState(Deed, frozen=True, tag="set_state"):
    state: str


class Assign(Deed, frozen=True, tag="assign"):
    """To a person; `to` alone: whoever uses it (`me`), or back to the queue (`nobody`)."""

    to: Literal["me", "nobody", "person"] = "me"
    staff_id: UUID | None = None


class MoveTier(Deed, frozen=True, tag="move_tier"):
    tier: int


class Tag(Deed, frozen=True, tag="tag"):
    tags: list[str]


class Untag(Deed, frozen=True, tag="untag"):
    tags: list[str]


class Prioritise(Deed, frozen=True, tag="prioritise"):
    """`reason` is what the client reads of it (PRACTICE 14)."""

    impact: str
    urgency: str
    reason: str


class Note(Deed, frozen=True, tag="note"):
    text: str


class Tell(Deed, frozen=True, tag="tell"):
    """A mail to a person of ours, or to everybody of a team who works for the client."""

    text: str
    staff_id: UUID | None = None
    team_id: UUID | None = None


class Write(Deed, frozen=True, tag="write"):
    """A public message of the desk itself, which its readers get by mail, each text in a language;
    it is no person's and answers nothing."""

    texts: dict[str, str]


class CallWebhook(Deed, frozen=True, tag="call_webhook"):
    webhook_id: UUID


class Share(Deed, frozen=True, tag="share"):
    """Give it to whoever is able and has least to do, or whose turn it is."""

    way: Literal["skill_and_load", "round_robin"] = "skill_and_load"


class BeginTasks(Deed, frozen=True, tag="begin_tasks"):
    """The tasks of the template with this key, behind those the ticket has, each time anew."""

    template: str


ByHand = SetState | Assign | MoveTier | Tag | Untag | Prioritise | Note | BeginTasks
"""What a macro may do."""
Any = ByHand | Tell | Write | CallWebhook | Share
"""What a rule may do besides."""
STATES: Final = (facts.OPEN, facts.WAITING_CLIENT, facts.RESOLVED, facts.CLOSED)


def check(deeds: Iterable[Any]) -> None:
    """Raises Malformed naming the field."""
    for place, each in enumerate(deeds):
        if place >= MOST:
            raise Malformed(f"deeds: {MOST} at most.", field="deeds")
        _check(each)


def _check(deed: Any) -> None:
    match deed:
        case SetState(state) if state not in STATES:
            raise Malformed(f"state: one of {', '.join(STATES)}.", field="state")
        case Assign(to, staff_id) if (to == "person") is (staff_id is None):
            raise Malformed("staff_id: with to: person, and only then.", field="staff_id")
        case MoveTier(tier) if tier not in (1, 2, 3):
            raise Malformed("tier: 1, 2 or 3.", field="tier")
        case Tag(tags) | Untag(tags):
            _check_tags(tags)
        case Prioritise():
            _check_priority(deed)
        case Note(text) | Tell(text):
            _check_text(text)
        case Write(texts):
            _check_texts(texts)
        case BeginTasks(template) if not step.KEY.fullmatch(template):
            raise Malformed("template: the key of a task template.", field="template")
    if isinstance(deed, Tell) and (deed.staff_id is None) is (deed.team_id is None):
        raise Malformed("staff_id, team_id: one of them.", field="staff_id")


def _check_tags(tags: list[str]) -> None:
    if not tags or len(tags) > MOST:
        raise Malformed(f"tags: one to {MOST}.", field="tags")
    for each in tags:
        tagging.checked(each)


def _check_priority(deed: Prioritise) -> None:
    if deed.impact not in priority.LEVELS or deed.urgency not in priority.LEVELS:
        raise Malformed("impact, urgency: high, medium or low.", field="impact")
    _check_text(deed.reason, "reason")


def _check_text(text: str, field: str = "text") -> None:
    if not text.strip():
        raise Malformed(f"{field}: it says nothing.", field=field)
    placeholders.check(text, field)


def _check_texts(texts: dict[str, str]) -> None:
    if not texts:
        raise Malformed("texts: one at least.", field="texts")
    placeholders.check_texts(texts)
