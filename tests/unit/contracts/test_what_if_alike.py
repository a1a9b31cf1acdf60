"""Which lives a draft leaves as they were, so that they need not be lived again."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from contracts import facts
from contracts.clocks.clock_terms import Matter, Promise, Terms
from contracts.what_if import what_if, what_if_alike
from contracts.what_if.what_if import Life
from tests.unit.contracts.clock_story import ALWAYS, Story, at, gold

P1, P3 = Matter("resolution", "incident", "P1"), Matter("resolution", "incident", "P3")


def changed(matter: Matter, **target: object) -> Terms:
    terms = gold()
    given = terms.promises[matter]
    held_to = replace(given.target, **target)  # type: ignore[arg-type]
    return replace(terms, promises={**terms.promises, matter: Promise(held_to, given.calendar)})


def life(story: Story) -> Life:
    return Life(UUID(int=1), story.told[0].at, tuple(story.told))


PLAIN = life(Story().raised("fri 09:00").tell(facts.Resolved, "fri 12:00"))
RAISED = life(Story().raised("fri 09:00").priority("fri 10:00", "P1", "new_facts"))


def test_what_the_ticket_never_was_concerns_it_not() -> None:
    tighter = changed(P1, duration=1)
    assert what_if_alike.alike(gold(), tighter, PLAIN)
    assert not what_if_alike.alike(gold(), tighter, RAISED)


def test_a_name_or_a_warning_is_no_other_promise() -> None:
    assert what_if_alike.alike(gold(), changed(P3, version="v2", warn_percents=(80,)), PLAIN)


def test_time_pauses_calendar_and_settings_are() -> None:
    gone = {m: p for m, p in gold().promises.items() if m != P3}
    elsewhere = Promise(gold().promises[P3].target, ALWAYS)
    for other in (
        changed(P3, duration=1),
        changed(P3, pauses=()),
        replace(gold(), promises=gone),
        replace(gold(), promises={**gold().promises, P3: elsewhere}),
        gold(resolution_stops_at="closed"),
        gold(reopen="restart"),
        gold(exclude_vendor_time=True),
        gold(named_acknowledgment_counts=True),
        gold(alerts_start_at="start"),
        gold(outside_hours={P1: (ALWAYS, elsewhere)}),
    ):
        assert not what_if_alike.alike(gold(), other, PLAIN)


def test_a_life_whose_version_changed_or_of_which_nothing_is_known_is_lived_again() -> None:
    today = what_if.judge(PLAIN, gold(), at("wed 12:00"))
    own = tuple(each for each in today if each.metric in ("resolution", "first_response"))
    pinned = {"": gold()}
    found = what_if_alike.recorded(PLAIN, own, pinned, gold(), "draft")
    assert found is not None
    assert [(each.outcome, each.version) for each in found] == [
        (each.outcome, "draft") for each in own
    ]
    assert what_if_alike.recorded(PLAIN, (), pinned, gold(), "draft") is None
    assert what_if_alike.recorded(PLAIN, own, {"v1": gold()}, gold(), "draft") is None
    moved = (
        Story().raised("fri 09:00").tell(facts.TermsChanged, "fri 09:30", side="sla", version="v2")
    )
    assert what_if_alike.recorded(life(moved), own, pinned, gold(), "draft") is None
