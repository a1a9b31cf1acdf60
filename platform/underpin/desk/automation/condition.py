"""What a rule asks of a ticket before it acts: typed conditions, all of which must hold. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal
from uuid import UUID

import msgspec

from contracts import facts
from contracts.agreements import clause
from underpin.desk.automation import pattern, said_in
from underpin.desk.automation.said_in import Field, Said
from underpin.desk.tickets import priority
from underpin.kernel.errors import Malformed

MOST: Final = 12
MOST_VALUES: Final = 50
FREE: Final = "-"
"""No value: a ticket without a service, or that nobody holds."""


class Among(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="if", tag="among"):
    """`what` is one of `values`, or none of them; `-` stands for none at all."""

    what: str
    values: list[str]
    negate: bool = False


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="if", tag="words"):
    """Any of these words stands there, `*` for any run of characters."""

    any_of: list[str]
    where: Literal["subject", "body", "either"] = "either"
    negate: bool = False


class Hours(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="if", tag="hours"):
    """Within, or outside, the working hours of the ticket's SLA. Out of contract there are none,
    and neither holds."""

    within: bool = True


Condition = Among | Words | Hours | Field


@dataclass(frozen=True, slots=True)
class Facts:
    """A ticket as rules see it. `client` is the company's key; ids are texts. `open`: whether its
    SLA's hours run; None without one. `body` is the client's last word. `categories` are its own
    and the one above; `assets`, `asset_kinds`: what it is about; `fields`: what is said there."""

    type: str
    priority: str
    tier: str
    state: str
    channel: str
    client: str
    service: str
    requester: str
    assignee: str
    subject: str
    body: str
    tags: frozenset[str] = field(default_factory=frozenset)
    open: bool | None = None
    categories: frozenset[str] = field(default_factory=frozenset)
    assets: frozenset[str] = field(default_factory=frozenset)
    asset_kinds: frozenset[str] = field(default_factory=frozenset)
    fields: Said = field(default_factory=dict)


SEVERAL: Final = {
    "tag": "tags",
    "category": "categories",
    "asset": "assets",
    "asset_kind": "asset_kinds",
}
"""Of what a ticket may have several, and where."""


def met(conditions: Iterable[Condition], facts: Facts) -> bool:
    """Whether all of them hold; with none, always."""
    return all(holds(each, facts) for each in conditions)


def holds(condition: Condition, facts: Facts) -> bool:
    match condition:
        case Among(what, values, negate):
            return _among(what, values, facts) is not negate
        case Words(any_of, where, negate):
            return _said(any_of, where, facts) is not negate
        case Hours(within):
            return facts.open is within
        case Field():
            return said_in.holds(condition, facts.fields)


def _among(what: str, values: Sequence[str], facts: Facts) -> bool:
    if what in SEVERAL:
        has = getattr(facts, SEVERAL[what]) or {FREE}
        return any(each in has for each in values)
    return (getattr(facts, what) or FREE) in values


def _said(any_of: Sequence[str], where: str, facts: Facts) -> bool:
    texts = {"subject": [facts.subject], "body": [facts.body]}.get(
        where, [facts.subject, facts.body]
    )
    spelled = [pattern.spelled(each) for each in texts]
    return any(pattern.found(each, text) for each in any_of for text in spelled)


def check(conditions: Sequence[Condition]) -> None:
    """Raises Malformed naming the field."""
    if len(conditions) > MOST:
        raise Malformed(f"conditions: {MOST} at most.", field="conditions")
    for each in conditions:
        if isinstance(each, Among):
            _check_values(each)
        elif isinstance(each, Words):
            _check_words(each)
        elif isinstance(each, Field):
            said_in.check(each)


def _check_words(said: Words) -> None:
    if not 1 <= len(said.any_of) <= MOST_VALUES:
        raise Malformed(f"any_of: 1 to {MOST_VALUES}.", field="any_of")
    for each in said.any_of:
        pattern.check(each, "any_of")


def _check_values(said: Among) -> None:
    if said.what not in KNOWN:
        raise Malformed(f"what: one of {', '.join(KNOWN)}.", field="what")
    if not 1 <= len(said.values) <= MOST_VALUES:
        raise Malformed(f"values: 1 to {MOST_VALUES}.", field="values")
    strange = [each for each in said.values if not KNOWN[said.what](each)]
    if strange:
        raise Malformed(f"values: {strange[0]!r} is no {said.what}.", field="values")


def _is_id(value: str) -> bool:
    try:
        return value == str(UUID(value))
    except ValueError:
        return False


def _is_id_or_none(value: str) -> bool:
    return value == FREE or _is_id(value)


def _is_word(value: str) -> bool:
    return 1 <= len(value) <= 100


KNOWN: Final[Mapping[str, Callable[[str], bool]]] = {
    "type": clause.TYPES.__contains__,
    "priority": priority.PRIORITIES.__contains__,
    "tier": ("1", "2", "3", "4").__contains__,
    "state": facts.STATES.__contains__,
    "channel": _is_word,
    "client": _is_word,
    "service": _is_id_or_none,
    "category": _is_id_or_none,
    "tag": _is_word,
    "asset": _is_id_or_none,
    "asset_kind": _is_word,
    "requester": _is_id,
    "assignee": _is_id_or_none,
}
