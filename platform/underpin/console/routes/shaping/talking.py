"""A ticket's conversation, and for staff what happened in between."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from underpin.console import views, words
from underpin.console.views.talk import EventKind, Role
from underpin.desk.tickets.messages import Message
from underpin.desk.tickets.reading import Colleague, Detail, Happening
from underpin.kernel import outgoing

Told = views.Event | None
CHANNELS = frozenset({"mail", "api"})
ROLES: Mapping[str, Role] = {"staff": "staff", "vendor": "vendor", "worker": "system"}


def public(detail: Detail) -> tuple[views.Message, ...]:
    """What a member reads: public messages, and nothing whose visibility is anything else."""
    return tuple(_message(each, detail) for each in detail.messages if each.visibility == "public")


def whole(
    detail: Detail,
    colleagues: Sequence[Colleague],
    me: UUID | None = None,
    now: datetime | None = None,
    unmailed: Collection[UUID] = (),
) -> tuple[views.Message | views.Event, ...]:
    """What staff read: messages, notes and events, in the order they happened. Of `unmailed`
    messages the mails were taken back."""
    names = Names(detail, colleagues)
    said: list[views.Message | views.Event] = [
        replace(
            _message(each, detail),
            leaving=each.id not in unmailed and _leaving(each, me, now),
            unmailed=each.id in unmailed,
        )
        for each in detail.messages
    ]
    happened = [event for each in detail.happenings if (event := _event(each, names)) is not None]
    return tuple(sorted([*happened, *said], key=lambda entry: entry.at))


def _leaving(message: Message, me: UUID | None, now: datetime | None) -> bool:
    """One's own reply whose mail has not left yet (PRACTICE 25)."""
    own = message.author_id == me and message.visibility == "public"
    return own and now is not None and now < message.happened_at + outgoing.HOLD


def _message(message: Message, detail: Detail) -> views.Message:
    return views.Message(
        id=str(message.id),
        author=message.author_name,
        role=_role(message, detail),
        at=message.happened_at,
        body=message.body,
        internal=message.visibility != "public",
        channel=message.channel if message.channel in CHANNELS else "",
    )


def _role(message: Message, detail: Detail) -> Role:
    if message.author_kind == "member":
        return "requester" if message.author_id == detail.ticket.requester_id else "member"
    return ROLES[message.author_kind]


class Names:
    """Names that stand behind the ids in events."""

    def __init__(self, detail: Detail, colleagues: Sequence[Colleague]) -> None:
        self._people = {each.id: each.name for each in colleagues}
        self.requester = detail.names.requester
        self._vendors = {each.case.id: each.vendor for each in detail.cases}

    def person(self, given: object) -> str:
        return self._people.get(UUID(str(given)), "") if given else ""

    def vendor(self, given: object) -> str:
        return self._vendors.get(UUID(str(given)), "") if given else ""


def _event(each: Happening, names: Names) -> Told:
    shape = SHAPES.get(each.kind)
    return shape(each, names) if shape else None


def _made(
    kind: EventKind, each: Happening, *, before: str = "", after: str = "", notable: bool = False
) -> views.Event:
    return views.Event(kind, each.at, each.actor or "", before, after, each.reason or "", notable)


def _raised(each: Happening, names: Names) -> Told:
    """By the requester where nobody of ours wrote it down for them."""
    return views.Event("opened", each.at, each.actor or names.requester)


def _assigned(each: Happening, names: Names) -> Told:
    given = each.body.get("assignee")
    if given is None:
        return _made("unassigned", each)
    return _made("assigned", each, after=names.person(given))


def _changed(kind: EventKind, *, sign: str = "") -> Callable[[Happening, Names], Told]:
    def shape(each: Happening, names: Names) -> Told:
        before, after = (f"{sign}{each.body[side]}" for side in ("old", "new"))
        return _made(kind, each, before=before, after=after)

    return shape


def _clock(kind: EventKind) -> Callable[[Happening, Names], Told]:
    def shape(each: Happening, names: Names) -> Told:
        return _made(kind, each, after=str(each.body["metric"]), notable=True)

    return shape


def _case(kind: EventKind) -> Callable[[Happening, Names], Told]:
    def shape(each: Happening, names: Names) -> Told:
        vendor = names.vendor(each.body.get("case_id"))
        actor = each.actor or (vendor if each.actor_kind == "vendor" else "")
        return views.Event(kind, each.at, actor, "", vendor, each.reason or "", True)

    return shape


