"""What one version of a plan says otherwise than another, so that it can be read. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from billing.amounts.canonical import Json
from billing.pricing import price_json
from billing.pricing.plan import PlanVersion
from billing.pricing.price import Price


@dataclass(frozen=True, slots=True)
class Field:
    """`name` is a path such as `model.unit`; None where one side does not say it."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Changed:
    """A price by its key. Of what was added every field is said, and of what was taken out."""

    key: str
    name: str
    change: Literal["added", "removed", "changed"]
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """`interval` where it changed; prices in the order of the later version, then those gone.
    `currency` is the later version's."""

    plan: str
    currency: str
    before: int
    after: int
    interval: Field | None
    prices: tuple[Changed, ...]


def between(before: PlanVersion, after: PlanVersion) -> Difference:
    old = {price.key: price for price in before.prices}
    new = {price.key: price for price in after.prices}
    keys = [*new, *(key for key in old if key not in new)]
    spans = [f"{each.interval.count} {each.interval.unit}" for each in (before, after)]
    return Difference(
        plan=after.key,
        currency=after.currency,
        before=before.number,
        after=after.number,
        interval=Field("interval", *spans) if spans[0] != spans[1] else None,
        prices=tuple(_changes(keys, old, new)),
    )


def _changes(
    keys: list[str], old: Mapping[str, Price], new: Mapping[str, Price]
) -> Iterator[Changed]:
    for key in keys:
        was, now = old.get(key), new.get(key)
        fields = _fields(was, now)
        named = now or was
        if fields and named is not None:
            change: Literal["added", "removed", "changed"] = "changed"
            if was is None or now is None:
                change = "added" if was is None else "removed"
            yield Changed(key, named.name, change, fields)


def _fields(was: Price | None, now: Price | None) -> tuple[Field, ...]:
    one, other = (_flat(price_json.write(each)) if each else {} for each in (was, now))
    return tuple(
        Field(name, one.get(name), other.get(name))
        for name in sorted({*one, *other})
        if one.get(name) != other.get(name)
    )


def _flat(written: Json, path: str = "") -> dict[str, str]:
    """Each value that is said, by its path."""
    match written:
        case dict():
            at = f"{path}." if path else ""
            inner = [_flat(value, f"{at}{name}") for name, value in sorted(written.items())]
        case list():
            inner = [_flat(value, f"{path}[{place}]") for place, value in enumerate(written)]
        case None:
            return {}
        case _:
            return {path: str(written)}
    return {name: value for each in inner for name, value in each.items()}
