"""Which agreement wins when several could: one order, for choosing and for showing.

First go those that cannot govern the ticket, each for the first of `OUT` that holds. The rest is
ordered: what says something about this type of ticket, then a service's own before the contract's,
then the contract that began first, then the name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from contracts.signed import term
from contracts.signed.term import Terms

OUT: Final = (
    "not_begun",
    "ended",
    "other_contract",
    "service_out",
    "other_service",
    "no_agreement",
    "no_version",
)
"""Why one cannot govern: the contract's dates, the service asked for, nothing in force."""
BEHIND: Final = ("says_nothing", "less_specific", "later_contract", "later_name")
"""Why one that could govern gives way to the first, in the order in which it is asked."""
WON: Final = "won"
CONTRACT_STANDS: Final = OUT[4:]
COVERED: Final = "contract_covers"
"""Why the provider's default agreement gives way."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of a client's SLAs, or a contract without any (`agreement_id` None), at one instant.

    `version_id` is the version in force then; `speaks`: it has a target for the type asked for.
    """

    contract_id: UUID
    contract: str
    terms: Terms
    agreement_id: UUID | None = None
    agreement: str | None = None
    service_id: UUID | None = None
    version_id: UUID | None = None
    number: int | None = None
    calendar_version_id: UUID | None = None
    policy_id: UUID | None = None
    speaks: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A ticket's day, and the service it is about: whose contract, and its first and last day in
    it, None where they are the contract's own."""

    day: date
    service_id: UUID | None = None
    contract_id: UUID | None = None
    starts_on: date | None = None
    ends_on: date | None = None

    @property
    def service_in(self) -> bool:
        begun = self.starts_on is None or self.starts_on <= self.day
        return begun and (self.ends_on is None or self.day <= self.ends_on)


@dataclass(frozen=True, slots=True)
class Ranked:
    candidate: Candidate
    reason: str

    @property
    def won(self) -> bool:
        return self.reason == WON


def rank(asked: Asked, candidates: Iterable[Candidate]) -> tuple[Ranked, ...]:
    """All of them, the winner first, each with why it won or lost; those that come closest to
    governing before the others."""
    judged = [(_out(asked, each), each) for each in candidates]
    able = sorted((each for out, each in judged if out is None), key=_order)
    lost = [Ranked(each, out) for out, each in judged if out is not None]
    lost.sort(key=lambda each: (-OUT.index(each.reason), _order(each.candidate)))
    return (*(Ranked(each, _behind(able[0], each)) for each in able), *lost)


def winner(ranked: Iterable[Ranked]) -> Candidate | None:
    return next((each.candidate for each in ranked if each.won), None)


def contract_alone(ranked: Iterable[Ranked]) -> Candidate | None:
    """Where nothing won: the contract that covers the ticket all the same, the oldest first; None
    is *out of contract*."""
    standing = [each.candidate for each in ranked if each.reason in CONTRACT_STANDS]
    return min(standing, key=lambda each: (each.terms.starts_on, each.contract_id), default=None)


def _out(asked: Asked, each: Candidate) -> str | None:
    last = term.last_day(each.terms)
    about = each.service_id is not None and each.service_id != asked.service_id
    another = asked.service_id is not None and each.contract_id != asked.contract_id
    holds = (
        asked.day < each.terms.starts_on,
        last is not None and last < asked.day,
        another,
        asked.service_id is not None and not asked.service_in,
        about,
        each.agreement_id is None,
        each.version_id is None,
    )
    return next((reason for reason, true in zip(OUT, holds, strict=True) if true), None)


def _order(each: Candidate) -> tuple[object, ...]:
    return (
        not each.speaks,
        each.service_id is None,
        (each.terms.starts_on, each.contract_id),
        (each.agreement or "", str(each.agreement_id)),
    )


def _behind(first: Candidate, each: Candidate) -> str:
    """By the first place at which its order differs from the winner's."""
    pairs = zip(BEHIND, _order(first), _order(each), strict=True)
    return next((reason for reason, best, own in pairs if best != own), WON)
