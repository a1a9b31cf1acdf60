"""The terms of one ticket, from the versions pinned on it and its escalation policy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final, NamedTuple
from uuid import UUID

from contracts.agreements import arrival, version_store
from contracts.agreements.agreed import Content
from contracts.calendars import compiled
from contracts.calendars.calendar import Calendar
from contracts.clocks import clock_ola
from contracts.clocks.clock_target import Target
from contracts.clocks.clock_terms import Matter, Promise, Terms
from contracts.clocks.pins import Pins
from contracts.escalation import policy
from contracts.escalation.escalation import BREACH, Step
from contracts.kept import Kept

_TERMS: Final[Kept[tuple[int, Pins], Terms]] = Kept(5000)


async def terms(tenant: int, pins: Pins) -> Terms:
    """What these versions promise, the policy's percentages among the warnings.

    Read once per combination of versions, none of which changes any more.
    """

    async def load(keys: list[tuple[int, Pins]]) -> dict[tuple[int, Pins], Terms]:
        return {key: await _built(tenant, pins) for key in keys}

    key = (tenant, pins)
    return (await _TERMS.among([key], load))[key]


async def _built(tenant: int, pins: Pins) -> Terms:
    steps = (await policy.of(tenant, [pins.policy])).get(pins.policy, ()) if pins.policy else ()
    sla = (await version_store.of_tenant(tenant, [pins.sla]))[pins.sla] if pins.sla else None
    behind = await version_store.of_provider(version for _, version in (*pins.tiers, *pins.vendors))
    calendars = await _calendars(tenant, sla, behind.values())
    parties = [
        *([_Party(pins.sla, sla)] if pins.sla and sla else []),
        *(_Party(v, behind[v], clock_ola.holder(tier), tier) for tier, v in pins.tiers),
        *(_Party(v, behind[v], str(vendor)) for vendor, v in pins.vendors),
    ]
    promises = {
        matter: promise
        for party in parties
        for matter, promise in _promises(party, steps, calendars)
    }
    terms = _with_settings(promises, sla, {vendor: behind[v] for vendor, v in pins.vendors})
    if pins.sla is None or sla is None:
        return terms
    return _by_arrival(terms, _Party(pins.sla, sla), steps, calendars)


async def _calendars(
    tenant: int, sla: Content | None, behind: Iterable[Content]
) -> dict[UUID, Calendar]:
    own = await compiled.of_tenant(tenant, _named(sla)) if sla else {}
    return own | await compiled.of_provider({each for given in behind for each in _named(given)})


def _named(content: Content) -> set[UUID]:
    return content.calendars


class _Party(NamedTuple):
    """Who is held to a version: by an SLA we are, the holder is empty."""

    version: UUID
    content: Content
    holder: str = ""
    tier: int | None = None


def _promises(
    party: _Party, steps: tuple[Step, ...], calendars: Mapping[UUID, Calendar]
) -> Iterator[tuple[Matter, Promise]]:
    for agreed in party.content.targets:
        watched = {
            step.percent
            for step in steps
            if step.watches(agreed.metric, agreed.priority, party.tier)
        }
        calendar_version = party.content.calendar_of(agreed)
        target = Target(
            metric=agreed.metric,
            duration=agreed.allowed_us,
            pauses=agreed.pauses,
            warn_percents=tuple(sorted({*agreed.warn_percents, *watched} - {BREACH})),
            version=str(party.version),
            calendar_version=str(calendar_version),
        )
        matter = Matter(agreed.metric, agreed.ticket_type, agreed.priority, party.holder)
        yield matter, Promise(target, calendars[calendar_version])


def _by_arrival(
    terms: Terms, party: _Party, steps: tuple[Step, ...], calendars: Mapping[UUID, Calendar]
) -> Terms:
    if not party.content.arrivals:
        return terms
    instead = list(arrival.outside_hours(party.content))
    targets = tuple(target for _, target in instead)
    promises = _promises(
        party._replace(content=replace(party.content, targets=targets)), steps, calendars
    )
    outside = {
        matter: (calendars[given.outside], promise)
        for (given, _), (matter, promise) in zip(instead, promises, strict=True)
    }
    return replace(terms, outside_hours=outside)


def _with_settings(
    promises: Mapping[Matter, Promise], sla: Content | None, vendors: Mapping[UUID, Content]
) -> Terms:
    fixes = {str(vendor): content.settings.fix_stops_at for vendor, content in vendors.items()}
    if sla is None:
        return Terms(promises=promises, fix_stops_at=fixes)
    said = sla.settings
    return Terms(
        promises=promises,
        resolution_stops_at=said.resolution_stops_at,
        reopen=said.reopen,
        exclude_vendor_time=said.exclude_vendor_time,
        named_acknowledgment_counts=said.named_acknowledgment_counts,
        alerts_start_at=said.alerts_start_at,
        fix_stops_at=fixes,
    )


def alone(
    version: UUID,
    content: Content,
    calendars: Mapping[UUID, Calendar],
    vendors: Mapping[UUID, tuple[UUID, Content]] | None = None,
) -> Terms:
    """What an SLA's version promises by itself, warning of nothing: to live lives again under it.

    `vendors` by id, each with the UC version that governs all its cases. `calendars` holds all
    that these count on.
    """
    behind = vendors or {}
    own = _Party(version, _quiet(content))
    parties = [own, *(_Party(v, _quiet(said), str(who)) for who, (v, said) in behind.items())]
    promises = {
        matter: promise for party in parties for matter, promise in _promises(party, (), calendars)
    }
    terms = _with_settings(promises, content, {who: said for who, (_, said) in behind.items()})
    return _by_arrival(terms, own, (), calendars)


def _quiet(content: Content) -> Content:
    return replace(
        content, targets=tuple(replace(target, warn_percents=()) for target in content.targets)
    )
