"""The SLA's clocks follow a ticket, told as stories."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from contracts import facts, metric
from contracts.clocks import clock, ticket_clocks
from contracts.clocks.ticket_clocks import Key, Matter
from contracts.metric import FIRST_RESPONSE, NEXT_REPLY, NEXT_UPDATE, RESOLUTION
from tests.unit.contracts.clock_story import (
    OFFICE,
    Story,
    at,
    gold,
    promise,
    said,
    without,
)


class TestFirstResponse:
    def test_the_first_public_message_by_a_person_stops_it_even_if_it_also_pauses(self) -> None:
        story = Story().raised("fri 09:00").tell(facts.PublicReply, "fri 09:30")
        story.state("fri 09:30", facts.WAITING_CLIENT)
        first = story.clock(FIRST_RESPONSE)
        assert (first.state, said(first.ended_at)) == ("stopped", "fri 09:30")
        assert story.clock(RESOLUTION).state == "paused"

    @pytest.mark.parametrize(
        ("kind", "fields"),
        [
            (facts.PublicReply, {"by_person": False, "actor": "system"}),
            (facts.InternalNote, {}),
            (facts.Assigned, {"assignee": UUID(int=5), "tier": 1}),
            (facts.Acknowledged, {}),
        ],
    )
    def test_nothing_else_stops_it(self, kind: type[facts.Fact], fields: dict[str, object]) -> None:
        story = Story().raised("fri 09:00").tell(kind, "fri 09:30", **fields)
        assert story.hours("fri 10:00", FIRST_RESPONSE) == 1

    def test_a_named_acknowledgment_counts_where_the_version_says_so(self) -> None:
        story = Story(gold(named_acknowledgment_counts=True)).raised("fri 09:00")
        story.tell(facts.Acknowledged, "fri 09:30")
        assert said(story.clock(FIRST_RESPONSE).ended_at) == "fri 09:30"
        assert story.clock(NEXT_UPDATE).state == "running"

    def test_a_logged_call_answers_at_its_own_start(self) -> None:
        story = Story().raised("fri 09:00", channel="phone", live=True)
        first = story.clock(FIRST_RESPONSE)
        assert (first.state, first.banked) == ("stopped", 0)

    @pytest.mark.parametrize("how", [{"channel": facts.ALERT}, {"unprompted": True}])
    def test_alerts_and_unprompted_tickets_owe_none(self, how: dict[str, Any]) -> None:
        story = Story().raised("fri 09:00", **how)
        assert Key(FIRST_RESPONSE) not in story.names()
        assert story.clock(RESOLUTION).state == "running"

    def test_it_runs_on_while_the_ticket_waits_for_the_client(self) -> None:
        story = Story().raised("fri 09:00").state("fri 09:10", facts.WAITING_CLIENT)
        assert story.clock(FIRST_RESPONSE).state == "running"

    def test_resolved_in_silence_it_ends_and_a_reopening_takes_it_up_again(self) -> None:
        story = Story().raised("fri 09:00").tell(facts.Resolved, "fri 09:30")
        assert story.clock(FIRST_RESPONSE).state == "stopped"
        story.tell(facts.Reopened, "mon 09:00")
        assert story.hours("mon 09:30", FIRST_RESPONSE) == 1
        story.tell(facts.PublicReply, "mon 09:31")
        assert story.clock(FIRST_RESPONSE).breached

    def test_an_answered_one_stays_answered_when_the_ticket_is_reopened(self) -> None:
        story = Story().raised("fri 09:00").tell(facts.PublicReply, "fri 09:30")
        story.tell(facts.Resolved, "fri 10:00").tell(facts.Reopened, "mon 09:00")
        assert story.clock(FIRST_RESPONSE).state == "stopped"


class TestReplies:
    def test_the_oldest_unanswered_message_counts_until_the_next_public_reply(self) -> None:
        story = Story().raised("fri 09:00").tell(facts.PublicReply, "fri 09:30")
        story.tell(facts.ClientMessage, "fri 10:00").tell(facts.ClientMessage, "fri 10:45")
        story.tell(facts.PublicReply, "fri 11:30")
        exchange = story.clock(NEXT_REPLY)
        assert (exchange.banked, said(exchange.breached_at)) == (3 * 1800 * 10**6, "fri 11:00")

    def test_each_exchange_is_a_clock_of_its_own(self) -> None:
        story = Story().raised("fri 09:00").tell(facts.PublicReply, "fri 09:30")
        story.tell(facts.ClientMessage, "fri 10:00").tell(facts.PublicReply, "fri 10:10")
        story.tell(facts.ClientMessage, "fri 12:00")
        assert story.clock(NEXT_REPLY, number=1).state == "stopped"
        assert story.clock(NEXT_REPLY, number=2).state == "running"

    def test_none_is_owed_before_the_client_writes(self) -> None:
        story = Story().raised("fri 09:00").tell(facts.PublicReply, "fri 09:30")
        assert not any(key.metric == NEXT_REPLY for key in story.names())

    def test_no_reply_needed_ends_it_visibly(self) -> None:
        story = Story().raised("fri 09:00").tell(facts.PublicReply, "fri 09:10")
        story.tell(facts.ClientMessage, "fri 10:00").tell(facts.NoReplyNeeded, "fri 10:05")
        assert story.clock(NEXT_REPLY).state == "stopped"
        assert story.followed().changes[-1].event.why == "no_reply_needed"

    def test_an_out_of_office_note_asks_for_nothing_and_ends_no_wait(self) -> None:
        story = Story().raised("fri 09:00").state("fri 09:10", facts.WAITING_CLIENT)
        story.tell(facts.ClientMessage, "fri 10:00", by_person=False)
        assert not any(key.metric == NEXT_REPLY for key in story.names())
        assert story.clock(RESOLUTION).state == "paused"

    def test_thanks_on_a_resolved_ticket_asks_for_a_reply_and_reopens_nothing(self) -> None:
        story = Story().raised("fri 09:00").tell(facts.PublicReply, "fri 09:30")
        story.tell(facts.Resolved, "fri 10:00").tell(facts.ClientMessage, "fri 11:00")
        assert story.clock(RESOLUTION).state == "stopped"
        assert story.clock(NEXT_REPLY).state == "running"
        story.tell(facts.NoReplyNeeded, "fri 11:05")
        assert story.clock(NEXT_REPLY).state == "stopped"

    def test_still_broken_after_a_silent_resolution_goes_on_where_the_silence_stood(self) -> None:
        story = Story().raised("fri 09:00").tell(facts.PublicReply, "fri 09:30")
        story.tell(facts.ClientMessage, "fri 10:00").tell(facts.Resolved, "fri 10:30")
        story.tell(facts.ClientMessage, "fri 14:00").tell(facts.Reopened, "fri 14:00")
        assert story.hours("fri 14:15", NEXT_REPLY) == 0.75
        assert story.clock(NEXT_REPLY).epoch == 2

    def test_a_message_while_the_first_response_is_owed_is_the_same_silence(self) -> None:
        story = Story().raised("fri 09:00").tell(facts.ClientMessage, "fri 09:40")
        story.tell(facts.PublicReply, "fri 12:00").tell(facts.ClientMessage, "fri 13:00")
        first = story.clock(FIRST_RESPONSE)
        assert ticket_clocks.one_silence(first, story.clock(NEXT_REPLY, number=1))
        assert not ticket_clocks.one_silence(first, story.clock(NEXT_REPLY, number=2))
        assert not ticket_clocks.one_silence(None, story.clock(NEXT_REPLY, number=1))


class TestUpdates:
    def test_owed_from_creation_and_again_from_every_public_update(self) -> None:
        story = Story().raised("fri 09:00").tell(facts.PublicReply, "fri 10:00")
        story.tell(facts.PublicReply, "fri 16:00")
        first, second, third = (story.clock(NEXT_UPDATE, number=n) for n in (1, 2, 3))
        assert (first.banked, first.breached) == (3600 * 10**6, False)
        assert (said(second.breached_at), second.state) == ("fri 14:00", "stopped")
        assert said(third.started_at) == "fri 16:00"

    def test_none_is_owed_once_resolved_and_a_reopening_goes_on(self) -> None:
        story = Story().raised("fri 09:00").tell(facts.PublicReply, "fri 10:00")
        story.tell(facts.Resolved, "fri 11:00").tell(facts.Reopened, "mon 09:00")
        assert story.hours("mon 10:00", NEXT_UPDATE) == 2

    def test_an_update_after_the_end_makes_the_reopening_begin_anew(self) -> None:
        story = Story().raised("fri 09:00").tell(facts.Resolved, "fri 11:00")
        story.tell(facts.PublicReply, "fri 12:00").tell(facts.Reopened, "mon 09:00")
        assert story.hours("mon 10:00", NEXT_UPDATE) == 1
        assert story.clock(NEXT_UPDATE, number=1).banked == 2 * 3600 * 10**6


class TestPauses:
    def test_p1_just_before_the_clocks_change_is_due_four_real_hours_later(self) -> None:
        story = Story().raised("sun 01:30", priority="P1")
        assert story.due(RESOLUTION) == ("sun 04:30", "sun 04:30")

    def test_raised_on_friday_at_two_to_six_it_begins_to_use_time_on_monday(self) -> None:
        story = Story().raised("fri 17:58")
        assert story.due(RESOLUTION) == ("mon 17:00", "tue 09:00")
        assert story.due(FIRST_RESPONSE) == ("mon 10:00", "mon 10:00")

    def test_the_clients_next_message_ends_the_wait_even_before_anyone_looks(self) -> None:
        story = Story().raised("fri 09:00").state("fri 10:00", facts.WAITING_CLIENT)
        story.tell(facts.ClientMessage, "fri 11:00").state("fri 15:00", facts.OPEN)
        assert story.hours("fri 15:00", RESOLUTION) == 5

    def test_a_reply_that_arrives_late_ends_the_wait_when_it_was_sent(self) -> None:
        """The mail was stuck: told last, dated 11:00. The breach it explains appears."""
        story = Story().raised("thu 09:00").state("thu 10:00", facts.WAITING_CLIENT)
        story.state("fri 12:00", facts.OPEN).tell(facts.Resolved, "fri 13:00")
        assert not story.clock(RESOLUTION).breached
        story.tell(facts.ClientMessage, "thu 11:00")
        assert said(story.clock(RESOLUTION).breached_at) == "fri 10:00"

    def test_created_in_a_waiting_state_it_begins_paused(self) -> None:
        story = Story().raised("fri 09:00", state=facts.WAITING_CLIENT)
        assert story.clock(RESOLUTION).state == "paused"
        assert story.clock(FIRST_RESPONSE).state == "running"

    def test_a_scheduled_change_waits_for_its_window(self) -> None:
        story = Story().raised("fri 09:00").state("fri 10:00", facts.SCHEDULED)
        story.state("mon 10:00", facts.OPEN)
        assert story.hours("mon 11:00", RESOLUTION) == 2

    def test_from_one_wait_into_another_it_stays_paused(self) -> None:
        story = Story().raised("fri 09:00").state("fri 10:00", facts.WAITING_CLIENT)
        story.state("fri 11:00", facts.SCHEDULED)
        resolution = story.clock(RESOLUTION)
        assert (resolution.paused, resolution.runs) == (
            (facts.SCHEDULED,),
            ((at("fri 09:00"), at("fri 10:00")),),
        )

    def test_waiting_for_a_vendor_the_clients_clock_runs_on(self) -> None:
        story = Story().raised("fri 09:00").state("fri 10:00", facts.WAITING_VENDOR)
        assert story.hours("fri 12:00", RESOLUTION) == 3

    def test_unless_the_sla_excludes_vendor_time_and_then_the_resolution_alone(self) -> None:
        story = Story(gold(exclude_vendor_time=True)).raised("fri 09:00")
        story.state("fri 10:00", facts.WAITING_VENDOR)
        assert story.hours("fri 12:00", RESOLUTION) == 1
        assert story.hours("fri 12:00", NEXT_UPDATE) == 3

    def test_a_vendors_question_puts_the_time_back_on_us(self) -> None:
        story = Story(gold(exclude_vendor_time=True)).raised("fri 09:00")
        story.state("fri 10:00", facts.WAITING_VENDOR).case(facts.CaseOpened, "fri 10:00")
        story.case(facts.CaseQuestioned, "fri 11:00").case(facts.CaseAnswered, "fri 12:00")
        assert story.hours("fri 16:00", RESOLUTION) == 2

    def test_a_version_may_let_any_state_pause_any_metric(self) -> None:
        terms = gold()
        about = Matter(FIRST_RESPONSE, "incident", "P3")
        pausing = promise(FIRST_RESPONSE, 3600 * 10**6, OFFICE, pauses=("parked",))
        story = Story(replace(terms, promises={**terms.promises, about: pausing}))
        story.raised("fri 09:00").state("fri 09:30", "parked")
        assert story.clock(FIRST_RESPONSE).state == "paused"


class TestEnds:
    @pytest.mark.parametrize(
        ("stops_at", "ended"),
        [("restored", "fri 10:00"), ("resolved", "fri 12:00"), ("closed", "mon 12:00")],
    )
    def test_the_version_says_where_the_resolution_stops(self, stops_at: str, ended: str) -> None:
        story = Story(gold(resolution_stops_at=stops_at)).raised("fri 09:00")
        story.tell(facts.Resolved, "fri 10:00", resolution="restored")
        story.tell(facts.Resolved, "fri 12:00").tell(facts.Closed, "mon 12:00")
        assert said(story.clock(RESOLUTION).ended_at) == ended
        assert said(story.clock(NEXT_UPDATE).ended_at) == "fri 12:00"

    def test_closed_without_being_resolved_it_stops_there(self) -> None:
        story = Story().raised("fri 09:00").tell(facts.Closed, "fri 10:00")
        assert said(story.clock(RESOLUTION).ended_at) == "fri 10:00"

    def test_a_workaround_that_fails_takes_the_resolution_up_again(self) -> None:
        story = Story(gold(resolution_stops_at="restored")).raised("fri 09:00")
        story.tell(facts.Resolved, "fri 10:00", resolution="restored")
        story.tell(facts.Reopened, "fri 14:00")
        assert story.hours("fri 15:00", RESOLUTION) == 2

    def test_paused_and_resolved_in_one_change_it_is_resolved(self) -> None:
        story = Story().raised("fri 09:00").state("fri 12:00", facts.WAITING_CLIENT)
        story.tell(facts.Resolved, "fri 12:00")
        assert story.clock(RESOLUTION).state == "stopped"
        assert story.hours("mon 12:00", RESOLUTION) == 3

    def test_reopened_into_a_wait_it_is_paused_whichever_is_told_first(self) -> None:
        for order in (1, -1):
            story = Story().raised("fri 09:00").tell(facts.Resolved, "fri 10:00")
            told = [
                (facts.Reopened, {}),
                (facts.StateChanged, {"old": "", "new": facts.WAITING_CLIENT}),
            ]
            for kind, fields in told[::order]:
                story.tell(kind, "fri 12:00", **fields)
            assert story.clock(RESOLUTION).state == "paused"

    def test_where_the_gap_counts_a_reopened_ticket_never_stopped(self) -> None:
        story = Story(gold(reopen="counted")).raised("fri 09:00").tell(facts.Resolved, "fri 10:00")
        story.tell(facts.Reopened, "fri 14:00")
        assert story.hours("fri 15:00", RESOLUTION) == 6


class TestChanges:
    def test_new_facts_count_from_the_change(self) -> None:
        story = Story().raised("fri 09:00").priority("fri 16:00", "P1", "new_facts")
        assert story.due(RESOLUTION) == ("fri 20:00", "fri 20:00")
        assert not story.clock(RESOLUTION).breached

    def test_our_mistake_counts_from_creation_and_what_it_makes_late_is_shown_apart(self) -> None:
        story = Story().raised("fri 09:00").priority("fri 16:00", "P1", "our_mistake")
        resolution = story.clock(RESOLUTION)
        assert (said(resolution.breached_at), resolution.caused_by_change) == ("fri 16:00", True)
        assert story.hours("fri 16:00", RESOLUTION) == 7

    def test_our_mistake_keeps_the_pauses_there_were(self) -> None:
        story = Story().raised("fri 09:00").state("fri 10:00", facts.WAITING_CLIENT)
        story.state("fri 14:00", facts.OPEN).priority("fri 15:00", "P1", "our_mistake")
        assert story.due(RESOLUTION) == ("fri 17:00", "fri 17:00")

    @pytest.mark.parametrize(("cause", "stands"), [("fall_agreed", False), ("fall", True)])
    def test_a_fall_withdraws_misses_if_the_client_agrees(self, cause: str, stands: bool) -> None:
        story = Story().raised("fri 09:00", priority="P1").priority("fri 14:00", "P3", cause)
        resolution = story.clock(RESOLUTION)
        assert said(resolution.misses[0].at) == "fri 13:00"
        assert resolution.breached is stands
        assert story.due(RESOLUTION) == ("fri 17:00", "mon 09:00")

    def test_an_agreed_fall_withdraws_misses_of_exchanges_long_answered(self) -> None:
        story = Story().raised("fri 09:00", priority="P1").tell(facts.PublicReply, "fri 09:05")
        story.tell(facts.ClientMessage, "fri 10:00").tell(facts.PublicReply, "fri 10:30")
        assert story.clock(NEXT_REPLY).breached
        story.priority("fri 12:00", "P3", "fall_agreed")
        assert not story.clock(NEXT_REPLY).breached

    def test_new_facts_change_nothing_that_was_decided(self) -> None:
        story = Story().raised("fri 09:00").tell(facts.PublicReply, "fri 09:50")
        before = story.clock(FIRST_RESPONSE)
        story.priority("fri 10:00", "P1", "new_facts")
        assert story.clock(FIRST_RESPONSE) == before

    def test_a_decided_clock_reopened_goes_on_under_the_priority_of_now(self) -> None:
        story = Story().raised("fri 09:00").tell(facts.Resolved, "fri 10:00")
        story.priority("fri 11:00", "P1", "new_facts").tell(facts.Reopened, "fri 12:00")
        assert story.due(RESOLUTION) == ("fri 15:00", "fri 15:00")

    def test_what_is_promised_no_more_is_released_and_may_be_promised_again(self) -> None:
        story = Story(without(gold(), NEXT_UPDATE, "P3")).raised("fri 09:00", priority="P1")
        story.priority("fri 09:30", "P3", "fall")
        assert story.clock(NEXT_UPDATE).state == "released"
        story.priority("fri 10:00", "P1", "our_mistake")
        again = story.clock(NEXT_UPDATE)
        assert (again.state, said(again.started_at)) == ("running", "fri 09:00")
        assert story.due(NEXT_UPDATE) == ("fri 10:00", "fri 10:00")

    def test_promised_for_the_first_time_it_counts_from_when_it_was_owed_with_its_waits(
        self,
    ) -> None:
        story = Story(without(gold(), NEXT_UPDATE, "P3")).raised("fri 09:00")
        story.state("fri 10:00", facts.WAITING_CLIENT).state("fri 12:00", facts.OPEN)
        assert not any(key.metric == NEXT_UPDATE for key in story.names())
        story.priority("fri 12:30", "P1", "our_mistake")
        assert story.hours("fri 13:00", NEXT_UPDATE) == 2
        update = story.clock(NEXT_UPDATE)
        assert (said(update.breached_at), update.caused_by_change) == ("fri 12:30", True)

    def test_promised_for_the_first_time_by_new_facts_it_counts_from_now(self) -> None:
        story = Story(without(gold(), NEXT_UPDATE, "P3")).raised("fri 09:00")
        story.priority("fri 12:30", "P1", "new_facts")
        assert story.hours("fri 13:00", NEXT_UPDATE) == 0.5

    def test_another_type_is_another_promise(self) -> None:
        terms = gold()
        request = Matter(RESOLUTION, "request", "P3")
        more = {**terms.promises, request: promise(RESOLUTION, 16 * 3600 * 10**6)}
        story = Story(replace(terms, promises=more)).raised("fri 09:00")
        story.tell(
            facts.TypeChanged, "fri 10:00", old="incident", new="request", cause="our_mistake"
        )
        assert story.due(RESOLUTION) == ("mon 17:00", "tue 09:00")
        assert story.clock(FIRST_RESPONSE).state == "released"

    def test_a_version_for_open_tickets_too_goes_on_with_the_time_used(self) -> None:
        story = Story().raised("fri 09:00")
        story.tell(facts.TermsChanged, "fri 15:00", side="sla", version="2")
        stricter = replace(
            story.terms,
            promises={
                **story.terms.promises,
                Matter(RESOLUTION, "incident", "P3"): promise(RESOLUTION, 4 * 3600 * 10**6),
            },
        )
        old, new = story.terms, stricter
        followed = ticket_clocks.refold(
            story.told, lambda fact: new if fact.at >= at("fri 15:00") else old
        )
        resolution = followed.ledger.clocks[Key(RESOLUTION)]
        assert (said(resolution.breached_at), resolution.caused_by_change) == ("fri 15:00", True)
        assert clock.elapsed(resolution, at("fri 16:00")) == 7 * 3600 * 10**6

    def test_a_wanted_date_is_what_a_request_is_done_by(self) -> None:
        story = Story().raised("fri 09:00", wanted_at=at("wed 12:00"))
        story.state("fri 10:00", facts.WAITING_CLIENT)
        assert story.due(RESOLUTION) == ("wed 12:00", "wed 12:00")


class TestMerges:
    def test_merged_in_clocks_end_as_merged_decided_or_not(self) -> None:
        story = Story().raised("fri 09:00").tell(facts.PublicReply, "fri 09:30")
        story.tell(facts.Merged, "fri 10:00", into=UUID(int=2))
        assert {story.ledger().clocks[key].state for key in story.names()} == {"merged"}

    def test_nothing_moves_them_any_more(self) -> None:
        story = Story().raised("fri 09:00").tell(facts.Merged, "fri 10:00", into=UUID(int=2))
        before = story.ledger().clocks
        story.tell(facts.ClientMessage, "fri 11:00").tell(facts.Reopened, "fri 12:00")
        assert story.ledger().clocks == before

    def test_the_survivor_keeps_the_earliest_start(self) -> None:
        story = Story().raised("fri 12:00")
        story.tell(facts.Absorbed, "fri 13:00", merged=UUID(int=2), raised_at=at("fri 09:00"))
        assert story.hours("fri 13:00", RESOLUTION) == 4
        assert said(story.clock(FIRST_RESPONSE).breached_at) == "fri 10:00"
        assert story.hours("fri 13:00", NEXT_UPDATE) == 4

    def test_a_silence_that_was_answered_there_is_not_the_survivors(self) -> None:
        story = Story().raised("fri 12:00")
        story.tell(
            facts.Absorbed,
            "fri 12:30",
            merged=UUID(int=2),
            raised_at=at("fri 09:00"),
            responded_at=at("fri 09:20"),
        )
        assert story.hours("fri 12:30", FIRST_RESPONSE) == 0.5
        assert story.hours("fri 12:30", RESOLUTION) == 3.5

    def test_a_younger_ticket_taken_in_changes_nothing(self) -> None:
        story = Story().raised("fri 09:00")
        before = story.ledger().clocks
        story.tell(facts.Absorbed, "fri 13:00", merged=UUID(int=2), raised_at=at("fri 12:00"))
        assert story.ledger().clocks == before


class TestAlerts:
    @pytest.mark.parametrize(("start", "used"), [("receipt", 1), ("start", 2)])
    def test_the_version_says_when_an_alert_starts(self, start: str, used: int) -> None:
        story = Story(gold(alerts_start_at=start))
        story.raised("fri 10:00", channel=facts.ALERT, began_at=at("fri 09:00"))
        assert story.hours("fri 11:00", RESOLUTION) == used

    def test_a_source_whose_clock_is_ahead_starts_nothing_in_the_future(self) -> None:
        story = Story(gold(alerts_start_at="start"))
        story.raised("fri 10:00", channel=facts.ALERT, began_at=at("fri 11:00"))
        assert said(story.clock(RESOLUTION).started_at) == "fri 10:00"


def test_facts_before_the_matter_is_raised_move_nothing() -> None:
    story = Story().raised("fri 09:00").tell(facts.PublicReply, "thu 09:00")
    assert story.clock(FIRST_RESPONSE).state == "running"


def test_a_fact_before_the_last_one_is_refused_and_asks_for_a_refold() -> None:
    story = Story().raised("fri 09:00").tell(facts.PublicReply, "fri 10:00")
    ledger = story.ledger()
    late = Story().tell(facts.ClientMessage, "fri 09:30").told[0]
    with pytest.raises(ticket_clocks.OutOfOrder, match="fold all facts anew"):
        ticket_clocks.follow(ledger, late, story.terms)
    assert ledger == story.ledger()


def test_a_ticket_without_any_promise_has_no_clocks() -> None:
    story = Story(ticket_clocks.Terms(promises={})).raised("fri 09:00")
    story.tell(facts.ClientMessage, "fri 10:00").priority("fri 11:00", "P1", "our_mistake")
    assert story.names() == set()
    assert metric.default_pauses(RESOLUTION) == (facts.WAITING_CLIENT, facts.SCHEDULED)
