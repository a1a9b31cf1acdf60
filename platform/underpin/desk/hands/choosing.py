"""To whom a ticket goes of its own accord. Pure: people and ways in, a person or nobody out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from underpin.desk.hands.ways import Rule, Ways


@dataclass(frozen=True, slots=True)
class Matter:
    """What is to be given to somebody; `skills` are those its service needs."""

    type: str
    priority: str
    tier: int
    service_id: UUID | None = None
    skills: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works for the client. `open`: tickets they hold, at all clients. `turn`: the
    higher, the later they were last given one of this client's; 0: never."""

    id: UUID
    tier: int | None
    skills: frozenset[UUID] = frozenset()
    teams: frozenset[UUID] = frozenset()
    open: int = 0
    turn: int = 0
    away: bool = False


def decide(matter: Matter, colleagues: Iterable[Colleague], ways: Ways) -> UUID | None:
    """None: it stays in its queue. Whoever is away, in another tier, lacks a skill or has enough to
    do gets nothing, whichever the way; a rule's own person may be of any tier."""
    fit = [each for each in colleagues if _fits(each, matter, ways)]
    if ways.way == "by_hand":
        return None
    if ways.way == "rule":
        return _by_rule(matter, fit, ways.rules)
    able = [each for each in fit if each.tier == matter.tier]
    return _first(able, _turn if ways.way == "round_robin" else _load)


def _fits(each: Colleague, matter: Matter, ways: Ways) -> bool:
    room = ways.most_open is None or each.open < ways.most_open
    return room and not each.away and matter.skills <= each.skills


def _by_rule(matter: Matter, fit: Sequence[Colleague], rules: Sequence[Rule]) -> UUID | None:
    """The first rule that fits the matter counts, even if nobody of it can take it."""
    for rule in rules:
        if _meets(rule, matter):
            if rule.staff_id is not None:
                return next((each.id for each in fit if each.id == rule.staff_id), None)
            team = [each for each in fit if rule.team_id in each.teams]
            return _first([each for each in team if each.tier == matter.tier], _load)
    return None


def _meets(rule: Rule, matter: Matter) -> bool:
    asked = (
        (rule.type, matter.type),
        (rule.priority, matter.priority),
        (rule.service_id, matter.service_id),
        (rule.tier, matter.tier),
    )
    return all(wanted is None or wanted == found for wanted, found in asked)


Order = Callable[[Colleague], tuple[object, ...]]


def _first(able: Sequence[Colleague], order: Order) -> UUID | None:
    return min(able, key=order).id if able else None


def _load(each: Colleague) -> tuple[object, ...]:
    """Who has least to do; of two the one who waited longer."""
    return each.open, each.turn, each.id


def _turn(each: Colleague) -> tuple[object, ...]:
    """Whose turn it is: who was given one longest ago."""
    return each.turn, each.id