def _plain(kind: EventKind, *, notable: bool = False) -> Callable[[Happening, Names], Told]:
    def shape(each: Happening, names: Names) -> Told:
        return _made(kind, each, notable=notable)

    return shape


def _carried_out(each: Happening, names: Names) -> Told:
    """A step that warned; what moved the ticket stands in the timeline by itself."""
    early = (each.body.get("percent") or 100) < 100
    told = each.body.get("action") in ("notify", "page", "raise")
    return _made("warned", each, after=str(each.body["metric"])) if told and early else None


def _held_up(each: Happening, names: Names) -> Told:
    """A case that the policy asked for, and why there is none."""
    return _made("held_up", each, after=str(each.body["reason"]), notable=True)


def _linked(each: Happening, names: Names) -> Told:
    """A merge tells of itself."""
    return None if each.body.get("kind") == "merged_into" else _made("linked", each)


def _automatic(each: Happening, names: Names) -> Told:
    """A rule acted: which one, and that it could not."""
    kind: EventKind = "rule_acted" if each.body.get("state") == "done" else "rule_failed"
    return _made(kind, each, after=str(each.body["rule"]))


def _confidentiality(each: Happening, names: Names) -> Told:
    kind: EventKind = "made_confidential" if each.body["confidential"] else "opened_up"
    return _made(kind, each, notable=True)


def _approval(each: Happening, names: Names) -> Told:
    """How a request for approval ended."""
    ended = each.kind.removeprefix("ticket.approval_")
    return _made("approval", each, after=ended, notable=True)


def _visit_answered(each: Happening, names: Names) -> Told:
    """With the other time that they asked for, and what they said to it."""
    made = _made("visit_answered", each, after=str(each.body["answer"]), notable=True)
    return made and replace(made, reason=str(each.body.get("comment", "")), when=_asked_for(each))


def _asked_for(each: Happening) -> datetime | None:
    said = each.body.get("starts_at")
    return datetime.fromisoformat(said) if said else None


def _change(each: Happening, names: Names) -> Told:
    return _made("change", each, after=str(each.body["new"]))


SHAPES: Mapping[str, Callable[[Happening, Names], Told]] = {
    "ticket.raised": _raised,
    "ticket.assigned": _assigned,
    "ticket.state_changed": _changed("state"),
    "ticket.reprioritised": _changed("priority"),
    "ticket.tier_moved": _changed("tier", sign="L"),
    "ticket.breach_recorded": _clock("breached"),
    "ticket.breach_withdrawn": _clock("withdrawn"),
    "ticket.case_opened": _case("case_opened"),
    "ticket.case_acknowledged": _case("case_acknowledged"),
    "ticket.case_fixed": _case("case_fixed"),
    "ticket.case_questioned": _case("case_questioned"),
    "ticket.case_refused": _case("case_refused"),
    "case.passed_on": _case("case_passed_on"),
    "case.unanswered": _case("case_unanswered"),
    "escalation.held_up": _held_up,
    "ticket.resolved": _plain("resolved", notable=True),
    "ticket.closed": _plain("closed"),
    "ticket.reopened": _plain("reopened", notable=True),
    "ticket.merged": _plain("merged", notable=True),
    "ticket.absorbed": _plain("absorbed", notable=True),
    "ticket.linked": _linked,
    "ticket.reminded": _plain("reminded"),
    "ticket.no_reply_needed": _plain("no_reply_needed"),
    "ticket.thanks": _plain("thanked"),
    "ticket.subject_changed": _plain("subject_changed"),
    "ticket.requester_changed": _plain("requester_changed", notable=True),
    "ticket.service_changed": _plain("service_changed"),
    "ticket.confidentiality": _confidentiality,
    "escalation.carried_out": _carried_out,
    "automation.ran": _automatic,
    "ticket.approval_asked": _plain("approval_asked"),
    **{f"ticket.approval_{ended}": _approval for ended in words.APPROVAL if ended != "waiting"},
    **{f"ticket.change_{state}": _change for state in words.CHANGE if state != "draft"},
    "ticket.verified": _plain("verified"),
    "ticket.appointment_answered": _visit_answered,
}
