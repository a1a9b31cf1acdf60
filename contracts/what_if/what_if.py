"""What if: tickets' lives lived again under other terms, and what would have come of them.

What people did, and when, stays as it was; what was promised about it is another. A life is
folded by the very rules that move the clocks of live tickets, so that under the terms it was lived
under it comes to what was recorded. Instants in microseconds; nothing later than `as_of` counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal
from uuid import UUID

from msgspec import Struct, structs

from contracts import facts, metric
from contracts.clocks import clock, clock_rows, ticket_clocks
from contracts.clocks.clock_events import Retargeted
from contracts.clocks.clock_standing import Key
from contracts.clocks.clock_state import MERGED, RELEASED, Clock
from contracts.clocks.clock_terms import Terms
from contracts.clocks.ticket_clocks import Followed, Ledger
from contracts.facts import Fact

Outcome = Literal[
    "met", "breached", "withdrawn", "merged", "same_miss", "running", "apart", "excluded"
]
"""`same_miss`: a reply that waited for the same message as a first response that was missed."""

Ruling = Literal["apart", "excluded", "missed", "counted"]
"""What people ruled about a clock: that it stands apart or is excluded, or, by an objection that
was upheld, that it was missed whatever is recorded, or counts although its ticket stands apart."""

IRRELEVANT: Final = (
    *(facts.InternalNote, facts.TimePosted, facts.VendorCostBooked, facts.Judged),
    *(facts.BreachRecorded, facts.BreachWithdrawn),
    *(facts.Assigned, facts.TierMoved, facts.TermsChanged),
)
"""Facts that move no clock of an SLA or a UC, or that changed what was promised then."""

NO_CLOCK: Final = Key("")

_RELABELS: Final = (facts.Reprioritised, facts.TypeChanged)

Label = tuple[str, str]
"""Type and priority."""


@dataclass(frozen=True, slots=True)
class Life:
    """What happened to one ticket, in the order in which it was told."""

    ticket_id: UUID
    raised_at: int
    told: tuple[Fact, ...]


class Judged(Struct, frozen=True):
    """One clock at `as_of`: `at` is when it was decided, None while it runs.

    Type and priority are those it was held to, or decided under; `version` names what promised
    it. `over`: by how much working time it was missed, so far where it still runs.
    """

    metric: str
    holder: str
    number: int
    ticket_type: str
    priority: str
    outcome: Outcome
    at: int | None
    version: str
    caused_by_change: bool = False
    over: int = 0

    @property
    def key(self) -> Key:
        return Key(self.metric, self.holder, self.number)


def judge(life: Life, terms: Terms, as_of: int) -> tuple[Judged, ...]:
    """Its clocks under these terms; those of which nothing is promised any more are left out."""
    told = [fact for fact in life.told if fact.at <= as_of and not isinstance(fact, IRRELEVANT)]
    told.sort(key=lambda fact: fact.at)
    ledger, labels = _lived(told, terms)
    return tuple(_judged(ticket_clocks.advance(ledger, as_of), labels, as_of))


def ruled(judged: Iterable[Judged], rulings: Mapping[Key, Ruling], as_of: int) -> Iterator[Judged]:
    """Under what was ruled of the clocks that were: it holds for the same clock of a draft, and
    of a ticket that stands apart (the ruling under NO_CLOCK) for every one."""
    every = rulings.get(NO_CLOCK)
    for each in judged:
        ruling = rulings.get(each.key, every)
        if ruling == "missed" and each.outcome != "breached":
            at = as_of if each.at is None else each.at
            yield structs.replace(each, outcome="breached", at=at)
        elif ruling in ("apart", "excluded"):
            yield structs.replace(each, outcome=ruling, caused_by_change=False, over=0)
        else:
            yield each


def _lived(told: Sequence[Fact], terms: Terms) -> tuple[Ledger, Mapping[Key, Label]]:
    ledger, labels = Ledger(), dict[Key, Label]()
    moves = any(isinstance(fact, _RELABELS) for fact in told)
    for fact in told:
        followed = ticket_clocks.follow(ledger, fact, terms)
        ledger = followed.ledger
        if moves:
            labels |= _relabelled(labels, followed)
    standing = ledger.standing
    return ledger, labels or dict.fromkeys(ledger.clocks, (standing.type, standing.priority))


def _relabelled(labels: Mapping[Key, Label], followed: Followed) -> dict[Key, Label]:
    """An open clock is held to the ticket's priority; one decided keeps its own, unless it was
    judged anew."""
    clocks, standing = followed.ledger.clocks, followed.ledger.standing
    anew = {each.key for each in followed.changes if isinstance(each.event, Retargeted)}
    changed = (
        key for key in clocks if key not in labels or clocks[key].ended is None or key in anew
    )
    return dict.fromkeys(changed, (standing.type, standing.priority))


def _judged(ledger: Ledger, labels: Mapping[Key, Label], as_of: int) -> Iterator[Judged]:
    newest = ledger.standing.latest(metric.FIRST_RESPONSE)
    first = ledger.clocks[newest] if newest else None
    for key, each in ledger.clocks.items():
        decided = clock_rows.outcome(each)
        if decided is None and each.ended == RELEASED:
            continue
        outcome, at = decided or ("running", None)
        missed = outcome == "breached"
        yield Judged(
            metric=key.metric,
            holder=key.holder,
            number=key.number,
            ticket_type=labels[key][0],
            priority=labels[key][1],
            outcome="same_miss" if _is_same_miss(key, each, first) else outcome,
            at=at,
            version=each.target.version,
            caused_by_change=missed and each.caused_by_change,
            over=clock.elapsed(each, as_of) - each.target.duration if missed else 0,
        )


def _is_same_miss(key: Key, exchange: Clock, first: Clock | None) -> bool:
    if key.metric != metric.NEXT_REPLY or first is None:
        return False
    missed = exchange.breached and exchange.ended != MERGED
    return missed and first.breached and ticket_clocks.one_silence(first, exchange)
