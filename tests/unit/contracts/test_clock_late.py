"""Late facts: what the recorded clock believed against what the facts say now."""

import msgspec
import pytest

from contracts import facts
from contracts.clocks import clock, clock_codec, clock_reconcile
from contracts.clocks import clock_events as ev
from contracts.clocks.clock import Clock, Target
from contracts.clocks.clock_reconcile import Moved, Reconciliation
from contracts.instant import HOUR
from tests.unit.contracts.clock_story import OFFICE, at, said

TARGET = Target("resolution", 4 * HOUR, warn_percents=(50,), calendar_version="office")
NOTHING = Reconciliation((), (), (), ())


def folded(*events: ev.Event, by: str = "tue 12:00") -> Clock:
    return clock.advance(clock.fold(OFFICE, TARGET, events), at(by))


STARTED = ev.Started(at=at("mon 09:00"))
PAUSED = ev.Paused(at=at("mon 11:00"), seq=1)


def test_a_breach_the_facts_no_longer_support_is_withdrawn() -> None:
    """The client had been asked at 11:00; the question was recorded a day late."""
    found = clock_reconcile.reconcile(folded(STARTED), folded(STARTED, PAUSED))
    assert [said(miss.at) for miss in found.withdrawn] == ["mon 13:00"]
    assert (found.found, found.moved, found.warned) == ((), (), ())


def test_a_breach_that_comes_to_light_is_found_at_its_own_instant() -> None:
    found = clock_reconcile.reconcile(folded(STARTED, PAUSED), folded(STARTED))
    assert [said(miss.at) for miss in found.found] == ["mon 13:00"]
    assert found.withdrawn == ()
    assert [said(warned.at) for warned in found.warned] == ["mon 11:00"]


def test_a_breach_that_stands_at_another_instant_has_moved() -> None:
    resumed = ev.Resumed(at=at("mon 12:00"), seq=2)
    before, after = folded(STARTED), folded(STARTED, PAUSED, resumed)
    found = clock_reconcile.reconcile(before, after)
    assert found.moved == (Moved(before.misses[0], after.misses[0]),)
    assert [said(moved.found.at) for moved in found.moved] == ["mon 14:00"]
    assert (found.withdrawn, found.found) == ((), ())


def test_a_warning_that_only_shifted_is_not_given_again() -> None:
    early = ev.Paused(at=at("mon 09:30"), seq=1)
    resumed = ev.Resumed(at=at("mon 10:00"), seq=2)
    before, after = folded(STARTED), folded(STARTED, early, resumed)
    assert said(before.warnings[0].at) != said(after.warnings[0].at)
    assert clock_reconcile.reconcile(before, after).warned == ()


def test_a_withdrawn_breach_is_no_standing_one() -> None:
    longer = Target("resolution", 16 * HOUR, calendar_version="office")
    eased = folded(STARTED, ev.Retargeted(at=at("tue 10:00"), seq=1, target=longer))
    found = clock_reconcile.reconcile(folded(STARTED), eased)
    assert [said(miss.at) for miss in found.withdrawn] == ["mon 13:00"]


def test_nothing_changes_between_a_clock_and_itself() -> None:
    assert clock_reconcile.reconcile(folded(STARTED), folded(STARTED)) == NOTHING


class TestStored:
    def test_a_clock_of_another_shape_is_refused_by_its_field(self) -> None:
        body = {**clock_codec.to_json(folded(STARTED)), "banked": "much"}
        with pytest.raises(msgspec.ValidationError, match="banked"):
            clock_codec.from_json(body, OFFICE)

    def test_an_event_of_an_unknown_kind_is_refused_with_the_known_ones(self) -> None:
        with pytest.raises(clock_codec.UnknownEvent, match=r"'snoozed'.*paused"):
            clock_codec.event_from_json("snoozed", {}, lambda name: OFFICE)

    def test_a_retarget_finds_its_calendar_by_the_name_on_its_target(self) -> None:
        event = ev.Retargeted(at=5, target=TARGET, calendar=OFFICE)
        body = clock_codec.event_to_json(event)
        assert "calendar" not in body
        assert clock_codec.event_from_json("retargeted", body, {"office": OFFICE}.__getitem__) == (
            event
        )

    def test_every_fact_is_stored_under_a_kind_of_its_own(self) -> None:
        told = [kind for kind in _all(facts.Fact) if hasattr(kind, "kind")]
        assert sorted(facts.KINDS) == sorted({kind.kind for kind in told})
        assert len(facts.KINDS) == len(told)

    def test_a_fact_of_an_unknown_kind_is_refused_with_the_known_ones(self) -> None:
        with pytest.raises(facts.UnknownFact, match=r"'snoozed'.*raised"):
            facts.from_json("snoozed", {})

    def test_a_fact_of_another_shape_is_refused_by_its_field(self) -> None:
        with pytest.raises(msgspec.ValidationError, match="ticket_id"):
            facts.from_json("closed", {"tenant_id": 1, "at": 0})


def _all(kind: type[facts.Fact]) -> set[type[facts.Fact]]:
    """Slotted dataclasses are made twice; only the one reachable by name counts."""
    below = {sub for sub in kind.__subclasses__() if getattr(facts, sub.__name__, None) is sub}
    return below | {deeper for sub in below for deeper in _all(sub)}
