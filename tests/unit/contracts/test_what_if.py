"""One life lived again under other terms, and what the counts come to."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from contracts import facts, metric
from contracts.clocks.clock_standing import Key
from contracts.clocks.clock_terms import Terms
from contracts.instant import HOUR, MINUTE
from contracts.what_if import what_if, what_if_change, what_if_tally
from contracts.what_if.what_if import Judged, Life
from tests.unit.contracts.clock_story import OFFICE, Story, at, gold, promise, said

BERLIN = ZoneInfo("Europe/Berlin")


def slower(terms: Terms, **hours: int) -> Terms:
    """The same with other times allowed for P3."""
    promises = {
        matter: promise(matter.metric, hours[matter.metric] * HOUR, OFFICE)
        if matter.metric in hours and matter.priority == "P3" and not matter.holder
        else promised
        for matter, promised in terms.promises.items()
    }
    return replace(terms, promises=promises)


def life(story: Story) -> Life:
    return Life(UUID(int=1), story.told[0].at, tuple(story.told))


def judged(story: Story, terms: Terms, when: str = "wed 17:00") -> dict[tuple[str, int], Judged]:
    found = what_if.judge(life(story), terms, at(when))
    return {(each.metric, each.number): each for each in found if each.metric in metric.SLA}


def turns(before: Terms, after: Terms, story: Story) -> list[tuple[str, str, Any, Any]]:
    sides = (what_if.judge(life(story), terms, at("wed 17:00")) for terms in (before, after))
    return [
        (each.metric, each.turn, each.before, each.after) for each in what_if_change.changes(*sides)
    ]


def answered_after_lunch() -> Story:
    """Raised at nine, answered at one and settled at four: a response of four hours."""
    story = Story().raised("fri 09:00")
    return story.tell(facts.PublicReply, "fri 13:00").tell(facts.Resolved, "fri 16:00")


def test_a_slower_promise_would_have_been_kept() -> None:
    found = judged(answered_after_lunch(), gold())
    missed = found["first_response", 1]
    assert (missed.outcome, said(missed.at), missed.over) == ("breached", "fri 10:00", 3 * HOUR)
    kept = judged(answered_after_lunch(), slower(gold(), first_response=4))["first_response", 1]
    assert (kept.outcome, said(kept.at), kept.over) == ("met", "fri 13:00", 0)


def test_what_turned_is_named_and_the_rest_is_not() -> None:
    slow, tight = slower(gold(), first_response=4), slower(gold(), resolution=6)
    story = answered_after_lunch()
    assert turns(gold(), slow, story) == [("first_response", "saved", "breached", "met")]
    assert turns(gold(), tight, story) == [("resolution", "missed", "met", "breached")]
    assert turns(gold(), gold(), story) == []


def test_a_new_promise_is_named_only_where_it_is_missed() -> None:
    fewer = replace(
        gold(),
        promises={m: p for m, p in gold().promises.items() if m.metric != metric.FIRST_RESPONSE},
    )
    story = answered_after_lunch()
    assert turns(fewer, gold(), story) == [("first_response", "missed", None, "breached")]
    assert turns(fewer, slower(gold(), first_response=5), story) == []
    assert turns(gold(), fewer, story) == [("first_response", "saved", "breached", None)]


def test_nothing_later_than_as_of_counts() -> None:
    story = Story().raised("fri 09:00").tell(facts.Resolved, "mon 12:00")
    assert judged(story, gold(), "fri 16:00")["resolution", 1].outcome == "running"
    assert judged(story, gold(), "mon 09:01")["resolution", 1].outcome == "breached"
    assert judged(story, gold(), "mon 09:01")["resolution", 1].over == MINUTE
    assert judged(story, gold(), "wed 09:00")["resolution", 1].over == 3 * HOUR


def test_a_decided_clock_keeps_its_priority_and_an_open_one_takes_the_new() -> None:
    story = Story().raised("fri 09:00").tell(facts.PublicReply, "fri 09:30")
    story.priority("fri 10:00", "P1", "new_facts").tell(facts.Resolved, "fri 11:00")
    found = judged(story, gold())
    assert found["first_response", 1].priority == "P3"
    assert found["resolution", 1].priority == "P1"
    mistaken = Story().raised("fri 09:00").tell(facts.PublicReply, "fri 09:30")
    mistaken.priority("fri 10:00", "P1", "our_mistake")
    first = judged(mistaken, gold())["first_response", 1]
    assert (first.priority, first.outcome, first.caused_by_change) == ("P1", "breached", True)


def test_one_silence_is_one_miss() -> None:
    story = Story().raised("fri 09:00").tell(facts.ClientMessage, "fri 09:30")
    story.tell(facts.PublicReply, "fri 15:00").tell(facts.Resolved, "fri 16:00")
    found = judged(story, gold())
    assert found["next_reply", 1].outcome == "same_miss"
    counted = what_if_tally.of(found.values(), BERLIN)
    assert counted.where(metric="next_reply").share is None
    assert counted.where(metric="first_response").breached == 1


def test_a_change_of_terms_that_was_lived_is_none_of_the_drafts() -> None:
    story = answered_after_lunch()
    changed = (
        Story().raised("fri 09:00").tell(facts.TermsChanged, "fri 09:30", side="sla", version="x")
    )
    changed.told += story.told[1:]
    assert judged(changed, gold()) == judged(story, gold())


def test_a_decision_counts_in_the_clients_own_month() -> None:
    late = Judged("resolution", "", 1, "incident", "P3", "met", at("fri 09:00"), "v")
    midnight = Judged("resolution", "", 1, "incident", "P3", "met", _october_ends(), "v")
    running = Judged("resolution", "", 1, "incident", "P3", "running", None, "v")
    months = what_if_tally.of([late, midnight, running], BERLIN)
    assert [line.cell.month for line in months.lines] == ["", "2026-10", "2026-11"]
    assert months.months() == ["2026-10", "2026-11"]


def _october_ends() -> int:
    """Midnight in Berlin, when it is still October in UTC."""
    return at("wed 00:00") + 4 * 24 * HOUR


def test_batches_add_up_to_the_whole() -> None:
    every = [
        Judged("resolution", "", 1, "incident", priority, outcome, at("fri 09:00"), "v", over=over)
        for priority, outcome, over in (
            *(("P1", "met", 0), ("P1", "breached", 5), ("P3", "met", 0)),
            *(("P3", "breached", 7), ("P3", "breached", 2), ("P3", "merged", 0)),
        )
    ]
    whole = what_if_tally.of(every, BERLIN)
    parts = what_if_tally.of(every[:4], BERLIN) + what_if_tally.of(every[4:], BERLIN)
    assert parts == whole
    assert whole.where(priority="P3").share == Fraction(1, 3)
    assert [line.overs for line in whole.lines] == [(5,), (2, 7)]
    (p1, p3, total) = what_if_tally.figures(whole, what_if_tally.Tally())
    assert (p1.priority, p3.priority, total.priority) == ("P1", "P3", "")
    assert (p3.today_shown, total.today_shown, total.draft_shown) == ("33.33", "40.00", None)
    assert (total.today.met, total.today.breached, total.today.merged) == (2, 3, 1)


def test_what_people_ruled_holds_under_the_draft_too() -> None:
    """An exclusion for its clock, standing apart for the whole ticket, unless an objection was
    upheld; and what was missed by an upheld objection is missed."""
    found = judged(answered_after_lunch(), gold()).values()
    first, resolution = Key("first_response"), Key("resolution")

    def ruled(rulings: dict[Key, what_if.Ruling]) -> dict[str, str]:
        kept = what_if.ruled(found, rulings, at("wed 17:00"))
        return {each.metric: each.outcome for each in kept if each.metric != "next_update"}

    assert ruled({}) == {"first_response": "breached", "resolution": "met"}
    assert ruled({first: "excluded"}) == {"first_response": "excluded", "resolution": "met"}
    apart: dict[Key, what_if.Ruling] = {what_if.NO_CLOCK: "apart"}
    assert ruled(apart) == {"first_response": "apart", "resolution": "apart"}
    assert ruled({**apart, first: "counted"})["first_response"] == "breached"
    assert ruled({resolution: "missed"})["resolution"] == "breached"
    excluded = what_if.ruled(found, {first: "excluded"}, at("wed 17:00"))
    assert what_if_tally.of(excluded, BERLIN).where(metric="first_response").share is None
