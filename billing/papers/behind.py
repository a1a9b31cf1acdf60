"""Which entries of the ledger stand behind a line that counts something. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import msgspec

from billing.metered import meter
from billing.metered.meter import Meter
from billing.papers.letterhead import Behind
from billing.pricing.count import Key, Part
from billing.pricing.price import Price
from billing.pricing.subscription import Subscription


class Charged(msgspec.Struct, frozen=True):
    """Of a stored line, what says which charge it is; an extra's source is its id alone."""

    source: Key | str
    days: Days | None = None


class Days(msgspec.Struct, frozen=True):
    start: date
    end: date


def of_lines(of: Subscription, lines: Mapping[int, str]) -> tuple[Behind, ...]:
    """`lines` are the stored bodies of an invoice's lines by ordinal."""
    decoded = {n: msgspec.json.decode(body, type=Charged) for n, body in lines.items()}
    found = (_behind(of, ordinal, each) for ordinal, each in sorted(decoded.items()))
    return tuple(each for each in found if each is not None)


def _behind(of: Subscription, ordinal: int, line: Charged) -> Behind | None:
    if not isinstance(line.source, Key) or line.days is None or line.source.part is not Part.USAGE:
        return None
    found = _metered(of, line.source)
    if found is None:
        return None
    price, counted = found
    filters = tuple((each.dimension, each.values) for each in (*price.filters, *counted.filters))
    group = tuple((name, (value,)) for name, value in line.source.group)
    zone = of.zone_info()
    start, end = (_midnight(day, zone) for day in (line.days.start, line.days.end))
    is_level = counted.aggregation in meter.LEVELS
    return Behind(ordinal, counted.source, start, end, filters + group, is_level)


def _metered(of: Subscription, key: Key) -> tuple[Price, Meter] | None:
    """As the plan that held on the slice's first day says it; None where it says it no more."""
    held = [term for term in of.terms if term.start <= key.days] or list(of.terms[:1])
    plan = held[-1].plan
    price = next((each for each in plan.prices if each.key == key.price), None)
    return (price, plan.meter_of(price)) if price is not None and price.meter else None


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)
