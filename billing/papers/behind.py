"""Which entries of the ledger stand behind a line that counts something. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import msgspec

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
    price = _price(of, line.source)
    if price is None or price.meter is None:
        return None
    filters = tuple((each.dimension, each.values) for each in price.filters)
    group = tuple((name, (value,)) for name, value in line.source.group)
    zone = of.zone_info()
    start, end = (_midnight(day, zone) for day in (line.days.start, line.days.end))
    return Behind(ordinal, price.meter, start, end, filters + group)


def _price(of: Subscription, key: Key) -> Price | None:
    """As the plan that held on the slice's first day says it; None where it says it no more."""
    held = [term for term in of.terms if term.start <= key.days] or list(of.terms[:1])
    prices: Iterable[Price] = held[-1].plan.prices
    return next((price for price in prices if price.key == key.price), None)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)
