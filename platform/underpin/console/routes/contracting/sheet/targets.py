"""The grid of targets: for each ticket type, priorities by metrics. A cell without a time promises
nothing; it counts, warns and pauses as its metric does unless it says otherwise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, TypeVar
from uuid import UUID

from contracts import facts, metric
from contracts.agreements import clause
from contracts.agreements.agreed import Content, Target
from underpin.console.routes.contracting.sheet import spans
from underpin.console.routes.contracting.sheet.fields import FILL_IN, Fields

PAUSABLE: Final = tuple(each for each in facts.STATES if each not in ("resolved", "closed"))
USUAL_WARNINGS: Final = (75, 90)
V = TypeVar("V", bound=tuple[object, ...])


def cell(ticket_type: str, priority: str, name: str) -> str:
    return f"t.{ticket_type}.{priority}.{name}"


def write(kind: clause.Kind, content: Content) -> Iterator[tuple[str, str]]:
    """The fields and what stands in them."""
    yield "calendar", str(content.calendar_version_id)
    usual = {name: _usual(name, content.targets) for name in clause.METRICS[kind]}
    for name, (warns, pauses) in usual.items():
        yield f"w.{name}", _percents(warns)
        yield from ((f"p.{name}.{state}", "yes") for state in pauses)
    for target in content.targets:
        yield from _cell(target, *usual[target.metric])


def _usual(name: str, targets: Sequence[Target]) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """At which percentages most targets of a metric warn, and what pauses most of them."""
    own = [each for each in targets if each.metric == name]
    warns = _commonest([tuple(sorted(each.warn_percents)) for each in own], USUAL_WARNINGS)
    return warns, _commonest([_in_order(each.pauses) for each in own], metric.default_pauses(name))


def _commonest(given: Sequence[V], otherwise: V) -> V:
    counted = Counter(given)
    return max(counted, key=lambda each: (counted[each], each)) if counted else otherwise


def _cell(
    target: Target, warns: tuple[int, ...], pauses: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    at = cell(target.ticket_type, target.priority, target.metric)
    yield at, spans.write(target.allowed_us)
    if target.calendar_version_id is not None:
        yield f"{at}.calendar", str(target.calendar_version_id)
    if tuple(sorted(target.warn_percents)) != warns:
        yield f"{at}.warn", _percents(target.warn_percents) or "-"
    if _in_order(target.pauses) != pauses:
        yield f"{at}.pause", ",".join(_in_order(target.pauses)) or "-"


def read(kind: clause.Kind, fields: Fields, calendar: UUID) -> tuple[Target, ...]:
    return tuple(
        target
        for ticket_type in clause.TYPES
        for priority in clause.PRIORITIES
        for name in clause.METRICS[kind]
        if (target := _target(fields, (name, ticket_type, priority), calendar)) is not None
    )


def _target(fields: Fields, about: tuple[str, str, str], calendar: UUID) -> Target | None:
    name, ticket_type, priority = about
    at = cell(ticket_type, priority, name)
    own = fields.calendar(f"{at}.calendar")
    allowed = fields.span(at, own or calendar)
    if allowed is None:
        return None
    warns = fields.percents(f"{at}.warn")
    return Target(
        *about,
        allowed,
        (fields.percents(f"w.{name}") or ()) if warns is None else warns,
        _pauses(fields, at, name),
        None if own == calendar else own,
    )


def _pauses(fields: Fields, at: str, name: str) -> tuple[str, ...]:
    given = fields.text(f"{at}.pause")
    if given:
        return _in_order(given.split(","))
    return tuple(state for state in facts.STATES if fields.ticked(f"p.{name}.{state}"))


def _in_order(states: Sequence[str]) -> tuple[str, ...]:
    return tuple(state for state in facts.STATES if state in states)


def _percents(given: Sequence[int]) -> str:
    return ", ".join(str(each) for each in sorted(given))


def calendar_of(fields: Fields) -> UUID | None:
    """The one that counts for every cell without its own."""
    found = fields.calendar("calendar")
    if found is None:
        fields.wrong("calendar", FILL_IN)
    return found
