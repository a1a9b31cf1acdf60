"""The clocks of a vendor follow its case: acknowledgment, updates, fix."""

from uuid import UUID

import pytest

from contracts import facts
from contracts.metric import ACKNOWLEDGE, FIX, UPDATE
from tests.unit.contracts.clock_story import CASE, VENDOR, Story, gold, said

BY_CONFIRMATION = {"fix_stops_at": {str(VENDOR): "confirmation"}}
ID = str(CASE)


def opened(**settings: object) -> Story:
    return Story(gold(**settings)).raised("fri 09:00").case(facts.CaseOpened, "fri 10:00")


class TestAcknowledgment:
    def test_a_named_person_acknowledges_and_an_auto_reply_never_does(self) -> None:
        story = opened().case(facts.CaseAcknowledged, "fri 10:05", by_person=False)
        assert story.clock(ACKNOWLEDGE, ID).state == "running"
        story.case(facts.CaseAcknowledged, "fri 10:30")
        assert said(story.clock(ACKNOWLEDGE, ID).ended_at) == "fri 10:30"

    @pytest.mark.parametrize(
        "kind", [facts.CaseUpdated, facts.CaseQuestioned, facts.CaseFixed, facts.CaseRefused]
    )
    def test_whatever_a_person_there_says_first_acknowledges_too(
        self, kind: type[facts.CaseFact]
    ) -> None:
        story = opened().case(kind, "fri 10:30")
        assert said(story.clock(ACKNOWLEDGE, ID).ended_at) == "fri 10:30"

    def test_silence_is_missed_when_it_was(self) -> None:
        verdict = opened().verdict("fri 12:00", ACKNOWLEDGE, ID)
        assert said(verdict.breached_at) == "fri 11:00"


class TestUpdates:
    def test_owed_from_the_opening_and_again_from_each(self) -> None:
        story = opened().case(facts.CaseUpdated, "fri 11:00").case(facts.CaseUpdated, "fri 15:00")
        assert story.clock(UPDATE, ID, 1).breached is False
        assert said(story.clock(UPDATE, ID, 2).breached_at) == "fri 13:00"
        assert story.clock(UPDATE, ID, 3).state == "running"

    def test_none_is_owed_once_a_fix_is_reported_until_it_is_rejected(self) -> None:
        story = opened().case(facts.CaseFixed, "fri 11:00")
        assert story.clock(UPDATE, ID).state == "stopped"
        story.case(facts.CaseRejected, "fri 12:00")
        assert said(story.clock(UPDATE, ID).started_at) == "fri 12:00"


class TestFix:
    def test_the_vendors_report_stops_it(self) -> None:
        story = opened().case(facts.CaseFixed, "fri 12:00").case(facts.CaseConfirmed, "fri 14:00")
        assert said(story.clock(FIX, ID).ended_at) == "fri 12:00"

    def test_unless_its_contract_asks_for_our_confirmation(self) -> None:
        story = opened(**BY_CONFIRMATION).case(facts.CaseFixed, "fri 12:00")
        assert story.clock(FIX, ID).state == "running"
        story.case(facts.CaseConfirmed, "fri 14:00")
        assert said(story.clock(FIX, ID).ended_at) == "fri 14:00"

    def test_a_rejected_fix_never_stopped_it(self) -> None:
        story = opened().case(facts.CaseFixed, "fri 12:00").case(facts.CaseRejected, "fri 20:00")
        fix = story.clock(FIX, ID)
        assert (fix.state, fix.epoch) == ("running", 1)
        assert story.hours("fri 21:00", FIX, ID) == 11
        assert said(story.verdict("fri 21:00", FIX, ID).breached_at) == "fri 18:00"

    def test_a_rejection_without_a_fix_changes_nothing(self) -> None:
        story = opened()
        before = story.ledger().clocks
        assert story.case(facts.CaseRejected, "fri 11:00").ledger().clocks == before

    def test_it_waits_while_we_owe_the_vendor_an_answer(self) -> None:
        story = opened().case(facts.CaseQuestioned, "fri 11:00")
        assert story.clock(FIX, ID).paused == ("question",)
        story.case(facts.CaseAnswered, "fri 13:00")
        assert story.hours("fri 14:00", FIX, ID) == 2

    def test_it_is_paused_where_the_resolution_is_but_not_by_the_wait_for_the_vendor(self) -> None:
        story = opened().state("fri 10:00", facts.WAITING_VENDOR)
        assert story.clock(FIX, ID).state == "running"
        story.state("fri 11:00", facts.WAITING_CLIENT)
        assert story.clock(FIX, ID).state == "paused"


class TestEnds:
    def test_refused_the_vendor_owes_nothing_more_but_what_it_missed_stands(self) -> None:
        story = opened().case(facts.CaseRefused, "fri 13:00")
        assert story.clock(FIX, ID).state == "released"
        assert said(story.clock(UPDATE, ID).breached_at) == "fri 12:00"
        assert said(story.clock(ACKNOWLEDGE, ID).breached_at) == "fri 11:00"

    def test_called_off_unfixed_it_owes_no_fix(self) -> None:
        story = opened().case(facts.CaseClosed, "fri 11:00")
        assert {story.clock(name, ID).state for name in (ACKNOWLEDGE, UPDATE, FIX)} == {"released"}

    def test_closed_on_a_report_nobody_confirmed_the_fix_is_taken_as_given(self) -> None:
        story = opened(**BY_CONFIRMATION).case(facts.CaseFixed, "fri 12:00")
        story.case(facts.CaseClosed, "fri 15:00")
        fix = story.clock(FIX, ID)
        assert (fix.state, said(fix.ended_at)) == ("stopped", "fri 15:00")

    def test_the_case_outlives_the_ticket_it_was_opened_for(self) -> None:
        story = opened().tell(facts.Merged, "fri 11:00", into=UUID(int=2))
        assert story.clock(FIX, ID).state == "running"
        story.case(facts.CaseFixed, "fri 12:00")
        assert story.clock(FIX, ID).state == "stopped"

    def test_facts_of_a_case_never_opened_move_nothing(self) -> None:
        story = Story().raised("fri 09:00")
        before = story.ledger().clocks
        for kind in (facts.CaseUpdated, facts.CaseFixed, facts.CaseAnswered, facts.CaseClosed):
            story.case(kind, "fri 10:00")
        assert story.ledger().clocks == before

    def test_opened_twice_it_is_one_case(self) -> None:
        story = opened().case(facts.CaseOpened, "fri 11:00")
        assert said(story.clock(FIX, ID).started_at) == "fri 10:00"
