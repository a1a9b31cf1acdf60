"""The clocks of the tiers follow a ticket: each visit is a record of its own."""

from uuid import UUID

import pytest

from contracts import facts
from contracts.clocks.ticket_clocks import Key
from contracts.metric import HOLD, PICKUP, RESOLUTION
from tests.unit.contracts.clock_story import ANNA, Story, said


def moved(story: Story, when: str, new: int) -> Story:
    return story.tell(facts.TierMoved, when, old=0, new=new)


def test_escalating_closes_one_tiers_clock_and_opens_the_next() -> None:
    story = moved(Story().raised("fri 09:00"), "fri 10:00", 2)
    assert [story.clock(HOLD, tier).state for tier in ("L1", "L2")] == ["stopped", "running"]
    assert [story.hours("fri 12:00", HOLD, tier) for tier in ("L1", "L2")] == [1, 2]


def test_a_tier_visited_twice_has_two_records() -> None:
    story = moved(moved(Story().raised("fri 09:00"), "fri 10:00", 2), "fri 13:00", 1)
    assert said(story.clock(HOLD, "L1", 1).ended_at) == "fri 10:00"
    assert said(story.clock(HOLD, "L1", 2).started_at) == "fri 13:00"
    assert said(story.clock(HOLD, "L2", 1).breached_at) == "fri 12:00"


def test_a_move_within_the_tier_is_no_hand_over() -> None:
    story = moved(Story().raised("fri 09:00"), "fri 10:00", 1)
    assert Key(HOLD, "L1", 2) not in story.names()
    assert story.hours("fri 10:30", HOLD, "L1") == 1.5


def test_a_tier_without_an_agreement_has_no_clock() -> None:
    story = moved(Story().raised("fri 09:00"), "fri 10:00", 3)
    assert not any(key.holder == "L3" for key in story.names())


class TestPickup:
    def test_it_stops_when_somebody_takes_the_ticket(self) -> None:
        story = Story().raised("fri 09:00").tell(facts.Assigned, "fri 09:20", assignee=ANNA, tier=1)
        assert said(story.clock(PICKUP, "L1").ended_at) == "fri 09:20"

    def test_back_in_the_queue_nobody_is_asked_to_pick_it_up_within_the_target_again(self) -> None:
        story = Story().raised("fri 09:00").tell(facts.Assigned, "fri 09:20", assignee=ANNA, tier=1)
        story.tell(facts.Assigned, "fri 10:00", assignee=None, tier=1)
        assert story.clock(PICKUP, "L1").state == "stopped"

    def test_given_back_untaken_it_runs_on(self) -> None:
        story = Story().raised("fri 09:00").tell(facts.Assigned, "fri 09:10", assignee=None, tier=1)
        assert said(story.verdict("fri 10:00", PICKUP, "L1").breached_at) == "fri 09:30"

    def test_moved_on_before_anyone_took_it_the_next_tier_has_its_own(self) -> None:
        story = moved(Story().raised("fri 09:00"), "fri 09:10", 2)
        assert said(story.clock(PICKUP, "L1").ended_at) == "fri 09:10"
        assert story.clock(PICKUP, "L2").state == "running"


class TestWaits:
    @pytest.mark.parametrize("state", [facts.WAITING_CLIENT, facts.SCHEDULED, facts.WAITING_VENDOR])
    def test_no_tier_holds_what_waits_for_someone_else(self, state: str) -> None:
        story = Story().raised("fri 09:00").state("fri 10:00", state)
        assert story.clock(HOLD, "L1").state == "paused"
        assert story.hours("fri 16:00", HOLD, "L1") == 1

    def test_a_vendors_question_hands_the_case_back_until_it_is_answered(self) -> None:
        story = Story().raised("fri 09:00").state("fri 10:00", facts.WAITING_VENDOR)
        story.case(facts.CaseOpened, "fri 10:00").case(facts.CaseQuestioned, "fri 11:00")
        assert story.clock(HOLD, "L1").state == "running"
        story.case(facts.CaseAnswered, "fri 11:30")
        assert story.clock(HOLD, "L1").state == "paused"
        assert story.hours("fri 16:00", HOLD, "L1") == 1.5

    def test_with_the_vendor_as_a_tier_of_its_own_the_last_visit_is_over(self) -> None:
        story = moved(Story().raised("fri 09:00"), "fri 10:00", 4)
        assert story.clock(HOLD, "L1").state == "stopped"
        assert story.clock(RESOLUTION).state == "running"


class TestEnds:
    def test_resolved_the_visit_ends_and_reopened_it_goes_on(self) -> None:
        story = Story().raised("fri 09:00").tell(facts.Assigned, "fri 09:20", assignee=ANNA, tier=1)
        story.tell(facts.Resolved, "fri 10:00").tell(facts.Reopened, "mon 09:00")
        assert story.clock(HOLD, "L1").epoch == 2
        assert story.hours("mon 09:30", HOLD, "L1") == 1.5
        assert story.clock(PICKUP, "L1").state == "stopped"

    def test_never_taken_and_reopened_it_waits_to_be_picked_up_again(self) -> None:
        story = Story().raised("fri 09:00").tell(facts.Resolved, "fri 09:10")
        story.tell(facts.Reopened, "mon 09:00")
        assert story.hours("mon 09:10", PICKUP, "L1") * 60 == 20

    def test_moved_while_resolved_the_new_tier_begins_at_the_reopening(self) -> None:
        story = moved(Story().raised("fri 09:00").tell(facts.Resolved, "fri 10:00"), "fri 11:00", 2)
        assert not any(key.holder == "L2" for key in story.names())
        story.tell(facts.Reopened, "mon 09:00")
        assert said(story.clock(HOLD, "L2").started_at) == "mon 09:00"
        assert said(story.clock(HOLD, "L1").ended_at) == "fri 10:00"

    def test_merged_away_the_visit_is_not_counted(self) -> None:
        story = Story().raised("fri 09:00").tell(facts.Merged, "fri 10:00", into=UUID(int=2))
        assert story.clock(HOLD, "L1").state == "merged"
