"""The clauses of a version, each in one line that a client admin can read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Final
from uuid import UUID

from contracts.agreements.agreed import Content
from contracts.agreements.clause import About, Arrival, Availability, Commitment, Exclusion
from contracts.agreements.credit_clause import Band, Clause, PerUnit
from contracts.agreements.credit_schedule import Cap, InARow, Schedule

Line = tuple[str, str]
UNITS: Final = {"minute": "min over", "percent": "% under", "ticket": "tickets missed"}
BASES: Final = {
    "service_fee": "service fee",
    "net_invoice": "net invoice",
    "day_charge": "a day's charge",
}


def lines(
    content: Content, calendars: Mapping[UUID, str], duration: Callable[[int], str]
) -> Iterator[Line]:
    """What each clause is about, and what it says. `duration` words microseconds."""
    for given in content.commitments:
        yield _about("commitment", given, given.metric), _commitment(given)
    for arrival in content.arrivals:
        yield (
            " · ".join(("raised outside hours", *arrival.about)),
            _arrival(content, arrival, calendars, duration),
        )
    for start in content.starting_tiers:
        yield _about("starts at", start), f"L{start.tier}"
    if content.availability is not None:
        yield "availability", _availability(content, content.availability, calendars, duration)
    for excluded in content.exclusions:
        yield f"exclusion · {excluded.name or excluded.reason}", _exclusion(excluded)
    if content.credits is not None:
        yield "credits", _schedule(content.credits)
        for rule in content.credits.clauses:
            yield _about("credits", rule, rule.metric), _rule(rule)


def percent(value: Decimal) -> str:
    return f"{value.normalize():f} %"


def _about(what: str, about: About, metric: str = "") -> str:
    named = (metric, ", ".join(about.ticket_types), ", ".join(about.priorities))
    return " · ".join((what, *(each for each in named if each)))


def _commitment(given: Commitment) -> str:
    small = given.small_sample
    if small is None:
        return percent(given.percent)
    allowed = "counts as kept" if small.misses_allowed is None else _may_miss(small.misses_allowed)
    return f"{percent(given.percent)}, with fewer than {small.below} tickets {allowed}"


def _may_miss(count: int) -> str:
    return "none may miss" if not count else f"{count} may miss"


def _arrival(
    content: Content,
    given: Arrival,
    calendars: Mapping[UUID, str],
    duration: Callable[[int], str],
) -> str:
    target = next(each for each in content.targets if each.about == given.about)
    allowed = target.allowed_us if given.allowed_us is None else given.allowed_us
    counted = given.calendar_version_id or content.calendar_of(target)
    return (
        f"{duration(allowed)} on {calendars.get(counted, counted)} "
        f"when raised outside {calendars.get(given.outside, given.outside)}"
    )


def _availability(
    content: Content,
    given: Availability,
    calendars: Mapping[UUID, str],
    duration: Callable[[int], str],
) -> str:
    calendar = calendars.get(content.availability_calendar, content.availability_calendar)
    parts = [f"{percent(given.percent)} a {given.period} on {calendar}"]
    if given.minimum_outage_us:
        parts.append(f"outages from {duration(given.minimum_outage_us)}")
    if given.maintenance_us is not None:
        parts.append(f"at most {duration(given.maintenance_us)} of maintenance")
    return ", ".join(parts)


def _exclusion(given: Exclusion) -> str:
    notice = given.notice_hours
    return "left out" if notice is None else f"left out if announced {notice} h ahead"


def _schedule(given: Schedule) -> str:
    claim = given.on_claim_days
    of = " of the period before" if given.basis_of == "previous_period" else ""
    parts = [
        f"{given.nature.replace('_', ' ')} on the {BASES[given.basis]}{of}, by the {given.period}",
        "automatic" if claim is None else f"on claim within {claim} days",
        "the largest only" if given.cumulation == "largest" else "all added up",
        *(_cap(cap) for cap in given.caps),
    ]
    if given.minimum:
        parts.append(f"nothing under {percent(given.minimum)}")
    if given.in_a_row is not None:
        parts.append(_in_a_row(given.in_a_row, given.period))
    return ", ".join(parts)


def _cap(cap: Cap) -> str:
    basis = f" of the {BASES[cap.basis]}" if cap.basis else ""
    return f"at most {percent(cap.percent)}{basis}{f' a {cap.period}' if cap.period else ''}"


def _in_a_row(given: InARow, period: str) -> str:
    within = f" within {given.within}" if given.within else ""
    missed = f"after {given.periods} {period}s missed in a row{within}"
    if given.percent is not None:
        return f"{missed} no less than {percent(given.percent)}"
    notice = f" with {given.notice_days} days' notice" if given.notice_days is not None else ""
    return f"{missed} the right to terminate{notice}"


def _rule(rule: Clause) -> str:
    if rule.per_unit is not None:
        return _unit(rule, rule.per_unit)
    steps = sorted(rule.steps, key=lambda step: step.below, reverse=True)
    bands = sorted(rule.bands, key=lambda band: band.low, reverse=True)
    return "; ".join(
        [
            *(f"below {percent(step.below)}: {percent(step.credit)}" for step in steps),
            *(f"{_band(band)}: {percent(band.credit)}" for band in bands),
        ]
    )


def _band(band: Band) -> str:
    low = f"{'from' if band.low_included else 'above'} {percent(band.low)}"
    return f"{low} {'up to' if band.high_included else 'to below'} {percent(band.high)}"


def _unit(rule: Clause, unit: PerUnit) -> str:
    if unit.unit == "ticket" and unit.size == 1:
        return f"{percent(unit.credit)} per ticket missed"
    under = f" {percent(rule.commitment)}" if unit.unit == "percent" else ""
    size = f"{unit.size.normalize():f} {UNITS[unit.unit]}{under}"
    return f"{percent(unit.credit)} per {unit.counted} {size}"
