"""Which versions govern a ticket: the SLA's from the start, OLA and UC at each hand-over."""

from __future__ import annotations

from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from contracts import facts
from contracts.facts import Fact
from contracts.subject import Pinned


class Pins(Struct, frozen=True):
    """Version ids. `raised_under` is the SLA version that `sla` was at first.

    `tiers` and `vendors` hold what was in force when each got the ticket last.
    """

    sla: UUID | None = None
    policy: UUID | None = None
    raised_under: UUID | None = None
    tiers: tuple[tuple[int, UUID], ...] = ()
    vendors: tuple[tuple[UUID, UUID], ...] = ()


class Ola(Struct, frozen=True):
    """A version of a tier's OLA; `since` in microseconds."""

    tier: int
    since: int
    version: UUID
    calendar: UUID


class Uc(Struct, frozen=True):
    vendor: UUID
    agreement: UUID
    since: int
    version: UUID
    calendar: UUID


class Covering(Struct, frozen=True):
    """The UC under which a vendor stands behind a service."""

    service: UUID
    vendor: UUID
    agreement: UUID


class InForce(Struct, frozen=True):
    """The provider's versions and what covers the tenant's services."""

    olas: tuple[Ola, ...] = ()
    ucs: tuple[Uc, ...] = ()
    coverage: tuple[Covering, ...] = ()

    def ola(self, tier: int, at: int) -> Ola | None:
        known = [each for each in self.olas if each.tier == tier and each.since <= at]
        return max(known, key=lambda each: (each.since, each.version), default=None)

    def uc(self, vendor: UUID, service: UUID | None, at: int) -> Uc | None:
        """Under the UC that covers the service; the vendor's newest where none is named."""
        named = {
            each.agreement
            for each in self.coverage
            if (each.service, each.vendor) == (service, vendor)
        }
        known = [
            each
            for each in self.ucs
            if each.vendor == vendor and each.since <= at and (each.agreement in named or not named)
        ]
        return max(known, key=lambda each: (each.since, each.version), default=None)


HAND_OVERS = (facts.Raised, facts.TierMoved, facts.CaseOpened, facts.TermsChanged)
"""The facts after which other versions may govern."""


def at_start(pinned: Pinned) -> Pins:
    sla = pinned.agreement_version_id
    return Pins(sla=sla, policy=pinned.policy_id, raised_under=sla)


def again(pins: Pins) -> Pins:
    """As they were when the ticket was raised, to live its facts from the first."""
    return Pins(sla=pins.raised_under, policy=pins.policy, raised_under=pins.raised_under)


def after(pins: Pins, fact: Fact, in_force: InForce, service: UUID | None) -> Pins:
    if isinstance(fact, facts.Raised):
        return _handed(pins, fact.tier, in_force, fact.at)
    if isinstance(fact, facts.TierMoved):
        return _handed(pins, fact.new, in_force, fact.at)
    if isinstance(fact, facts.CaseOpened):
        return _outside(
            pins, fact.vendor, in_force.uc(fact.vendor, fact.service or service, fact.at)
        )
    if isinstance(fact, facts.TermsChanged):
        return _changed(pins, fact, in_force)
    return pins


def _handed(pins: Pins, tier: int, in_force: InForce, at: int) -> Pins:
    found = in_force.ola(tier, at)
    others = tuple(each for each in pins.tiers if each[0] != tier)
    return replace(pins, tiers=(*others, (tier, found.version)) if found else others)


def _outside(pins: Pins, vendor: UUID, found: Uc | None) -> Pins:
    others = tuple(each for each in pins.vendors if each[0] != vendor)
    return replace(pins, vendors=(*others, (vendor, found.version)) if found else others)


def _changed(pins: Pins, fact: facts.TermsChanged, in_force: InForce) -> Pins:
    """Of that tier, or of whoever is under that UC: other versions wait for their hand-over."""
    if fact.side == "policy":
        return replace(pins, policy=UUID(fact.version) if fact.version else None)
    version = UUID(fact.version)
    if fact.side == "sla":
        return replace(pins, sla=version)
    if fact.side == "ola":
        tiers = {each.tier for each in in_force.olas if each.version == version}
        return replace(
            pins, tiers=tuple((t, version if t in tiers else old) for t, old in pins.tiers)
        )
    agreements = {each.version: each.agreement for each in in_force.ucs}
    own = agreements.get(version)
    return replace(
        pins,
        vendors=tuple(
            (vendor, version if own is not None and agreements.get(old) == own else old)
            for vendor, old in pins.vendors
        ),
    )
