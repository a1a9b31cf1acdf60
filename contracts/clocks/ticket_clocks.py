"""The clocks of a ticket follow what happens to it.

`follow` takes the next fact and the ledger so far, which may come from rows kept since the last
one; `refold` takes all facts in any order. Both come to the same ledger. No I/O, and no time but
that of the facts.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from contracts import facts
from contracts.agreements import arrival
from contracts.clocks import clock, clock_change, clock_ola, clock_pauses, clock_sla, clock_uc
from contracts.clocks.clock import OutOfOrder
from contracts.clocks.clock_page import Change, Page
from contracts.clocks.clock_standing import Case, Key, Standing
from contracts.clocks.clock_state import Clock
from contracts.clocks.clock_terms import Matter, Promise, Terms
from contracts.facts import Fact

__all__ = [
    "Case",
    "Change",
    "Followed",
    "Key",
    "Ledger",
    "Matter",
    "OutOfOrder",
    "Promise",
    "Standing",
    "Terms",
    "advance",
    "follow",
    "one_silence",
    "refold",
]


@dataclass(frozen=True, slots=True)
class Ledger:
    """A ticket's standing and its clocks.

    To take the next fact, the newest clock of each metric and holder is enough, and for a change
    of priority, a merge or the longest exchange all clocks of the SLA.
    """

    standing: Standing = field(default_factory=Standing)
    clocks: Mapping[Key, Clock] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Followed:
    """The ledger after a fact, and the clock events it came to, in order."""

    ledger: Ledger
    changes: tuple[Change, ...]


def follow(ledger: Ledger, fact: Fact, terms: Terms) -> Followed:
    """What the fact means for each clock.

    Raises OutOfOrder when the fact lies before the last one: refold all facts then.
    """
    last = ledger.standing.last_at
    if last is not None and fact.at < last:
        raise OutOfOrder(f"{fact.kind} at {fact.at} comes after {last}; fold all facts anew")
    settled = arrival.settled(terms, ledger.standing, fact)
    page = Page(ledger.standing, ledger.clocks, fact, settled)
    if _concerns(page, fact):
        for rule in _RULES.get(type(fact), ()):
            rule(page, fact)
        clock_pauses.settle(page)
        page.note(last_at=fact.at)
    return Followed(Ledger(page.standing, page.clocks), tuple(page.changes))


def refold(told: Iterable[Fact], terms: Callable[[Fact], Terms]) -> Followed:
    """All facts from the first, sorted by their instant and else as given, and all clock events.

    `terms` gives what governed the ticket as each fact happened.
    """
    ledger, changes = Ledger(), list[Change]()
    for fact in sorted(told, key=lambda fact: fact.at):
        followed = follow(ledger, fact, terms(fact))
        ledger = followed.ledger
        changes.extend(followed.changes)
    return Followed(ledger, tuple(changes))


def advance(ledger: Ledger, at: int) -> Ledger:
    """With every warning and breach recorded that fell due before `at`."""
    passed = {key: clock.advance(each, at) for key, each in ledger.clocks.items()}
    return Ledger(ledger.standing, passed)


def one_silence(first_response: Clock | None, exchange: Clock) -> bool:
    """Whether an exchange began while the first response was still owed.

    Both then wait for the same message, so at most one of them counts as missed (PRACTICE 18).
    """
    if first_response is None or exchange.started_at is None:
        return False
    answered = first_response.ended_at
    return answered is None or exchange.started_at < answered


def _concerns(page: Page, fact: Fact) -> bool:
    """Clocks begin when the matter is raised, once; after a merge only vendors' clocks go on."""
    if page.standing.merged:
        return isinstance(fact, facts.CaseFact)
    return (page.standing.started_at is None) == isinstance(fact, facts.Raised)


Rule = Callable[[Page, Any], None]

_RULES: Final[dict[type[Fact], tuple[Rule, ...]]] = {
    facts.Raised: (clock_sla.raised, clock_ola.raised),
    facts.PublicReply: (clock_sla.replied,),
    facts.Acknowledged: (clock_sla.acknowledged,),
    facts.ClientMessage: (clock_sla.client_wrote,),
    facts.NoReplyNeeded: (clock_sla.needs_no_reply,),
    facts.StateChanged: (clock_sla.state_changed,),
    facts.Reprioritised: (clock_change.reprioritised,),
    facts.TypeChanged: (clock_change.retyped,),
    facts.WantedMoved: (clock_change.wanted_moved,),
    facts.TermsChanged: (clock_change.terms_changed,),
    facts.TierMoved: (clock_ola.moved,),
    facts.Assigned: (clock_ola.assigned,),
    facts.Resolved: (clock_sla.resolved, clock_ola.ended),
    facts.Closed: (clock_sla.closed, clock_ola.ended),
    facts.Reopened: (clock_sla.reopened, clock_ola.reopened),
    facts.Merged: (clock_sla.merged,),
    facts.Absorbed: (clock_sla.absorbed,),
    facts.CaseOpened: (clock_uc.opened,),
    facts.CaseAcknowledged: (clock_uc.acknowledged,),
    facts.CaseUpdated: (clock_uc.updated,),
    facts.CaseQuestioned: (clock_uc.questioned,),
    facts.CaseAnswered: (clock_uc.answered,),
    facts.CaseFixed: (clock_uc.fixed,),
    facts.CaseConfirmed: (clock_uc.confirmed,),
    facts.CaseRejected: (clock_uc.rejected,),
    facts.CaseRefused: (clock_uc.refused,),
    facts.CaseClosed: (clock_uc.closed,),
}
