"""Clients narrowed, put in order, and a page of them: of a thousand all at once. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Final

from underpin.console.routes.clients.gathering import Glance

PAGE: Final = 50
SOON: Final = timedelta(days=90)
NEVER: Final = date.max

Test = Callable[[Glance, date], bool]


def renews(of: Glance) -> date | None:
    """When the contract goes on, or ends."""
    seen = of.health
    return (seen.renews_on or seen.ends_on) if seen else None


def is_soon(of: Glance, today: date) -> bool:
    day = renews(of)
    return day is not None and day <= today + SOON


def margin(of: Glance) -> Fraction | None:
    """What was left, of the revenue."""
    kept = of.margin
    return Fraction(kept.left_over) / Fraction(kept.revenue) if kept and kept.revenue else None


ONLY: Final[Mapping[str, Test]] = MappingProxyType(
    {
        "breached": lambda of, _: bool(of.health and of.health.breached),
        "not_kept": lambda of, _: bool(of.health and of.health.is_kept is False),
        "escalated": lambda of, _: bool(of.health and of.health.escalations),
        "credits": lambda of, _: bool(of.health and of.health.credits),
        "renewing": is_soon,
        "outside": lambda of, _: bool(of.health and not of.health.in_force),
    }
)


def _most(name: str) -> Callable[[Glance], Any]:
    return lambda of: -getattr(of.health, name) if of.health else 1


def _least(value: Callable[[Glance], Fraction | None]) -> Callable[[Glance], Any]:
    """The worst first, who has none last."""

    def key(of: Glance) -> tuple[bool, Fraction]:
        found = value(of)
        return found is None, found or Fraction(0)

    return key


ORDERS: Final[Mapping[str, Callable[[Glance], Any]]] = MappingProxyType(
    {
        "name": lambda of: of.company.name.casefold(),
        "open": _most("live"),
        "breached": _most("breached"),
        "compliance": _least(lambda of: of.health.share if of.health else None),
        "satisfaction": _least(lambda of: of.health.satisfaction if of.health else None),
        "escalations": _most("escalations"),
        "credits": _most("credits"),
        "renewal": lambda of: renews(of) or NEVER,
        "margin": _least(margin),
    }
)


def picked(every: Sequence[Glance], words: str, only: str, sort: str, today: date) -> list[Glance]:
    """Those whose name or key has the words, narrowed and in order; what nobody named narrows
    nothing, and orders by name."""
    said, test = words.strip().casefold(), ONLY.get(only)
    found = [
        each
        for each in every
        if (not said or said in f"{each.company.name} {each.company.key}".casefold())
        and (test is None or test(each, today))
    ]
    by = ORDERS.get(sort, ORDERS["name"])
    return sorted(found, key=lambda each: (by(each), each.company.slug))


def page(found: Sequence[Glance], after: str) -> tuple[list[Glance], str]:
    """What follows the client of that slug, from the top where it is none of these; and the slug
    with which the next page goes on, empty at the end."""
    slugs = [each.company.slug for each in found]
    start = slugs.index(after) + 1 if after in slugs else 0
    shown = list(found[start : start + PAGE])
    more = len(found) > start + PAGE
    return shown, shown[-1].company.slug if more else ""
