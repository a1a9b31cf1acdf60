"""Can the clauses of a version be meant, each alone and together with its targets?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING, Final

from contracts import metric
from contracts.agreements import clause, credit_check
from contracts.agreements.clause import (
    About,
    Arrival,
    Availability,
    Commitment,
    Exclusion,
    StartingTier,
)
from contracts.agreements.credit_clause import Clause

if TYPE_CHECKING:
    from contracts.agreements.agreed import Content

Wrong = tuple[str, str]
AT_ARRIVAL: Final = (metric.FIRST_RESPONSE, metric.RESOLUTION)
TIERS: Final = (1, 2, 3)


def wrong(kind: clause.Kind, content: Content) -> Iterator[Wrong]:
    """Each field that cannot be meant, with why and the cure."""
    yield from _misplaced(kind, content)
    for place, given in enumerate(content.commitments):
        yield from _at(f"commitments[{place}]", _commitment(kind, content, given))
    yield from _rivals("commitments", content.commitments)
    for place, excluded in enumerate(content.exclusions):
        yield from _at(f"exclusions[{place}]", _exclusion(excluded, content.exclusions[:place]))
    if content.availability is not None:
        yield from _at("availability", _availability(content, content.availability))
    for place, start in enumerate(content.starting_tiers):
        yield from _at(f"starting_tiers[{place}]", _start(start))
    yield from _rivals("starting_tiers", content.starting_tiers)
    for place, arrival in enumerate(content.arrivals):
        yield from _at(f"arrivals[{place}]", _arrival(content, arrival, place))
    if content.credits is not None:
        yield from credit_check.wrong(content.credits)
        for place, rule in enumerate(content.credits.clauses):
            yield from _at(f"credits.clauses[{place}]", _credit(kind, content, rule))


def against(content: Content, commitment: Decimal | None) -> Iterator[Wrong]:
    """Rules by share that differ from the version's single commitment, where no clause of it
    speaks of the same tickets."""
    rules = content.credits.clauses if content.credits and commitment is not None else ()
    for place, rule in enumerate(rules):
        own = any(
            given.metric == rule.metric and clause.meet(given, rule)
            for given in content.commitments
        )
        if own or not _by_share(rule) or rule.metric == metric.AVAILABILITY:
            continue
        if rule.commitment != commitment:
            at = f"credits.clauses[{place}].commitment"
            yield at, _differs("commitment_percent", commitment)


def _misplaced(kind: clause.Kind, content: Content) -> Iterator[Wrong]:
    if kind == "OLA" and content.credits is not None:
        yield "credits", "a tier of ours owes no money: leave them out of an OLA"
    if kind == "OLA" and content.availability is not None:
        yield "availability", "an SLA's or a UC's: leave it out of an OLA"
    if kind != "SLA" and content.starting_tiers:
        yield "starting_tiers", f"an SLA says where its tickets start, not {_a(kind)}"
    if kind != "SLA" and content.arrivals:
        yield "arrivals", f"tickets arrive under an SLA, not {_a(kind)}"
    if kind != "UC" and content.settings.holder != "msp":
        yield "settings.holder", f"only a UC can be held by the client, not {_a(kind)}"


def _commitment(kind: clause.Kind, content: Content, given: Commitment) -> Iterator[Wrong]:
    yield from _about(given)
    if given.metric not in clause.METRICS[kind]:
        yield ".metric", f"one of {', '.join(clause.METRICS[kind])}"
    elif not _targeted(content, given.metric, given):
        yield ".metric", f"no target speaks of {given.metric} there: add one first"
    if not credit_check.is_percent(given.percent) or not given.percent:
        yield ".percent", "above 0 and up to 100, with no more than 12 decimals"
    small = given.small_sample
    if small is not None and small.below < 2:
        yield ".small_sample.below", "2 tickets or more, or leave the small sample out"
    if small is not None and not 0 <= (small.misses_allowed or 0) < small.below:
        yield ".small_sample.misses_allowed", f"from 0 to {small.below - 1}, or null for any"


def _exclusion(given: Exclusion, before: Sequence[Exclusion]) -> Iterator[Wrong]:
    planned = given.reason == "planned_maintenance"
    if (given.reason, given.name) in {(each.reason, each.name) for each in before}:
        yield "", "this reason is listed already"
    if (given.reason == "other") != bool(given.name.strip()):
        yield ".name", "an other reason has a name, and only that"
    if planned != (given.notice_hours is not None):
        yield ".notice_hours", "planned maintenance says how long before it is announced"
    if given.notice_hours is not None and not 0 <= given.notice_hours <= 366 * 24:
        yield ".notice_hours", "from 0 hours to a year"


def _availability(content: Content, given: Availability) -> Iterator[Wrong]:
    planned = any(each.reason == "planned_maintenance" for each in content.exclusions)
    if not credit_check.is_percent(given.percent) or not given.percent:
        yield ".percent", "above 0 and up to 100, with no more than 12 decimals"
    if not 0 <= given.minimum_outage_us <= clause.LONGEST:
        yield ".minimum_outage_us", "from 0 to ten years"
    if given.maintenance_us is not None and not planned:
        yield ".maintenance_us", "list planned_maintenance among the exclusions first"
    if given.maintenance_us is not None and not 0 <= given.maintenance_us <= clause.LONGEST:
        yield ".maintenance_us", "from 0 to ten years"


def _start(given: StartingTier) -> Iterator[Wrong]:
    yield from _about(given)
    if given.tier not in TIERS:
        yield ".tier", "1, 2 or 3"


def _arrival(content: Content, given: Arrival, place: int) -> Iterator[Wrong]:
    if given.metric not in AT_ARRIVAL:
        yield ".metric", f"one of {', '.join(AT_ARRIVAL)}: the others do not begin on arrival"
    elif given.about not in {target.about for target in content.targets}:
        yield "", f"no target for {' · '.join(given.about)} that this would replace: add it"
    if given.about in {each.about for each in content.arrivals[:place]}:
        yield "", "there is another for this metric, type and priority already"
    if given.allowed_us is None and given.calendar_version_id is None:
        yield ".allowed_us", "give another allowance, another calendar, or both"
    if given.allowed_us is not None and not 0 <= given.allowed_us <= clause.LONGEST:
        yield ".allowed_us", "from 0 to ten years"


def _credit(kind: clause.Kind, content: Content, rule: Clause) -> Iterator[Wrong]:
    yield from _about(rule)
    if rule.metric == metric.AVAILABILITY:
        if content.availability is None:
            yield ".metric", "say in availability what is committed"
        elif _by_share(rule) and rule.commitment != content.availability.percent:
            yield ".commitment", _differs("availability", content.availability.percent)
        return
    if rule.metric not in clause.METRICS[kind]:
        yield ".metric", f"availability or one of {', '.join(clause.METRICS[kind])}"
    elif not _targeted(content, rule.metric, rule):
        yield ".metric", f"no target speaks of {rule.metric} there: add one first"
    for given in content.commitments if _by_share(rule) else ():
        overlap = given.metric == rule.metric and clause.meet(given, rule)
        if overlap and given.percent != rule.commitment:
            yield ".commitment", _differs("commitments", given.percent)


def _by_share(rule: Clause) -> bool:
    return rule.per_unit is None or rule.per_unit.unit == "percent"


def _differs(where: str, percent: object) -> str:
    return f"{where} says {percent} %: write the same, and where nothing is owed a band of 0 %"


def _about(given: About) -> Iterator[Wrong]:
    if not set(given.ticket_types) <= set(clause.TYPES):
        yield ".ticket_types", f"among {', '.join(clause.TYPES)}"
    if not set(given.priorities) <= set(clause.PRIORITIES):
        yield ".priorities", f"among {', '.join(clause.PRIORITIES)}"


def _targeted(content: Content, name: str, about: About) -> bool:
    return any(
        target.metric == name and clause.concerns(about, target.ticket_type, target.priority)
        for target in content.targets
    )


def _rivals(field: str, clauses: Sequence[Commitment | StartingTier]) -> Iterator[Wrong]:
    for (_, one), (place, other) in combinations(enumerate(clauses), 2):
        if getattr(one, "metric", "") == getattr(other, "metric", "") and clause.rivals(one, other):
            yield f"{field}[{place}]", "another one speaks of the same tickets: say it once"


def _at(field: str, found: Iterator[Wrong]) -> Iterator[Wrong]:
    return ((field + rest, said) for rest, said in found)


def _a(kind: clause.Kind) -> str:
    return f"{'a' if kind == 'UC' else 'an'} {kind}"
