"""The list's filter as an address holds it (`tier=1&assignee=none`): what a page's URL says, the
API is asked with and a saved view keeps. One form, read in one place. Pure."""

from __future__ import annotations

import typing
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Annotated, Any, Final, TypeVar
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

import msgspec
from msgspec import Meta

from contracts import facts
from underpin.desk.fields import field
from underpin.desk.queues.filtering import Filter
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.principal import Principal

BESIDE: Final = ("after", "limit", "snoozed")
"""Words of the address that narrow nothing."""
ME, NOBODY = "me", "none"

Moment = Annotated[datetime, Meta(tz=True)]
State = typing.Literal["new", "open", "waiting_client", "waiting_vendor", "scheduled"]
Kind = typing.Literal[
    "incident", "service_request", "change_request", "problem", "complaint", "question"
]
FieldSaid = Annotated[str, Meta(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}:.{1,200}$")]
Priority = typing.Literal["P1", "P2", "P3", "P4", "P5"]


class Asked(msgspec.Struct, forbid_unknown_fields=True, omit_defaults=True, frozen=True):
    """`client`: keys. `assignee`: me, none, or an id. `team`: of whoever holds it. `field`: its id,
    a colon, what is said. Lists may be given several times."""

    client: tuple[str, ...] = ()
    tier: Annotated[int, Meta(ge=1, le=4)] | None = None
    priority: Priority | None = None
    state: tuple[State, ...] = ()
    type: tuple[Kind, ...] = ()
    assignee: str | None = None
    team: UUID | None = None
    service: UUID | None = None
    category: UUID | None = None
    tag: tuple[str, ...] = ()
    field: tuple[FieldSaid, ...] = ()
    breached: bool | None = None
    at_risk: bool = False
    escalated: bool = False
    major: bool = False
    waiting: bool = False
    raised_from: Moment | None = None
    raised_to: Moment | None = None
    due_before: Moment | None = None


SEVERAL: Final = frozenset({"client", "state", "type", "tag", "field"})
LIVE: Final = frozenset(facts.STATES) - {facts.RESOLVED, facts.CLOSED}
assert frozenset(typing.get_args(State)) == LIVE  # noqa: S101


Query = str | Iterable[tuple[str, str]]
"""An address's query as it stands, or taken apart."""
Into = TypeVar("Into")


def read(query: Query) -> Asked:
    """Raises Malformed naming what cannot be read, a word that is none of these among it."""
    return converted(query, Asked, "The filter", several=SEVERAL, beside=BESIDE)


def converted(
    query: Query, into: type[Into], what: str, *, several: Collection[str], beside: Collection[str]
) -> Into:
    """Empty words are left out, and so are those `beside`; of the `several` all are kept. Raises
    Malformed saying what cannot be read."""
    pairs = parse_qsl(query) if isinstance(query, str) else query
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in several and value:
            found[name] = (*found.get(name, ()), value)
        elif name not in beside and value:
            found[name] = value
    try:
        return msgspec.convert(found, into, strict=False)
    except msgspec.ValidationError as wrong:
        raise Malformed(f"{what} cannot be read: {wrong}.", field="query") from wrong


def write(asked: Asked) -> str:
    """The address of it, the same for the same filter."""
    plain: Mapping[str, Any] = msgspec.to_builtins(asked)
    spelled = {name: _spelled(value) for name, value in plain.items()}
    return urlencode(sorted(spelled.items()), doseq=True)


def _spelled(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value


def wanted(asked: Asked, who: Principal) -> Filter:
    """For this person: their clients, and themselves. Raises NotFound, Malformed."""
    same = (
        *("tier", "priority", "breached", "at_risk", "escalated", "major", "waiting"),
        *("raised_from", "raised_to"),
    )
    return Filter(
        tenants=tuple(client(each, who) for each in asked.client),
        assignee=_assignee(asked.assignee, who),
        unassigned=asked.assignee == NOBODY,
        states=asked.state,
        types=asked.type,
        team_id=asked.team,
        service_id=asked.service,
        category_id=asked.category,
        tags=asked.tag,
        fields=tuple(map(_said, asked.field)),
        due_before=asked.due_before,
        **{name: getattr(asked, name) for name in same},
    )


def client(key: str, who: Principal) -> int:
    """The tenant of a client whom this person serves. Raises NotFound."""
    found = who.tenants.get(key.upper())
    if found is None:
        raise NotFound
    return found


def _said(given: str) -> str:
    named, _, value = given.partition(":")
    return field.said(UUID(named), value)


def _assignee(said: str | None, who: Principal) -> UUID | None:
    if said in (None, NOBODY):
        return None
    try:
        return who.person_id if said == ME else UUID(said)
    except ValueError as wrong:
        raise Malformed("assignee: me, none, or a person's id.", field="assignee") from wrong
