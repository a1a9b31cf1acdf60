"""OLA and UC versions are pinned at each hand-over, by what was in force then."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from contracts import facts
from contracts.clocks import pins
from contracts.clocks.pins import Covering, InForce, Ola, Pins, Uc
from contracts.subject import Pinned

OLD, NEW, L2, UC, PREMIUM = (UUID(int=number) for number in range(1, 6))
HOURS, VENDOR, NETWORK, PRINTING = (UUID(int=number) for number in range(11, 15))
STANDARD, GOLD = UUID(int=21), UUID(int=22)
IN_FORCE = InForce(
    olas=(Ola(1, 0, OLD, HOURS), Ola(1, 100, NEW, HOURS), Ola(2, 0, L2, HOURS)),
    ucs=(Uc(VENDOR, STANDARD, 0, UC, HOURS), Uc(VENDOR, GOLD, 0, PREMIUM, HOURS)),
    coverage=(Covering(NETWORK, VENDOR, STANDARD),),
)


def fact(kind: type[facts.Fact], at: int, **words: Any) -> facts.Fact:
    return kind(ticket_id=UUID(int=0), tenant_id=1, at=at, **words)


def after(given: Pins, told: facts.Fact, service: UUID | None = NETWORK) -> Pins:
    return pins.after(given, told, IN_FORCE, service)


def raised(at: int) -> Pins:
    start = pins.at_start(Pinned(agreement_version_id=OLD, policy_id=NEW))
    return after(start, fact(facts.Raised, at, type="incident", priority="P3"))


def test_a_tier_is_held_to_what_was_in_force_when_it_got_the_ticket() -> None:
    assert raised(99).tiers == ((1, OLD),)
    assert raised(100).tiers == ((1, NEW),)


def test_a_new_version_meets_a_ticket_at_its_next_visit_only() -> None:
    away = after(raised(50), fact(facts.TierMoved, 60, old=1, new=2))
    assert dict(away.tiers) == {1: OLD, 2: L2}
    back = after(away, fact(facts.TierMoved, 200, old=2, new=1))
    assert dict(back.tiers) == {1: NEW, 2: L2}


def test_a_case_comes_under_the_uc_that_covers_the_service() -> None:
    opened = fact(facts.CaseOpened, 5, case_id=UUID(int=9), vendor=VENDOR)
    assert after(raised(1), opened).vendors == ((VENDOR, UC),)
    assert after(raised(1), opened, PRINTING).vendors == ((VENDOR, PREMIUM),)


def test_no_agreement_in_force_pins_nothing() -> None:
    moved = fact(facts.TierMoved, 5, old=1, new=4)
    assert after(raised(1), moved).tiers == ((1, OLD),)


def test_changed_terms_are_the_side_s_own() -> None:
    start = raised(50)
    sla = after(start, fact(facts.TermsChanged, 60, side="sla", version=str(NEW)))
    assert (sla.sla, sla.raised_under, sla.tiers) == (NEW, OLD, start.tiers)
    ola = after(start, fact(facts.TermsChanged, 160, side="ola", version=str(NEW)))
    assert (ola.sla, ola.tiers) == (OLD, ((1, NEW),))


def test_changed_terms_of_one_tier_or_uc_leave_the_others_for_their_next_hand_over() -> None:
    away = after(raised(50), fact(facts.TierMoved, 60, old=1, new=2))
    changed = after(away, fact(facts.TermsChanged, 160, side="ola", version=str(L2)))
    assert dict(changed.tiers) == {1: OLD, 2: L2}
    vendors = ((VENDOR, UC), (HOURS, PREMIUM))
    newer = Uc(VENDOR, STANDARD, 100, NEW, HOURS)
    in_force = InForce(ucs=(*IN_FORCE.ucs, newer), coverage=IN_FORCE.coverage)
    switch = fact(facts.TermsChanged, 160, side="uc", version=str(NEW))
    found = pins.after(Pins(vendors=vendors), switch, in_force, NETWORK)
    assert found.vendors == ((VENDOR, NEW), (HOURS, PREMIUM))


def test_to_live_it_again_starts_from_what_it_was_raised_under() -> None:
    changed = after(raised(50), fact(facts.TermsChanged, 60, side="sla", version=str(NEW)))
    assert pins.again(changed) == pins.at_start(Pinned(agreement_version_id=OLD, policy_id=NEW))
