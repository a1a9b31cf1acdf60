"""One batch of lives, lived again and counted on top of the batches before it. No I/O."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from decimal import Decimal
from uuid import UUID

from msgspec import Struct

from contracts import instant, metric
from contracts.clocks.clock_standing import Key
from contracts.clocks.clock_terms import Terms
from contracts.what_if import what_if, what_if_alike, what_if_change, what_if_tally
from contracts.what_if.what_if import Judged, Life, Ruling
from contracts.what_if.what_if_change import Change
from contracts.what_if.what_if_tally import Tally


class Place(Struct, frozen=True):
    """The last ticket that was looked at."""

    raised_at: datetime
    ticket_id: UUID


@dataclass(frozen=True, slots=True)
class Past:
    """One ticket: `today` is what its pinned versions gave, `worked` the minutes posted by tier,
    `digest` of all that it was made of, `rulings` what people decided about its clocks."""

    life: Life
    today: tuple[Judged, ...]
    worked: tuple[tuple[int, Decimal], ...]
    digest: bytes
    rulings: Mapping[Key, Ruling] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Page:
    """The next lives, and how far that is."""

    pasts: tuple[Past, ...]
    after: Place | None
    is_last: bool


class Progress(Struct, frozen=True):
    """What the batches so far came to. `digest` covers every input, in hex; `worked` has minutes
    by tier, exact as text."""

    digest: str
    after: Place | None = None
    today: Tally = Tally()
    draft: Tally = Tally()
    changed: int = 0
    missed: int = 0
    saved: int = 0
    worked: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Changed:
    """A ticket of which some clock comes out otherwise; `place` counts them from 1."""

    place: int
    ticket_id: UUID
    raised_at: datetime
    clocks: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Lens:
    """Under which terms, of which version, from which instant and by whose months lives are looked
    at. `replaced`: UC versions in whose place the terms have others. `pinned`: terms of versions
    that governed then, where they are known."""

    terms: Terms
    as_of: int
    zone: tzinfo
    version: str = ""
    replaced: frozenset[str] = frozenset()
    pinned: Mapping[str, Terms] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Batch:
    progress: Progress
    changed: tuple[Changed, ...]


def live(progress: Progress, page: Page, lens: Lens) -> Batch:
    """The progress after these lives; clocks of vendors of whom nothing else is assumed come out
    as they did."""
    pasts = page.pasts
    draft = [_judged(past, lens) for past in pasts]
    today = [tuple(what_if.ruled(past.today, past.rulings, lens.as_of)) for past in pasts]
    changes = [what_if_change.changes(was, would) for was, would in zip(today, draft, strict=True)]
    changed = tuple(_changed(progress.changed, pasts, changes))
    turns = [change.turn for each in changes for change in each]
    return Batch(
        Progress(
            digest=_digest(progress.digest, pasts),
            after=page.after,
            today=progress.today + _tally(today, lens.zone),
            draft=progress.draft + _tally(draft, lens.zone),
            changed=progress.changed + len(changed),
            missed=progress.missed + turns.count("missed"),
            saved=progress.saved + turns.count("saved"),
            worked=_worked(progress, pasts),
        ),
        changed,
    )


def _judged(past: Past, lens: Lens) -> tuple[Judged, ...]:
    judged = _lived(past, lens)
    behind = (
        each
        for each in past.today
        if each.metric in metric.UC and each.version not in lens.replaced
    )
    return (*what_if.ruled(judged, past.rulings, lens.as_of), *behind)


def _lived(past: Past, lens: Lens) -> tuple[Judged, ...]:
    own = (past.today, lens.pinned, lens.terms, lens.version)
    as_was = None if lens.replaced else what_if_alike.recorded(past.life, *own)
    return what_if.judge(past.life, lens.terms, lens.as_of) if as_was is None else as_was


def _tally(judged: Iterable[Sequence[Judged]], zone: tzinfo) -> Tally:
    return what_if_tally.of((each for of_ticket in judged for each in of_ticket), zone)


def _changed(
    before: int, pasts: Sequence[Past], changes: Sequence[tuple[Change, ...]]
) -> Iterable[Changed]:
    turned = [(past.life, each) for past, each in zip(pasts, changes, strict=True) if each]
    for place, (life, clocks) in enumerate(turned, before + 1):
        yield Changed(place, life.ticket_id, instant.at(life.raised_at), clocks)


def _digest(before: str, pasts: Sequence[Past]) -> str:
    """The same however the lives are cut into batches."""
    digest = bytes.fromhex(before)
    for past in pasts:
        digest = hashlib.sha256(digest + past.digest).digest()
    return digest.hex()


def _worked(progress: Progress, pasts: Sequence[Past]) -> tuple[tuple[int, str], ...]:
    minutes = {tier: Decimal(much) for tier, much in progress.worked}
    for past in pasts:
        for tier, much in past.worked:
            minutes[tier] = minutes.get(tier, Decimal(0)) + much
    return tuple((tier, str(minutes[tier])) for tier in sorted(minutes))
