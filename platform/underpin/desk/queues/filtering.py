"""What narrows the list, as conditions over a row `t` of `ticket`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from contracts.agreements import clause
from underpin.desk.tickets import states


@dataclass(frozen=True, slots=True)
class Filter:
    """Everything is met together; of several values of one kind any. `at_risk`: warned and not
    missed. `escalated`: by the client. `major`: part of a major incident. `waiting`: for the
    client, a vendor or a date. `raised_from` is within, `raised_to` and `due_before` are not.
    `category_id` with those below it. `team_id`: held by somebody of that team. `fields`: what is
    said in them, as `fields.field.said`."""

    tenants: tuple[int, ...] = ()
    tier: int | None = None
    priority: str | None = None
    assignee: UUID | None = None
    unassigned: bool = False
    team_id: UUID | None = None
    states: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    service_id: UUID | None = None
    category_id: UUID | None = None
    tags: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    breached: bool | None = None
    at_risk: bool = False
    escalated: bool = False
    major: bool = False
    waiting: bool = False
    raised_from: datetime | None = None
    raised_to: datetime | None = None
    due_before: datetime | None = None


FEW: Final = 63
FEW_AT_RISK: Final = "t.next_warn_at <= transaction_timestamp()"
MANY_AT_RISK: Final = "t.next_warn_at <= (SELECT transaction_timestamp())"
"""The transaction's time is the verb's. PostgreSQL sees it in the first: of few clients it reads
what is at risk and sorts it. In the second it does not, and walks the ranking of many, where they
come early; as an argument it would be weighed, and the statement planned, at every call."""

STATES: Final = {state: state for state in states.LIVE}
TYPES: Final = {type_: type_ for type_ in clause.TYPES}

Condition = tuple[str, object]
"""SQL with `{}` where its argument's place comes, and the argument."""

TAGGED = (
    "(t.tenant_id, t.id) IN (SELECT g.tenant_id, g.ticket_id FROM ticket_tag g WHERE g.tag = {})"
)

SAID = (
    "(t.tenant_id, t.id) IN (SELECT f.tenant_id, f.ticket_id FROM field_word f WHERE f.said = {})"
)
HELD_BY_TEAM = (
    "t.assignee_id = ANY (ARRAY(SELECT m.staff_id FROM team_member m WHERE m.team_id = {}))"
)
FILED = (
    "t.category_id = ANY (ARRAY(SELECT c.id FROM category c WHERE c.id = {0} OR c.parent_id = {0}))"
)


def conditions(wanted: Filter, clients: int, taken: int = 0) -> tuple[list[str], list[object]]:
    """What narrows the list of so many clients, with its arguments behind those `taken` already."""
    found = list(_conditions(wanted))
    said = [sql.format(f"${place}") for place, (sql, _) in enumerate(found, taken + 1)]
    return [*said, *_plain(wanted, clients)], [argument for _, argument in found]


def _plain(wanted: Filter, clients: int) -> Iterator[str]:
    """A single state or type is written out: only then are the indexes of the rarer ones known to
    hold it. So is a single client: of whichever client PostgreSQL expects few tickets, and would
    sort a large one's. Raises KeyError for a state or type that is none."""
    if len(wanted.tenants) == 1:
        yield f"t.tenant_id = {int(wanted.tenants[0])}"
    for column, values, known in (
        ("t.state", wanted.states, STATES),
        ("t.type", wanted.types, TYPES),
    ):
        if len(values) == 1:
            yield f"{column} = '{known[values[0]]}'"
    if wanted.unassigned:
        yield "t.assignee_id IS NULL"
    if wanted.breached is not None:
        yield "t.breached" if wanted.breached else "NOT t.breached"
    if wanted.escalated:
        yield "t.escalated_at IS NOT NULL"
    if wanted.major:
        yield "t.major_id IS NOT NULL"
    if wanted.at_risk:
        yield FEW_AT_RISK if len(wanted.tenants) == 1 or clients <= FEW else MANY_AT_RISK
        if wanted.breached is None:
            yield "NOT t.breached"


def _conditions(wanted: Filter) -> Iterator[Condition]:
    for column, value in (
        ("t.tier = {}", wanted.tier),
        ("t.priority = {}", wanted.priority),
        ("t.assignee_id = {}", wanted.assignee),
        (HELD_BY_TEAM, wanted.team_id),
        ("t.service_id = {}", wanted.service_id),
        (FILED, wanted.category_id),
        ("t.raised_at >= {}", wanted.raised_from),
        ("t.raised_at < {}", wanted.raised_to),
        ("t.due_at < {}", wanted.due_before),
    ):
        if value is not None:
            yield column, value
    yield from _several(wanted)


def _several(wanted: Filter) -> Iterator[Condition]:
    if len(wanted.tenants) > 1:
        yield "t.tenant_id = ANY ({}::int[])", list(wanted.tenants)
    for column, values in (("t.state", wanted.states), ("t.type", wanted.types)):
        if len(values) > 1:
            yield f"{column} = ANY ({{}}::text[])", list(values)
    if wanted.waiting:
        yield "t.state = ANY ({}::text[])", sorted(states.WAITING)
    for tag in wanted.tags:
        yield TAGGED, tag
    for said in wanted.fields:
        yield SAID, said
