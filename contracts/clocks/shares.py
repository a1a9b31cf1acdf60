"""Whose time a resolution took: each tier's, the vendor's, the client's.

The links of the chain share out the time from the start to the end without rest or overlap, both
as working time on the SLA's calendar and as real time. Time between an end and a reopening is
nobody's.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from contracts import facts, metric
from contracts.calendars.calendar import Calendar
from contracts.clocks import clock, clock_ola, ticket_clocks
from contracts.clocks.clock_terms import Promise, Terms
from contracts.clocks.ticket_clocks import Ledger, Standing
from contracts.facts import Fact

CLIENT: Final = "client"
VENDOR: Final = "vendor"
SCHEDULED: Final = "scheduled"
VENDOR_TIER: Final = 4


@dataclass(frozen=True, slots=True)
class Share:
    """`link` is a tier ("L2"), the vendor, the client, or an agreed date ("scheduled")."""

    link: str
    working: int
    wall: int


@dataclass(frozen=True, slots=True)
class Shares:
    """In the order of the chain; the shares add up to the totals exactly. Microseconds."""

    shares: tuple[Share, ...]
    working: int
    wall: int

    def of(self, link: str) -> Share:
        """That link's, nothing if it had no part."""
        return next((share for share in self.shares if share.link == link), Share(link, 0, 0))

    def with_us(self) -> Share:
        """All tiers together: to a client, *with us*, beside *with you* and *with a vendor*."""
        tiers = [share for share in self.shares if share.link.startswith("L")]
        return Share("us", sum(t.working for t in tiers), sum(t.wall for t in tiers))

    def fraction(self, link: str) -> Fraction | None:
        """Of the working time; None when no working time passed."""
        return Fraction(self.of(link).working, self.working) if self.working else None


@dataclass(frozen=True, slots=True)
class Truths:
    """The time a resolution used: as the contract counts vendors' time, and the other way."""

    contract: int
    other: int


def shares(
    told: Iterable[Fact], terms: Callable[[Fact], Terms], calendar: Calendar, at: int
) -> Shares:
    """Of one ticket as of `at`, up to where its SLA stops the resolution; later facts are not
    known yet."""
    pieces = _pieces([fact for fact in told if fact.at <= at], terms, at)
    links = sorted({link for link, _, _ in pieces}, key=_order)
    parts = tuple(
        Share(
            link,
            sum(calendar.between(start, end) for held, start, end in pieces if held == link),
            sum(end - start for held, start, end in pieces if held == link),
        )
        for link in links
    )
    return Shares(parts, sum(part.working for part in parts), sum(part.wall for part in parts))


def two_truths(told: Iterable[Fact], terms: Callable[[Fact], Terms], at: int) -> Truths | None:
    """What the client lived through and what we answer for; None without a resolution clock."""
    known = [fact for fact in told if fact.at <= at]
    contract = _resolution_used(known, terms, at)
    other = _resolution_used(known, lambda fact: _otherwise(terms(fact)), at)
    return None if contract is None or other is None else Truths(contract, other)


def _resolution_used(told: list[Fact], terms: Callable[[Fact], Terms], at: int) -> int | None:
    ledger = ticket_clocks.refold(told, terms).ledger
    key = ledger.standing.latest(metric.RESOLUTION)
    return clock.elapsed(ledger.clocks[key], at) if key else None


def _otherwise(terms: Terms) -> Terms:
    """Vendor time left out where it counts and counted where it is left out, by the setting or by
    the resolution's own pauses."""
    waiting = {m: p for m, p in terms.promises.items() if _lists_vendors(p)}
    counted = {m: _listing_no_vendors(p) for m, p in waiting.items()}
    return replace(
        terms,
        promises={**terms.promises, **counted},
        exclude_vendor_time=not (terms.exclude_vendor_time or waiting),
    )


def _lists_vendors(promise: Promise) -> bool:
    target = promise.target
    return target.metric == metric.RESOLUTION and facts.WAITING_VENDOR in target.pauses


def _listing_no_vendors(promise: Promise) -> Promise:
    others = tuple(state for state in promise.target.pauses if state != facts.WAITING_VENDOR)
    return replace(promise, target=replace(promise.target, pauses=others))


def _pieces(
    told: list[Fact], terms: Callable[[Fact], Terms], at: int
) -> list[tuple[str, int, int]]:
    """Who held the ticket from when to when."""
    ledger, holding = Ledger(), _Holding()
    for fact in sorted(told, key=lambda fact: fact.at):
        holding.until(fact.at)
        settings = replace(terms(fact), promises={})
        ledger = ticket_clocks.follow(ledger, fact, settings).ledger
        holding.take(fact, ledger.standing, settings)
    holding.until(at)
    return holding.pieces


class _Holding:
    def __init__(self) -> None:
        self.pieces: list[tuple[str, int, int]] = []
        self.over = False
        self._tier = 1
        self._link = ""
        self._since: int | None = None
        self._start: int | None = None

    def until(self, at: int) -> None:
        """Whoever holds the ticket has held it up to here."""
        if self._since is None or at <= self._since:
            return
        if not self.over:
            self.pieces.append((self._link, self._since, at))
        self._since = at

    def take(self, fact: Fact, standing: Standing, terms: Terms) -> None:
        if standing.started_at is None:
            return
        if standing.tier != VENDOR_TIER:
            self._tier = standing.tier
        self.over = _is_over(fact, terms, was=self.over)
        self._link = _held_by(standing, self._tier)
        if self._start is None:
            self._since = standing.started_at
        elif standing.started_at < self._start:
            first = self.pieces[0][0] if self.pieces else self._link
            self.pieces.insert(0, (first, standing.started_at, self._start))
        self._start = standing.started_at


def _held_by(standing: Standing, tier: int) -> str:
    """While a vendor waits for our answer, the tier that handed over has the ticket again."""
    asked = any(case.asked for case in standing.cases)
    if standing.held_in == facts.WAITING_CLIENT:
        return CLIENT
    if standing.held_in == facts.SCHEDULED:
        return SCHEDULED
    at_vendor = standing.held_in == facts.WAITING_VENDOR or standing.tier == VENDOR_TIER
    return VENDOR if at_vendor and not asked else clock_ola.holder(tier)


def _is_over(fact: Fact, terms: Terms, *, was: bool) -> bool:
    if isinstance(fact, facts.Reopened):
        return False
    if isinstance(fact, facts.Resolved):
        early = {"restored": ("restored", "resolved"), "resolved": ("resolved",), "closed": ()}
        return was or fact.resolution in early[terms.resolution_stops_at]
    return was or isinstance(fact, facts.Closed | facts.Merged)


def _order(link: str) -> tuple[int, str]:
    last = (VENDOR, CLIENT, SCHEDULED)
    return (last.index(link) + 1, link) if link in last else (0, link)
