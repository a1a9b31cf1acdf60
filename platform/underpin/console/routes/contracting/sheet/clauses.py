"""Commitments, exclusions, where tickets start, other targets out of hours, and availability: each
clause a row of fields, told apart by number ("commitments.0.metric")."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final, get_args
from uuid import UUID

from contracts import metric
from contracts.agreements import clause
from contracts.agreements.agreed import Content
from contracts.agreements.clause import (
    About,
    Arrival,
    Availability,
    Commitment,
    Exclusion,
    SmallSample,
    StartingTier,
)
from underpin.console.routes.contracting.sheet import spans
from underpin.console.routes.contracting.sheet.fields import Fields

REASONS: Final = get_args(clause.Reason)
PERIODS: Final = ("month", "quarter", "year")
Pair = tuple[str, str]


def write(content: Content) -> Iterator[Pair]:
    for number, given in enumerate(content.commitments):
        yield from _commitment(f"commitments.{number}.", given)
    for number, excluded in enumerate(content.exclusions):
        at = f"exclusions.{number}."
        yield f"{at}reason", excluded.reason
        yield f"{at}name", excluded.name
        yield f"{at}notice", _number(excluded.notice_hours)
    for number, start in enumerate(content.starting_tiers):
        yield f"starts.{number}.tier", str(start.tier)
        yield from _about(f"starts.{number}.", start)
    for number, arrival in enumerate(content.arrivals):
        yield from _arrival(f"arrivals.{number}.", arrival)
    if content.availability is not None:
        yield from _availability(content.availability)


def _commitment(at: str, given: Commitment) -> Iterator[Pair]:
    yield f"{at}metric", given.metric
    yield f"{at}percent", plain(given.percent)
    yield from _about(at, given)
    if given.small_sample is not None:
        yield f"{at}below", str(given.small_sample.below)
        yield f"{at}misses", _number(given.small_sample.misses_allowed)


def _arrival(at: str, given: Arrival) -> Iterator[Pair]:
    yield f"{at}metric", given.metric
    yield f"{at}types", given.ticket_type
    yield f"{at}priorities", given.priority
    yield f"{at}outside", str(given.outside)
    yield f"{at}allowed", "" if given.allowed_us is None else spans.write(given.allowed_us)
    yield f"{at}calendar", str(given.calendar_version_id or "")


def _availability(given: Availability) -> Iterator[Pair]:
    yield "availability.percent", plain(given.percent)
    yield "availability.period", given.period
    yield "availability.calendar", str(given.calendar_version_id or "")
    yield "availability.outage", spans.write(given.minimum_outage_us)
    if given.maintenance_us is not None:
        yield "availability.maintenance", spans.write(given.maintenance_us)


def _about(at: str, given: About) -> Iterator[Pair]:
    yield f"{at}priorities", ", ".join(given.priorities)
    yield f"{at}types", ",".join(given.ticket_types)


def plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def commitments(fields: Fields, kind: clause.Kind) -> Iterator[Commitment]:
    for at in fields.rows("commitments", "percent"):
        below = fields.whole(f"{at}below")
        misses = fields.whole(f"{at}misses")
        yield Commitment(
            fields.one_of(f"{at}metric", clause.METRICS[kind]),
            fields.percent(f"{at}percent") or Decimal(0),
            *about(fields, at),
            small_sample=None if below is None else SmallSample(below, misses),
        )


def exclusions(fields: Fields) -> Iterator[Exclusion]:
    for at in fields.rows("exclusions", "reason"):
        reason = fields.one_of(f"{at}reason", REASONS)
        yield Exclusion(reason, fields.text(f"{at}name"), fields.whole(f"{at}notice"))  # type: ignore[arg-type]


def starts(fields: Fields) -> Iterator[StartingTier]:
    for at in fields.rows("starts", "tier"):
        priorities, types = about(fields, at)
        yield StartingTier(fields.whole(f"{at}tier") or 0, types, priorities)


def arrivals(fields: Fields) -> Iterator[Arrival]:
    for at in fields.rows("arrivals", "outside"):
        calendar = fields.calendar(f"{at}calendar")
        outside = fields.calendar(f"{at}outside")
        if outside is not None:
            yield _arriving(fields, at, outside, calendar)


def _arriving(fields: Fields, at: str, outside: UUID, calendar: UUID | None) -> Arrival:
    return Arrival(
        fields.one_of(f"{at}metric", (metric.RESOLUTION, metric.FIRST_RESPONSE)),
        fields.one_of(f"{at}types", clause.TYPES),
        fields.one_of(f"{at}priorities", clause.PRIORITIES),
        outside,
        fields.span(f"{at}allowed", calendar),
        calendar,
    )


def availability(fields: Fields) -> Availability | None:
    """None where no percentage is promised."""
    percent = fields.percent("availability.percent")
    if percent is None:
        return None
    calendar = fields.calendar("availability.calendar")
    return Availability(
        percent,
        fields.one_of("availability.period", PERIODS),  # type: ignore[arg-type]
        calendar,
        fields.span("availability.outage") or 0,
        fields.span("availability.maintenance"),
    )


def about(fields: Fields, at: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Priorities and ticket types; none named, all meant."""
    priorities = fields.listed(f"{at}priorities", clause.PRIORITIES)
    return priorities, fields.listed(f"{at}types", clause.TYPES)
