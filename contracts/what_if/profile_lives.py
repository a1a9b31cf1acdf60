"""The lives of a profile's tickets, as facts: each arrives, is answered, worked and resolved."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import msgspec

from contracts import facts
from contracts.calendars.calendar import Calendar
from contracts.facts import Fact
from contracts.instant import MINUTE
from contracts.what_if.profile_arrivals import Planned
from contracts.what_if.what_if import Judged, Life


@dataclass(frozen=True, slots=True)
class Staffing:
    """The hours of each tier; `otherwise` of one that no agreement gives hours."""

    tiers: Mapping[int, Calendar]
    otherwise: Calendar

    def of(self, tier: int) -> Calendar:
        return self.tiers.get(tier, self.otherwise)


def life(tenant: int, planned: Planned, staffing: Staffing) -> Life:
    """What cannot be done in any working time to come never happens."""
    told = tuple(_told(tenant, planned, staffing))
    return Life(planned.ticket_id, planned.at, told)


def worked(planned: Planned) -> tuple[tuple[int, Decimal], ...]:
    """Minutes by tier."""
    return tuple((each.tier, Decimal(each.minutes)) for each in planned.path.tiers)


def digest(life: Life, judged: Sequence[Judged]) -> bytes:
    """Of what happens in it, and how that is judged today."""
    return hashlib.sha256(msgspec.json.encode((life, judged))).digest()


def _told(tenant: int, planned: Planned, staffing: Staffing) -> Iterator[Fact]:
    about: dict[str, Any] = {"ticket_id": planned.ticket_id, "tenant_id": tenant}
    path = planned.path
    tier = path.tiers[0].tier
    yield facts.Raised(
        **about,
        at=planned.at,
        actor="client",
        type=planned.type,
        priority=planned.priority,
        tier=tier,
    )
    at = staffing.of(tier).add_inf(planned.at, path.response_minutes * MINUTE)
    for place, work in enumerate(path.tiers, 1):
        if at is None:
            return
        yield facts.PublicReply(**about, at=at, actor="staff")
        if work.tier != tier:
            yield facts.TierMoved(**about, at=at, actor="staff", old=tier, new=work.tier)
            tier = work.tier
        if place == len(path.tiers) and path.client_minutes:
            yield from _asked(about, at, at := at + path.client_minutes * MINUTE)
        at = staffing.of(tier).add_inf(at, work.minutes * MINUTE)
    if at is not None:
        yield facts.PublicReply(**about, at=at, actor="staff")
        yield facts.Resolved(**about, at=at, actor="staff")


def _asked(about: dict[str, Any], since: int, until: int) -> Iterator[Fact]:
    """A question, and the client's answer to it."""
    waiting = facts.WAITING_CLIENT
    yield facts.StateChanged(**about, at=since, actor="staff", old=facts.OPEN, new=waiting)
    yield facts.ClientMessage(**about, at=until, actor="client")
