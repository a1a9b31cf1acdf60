"""Whose time a resolution took."""

from dataclasses import replace
from fractions import Fraction
from uuid import UUID

import pytest

from contracts import facts, metric
from contracts.clocks import shares
from contracts.clocks.shares import Shares, Truths
from contracts.clocks.ticket_clocks import Matter
from contracts.instant import HOUR
from tests.unit.contracts.clock_story import OFFICE, Story, at, gold, promise


def shared(story: Story, when: str) -> Shares:
    return shares.shares(story.told, lambda _: story.terms, OFFICE, at(when))


def working(of: Shares) -> dict[str, Fraction]:
    return {share.link: Fraction(share.working, HOUR) for share in of.shares}


def escalated() -> Story:
    """An hour at L1, two at L2, six with the client over the weekend, then the vendor."""
    story = Story().raised("fri 09:00").tell(facts.TierMoved, "fri 10:00", old=1, new=2)
    story.state("fri 12:00", facts.WAITING_CLIENT).state("mon 10:00", facts.OPEN)
    story.state("mon 11:00", facts.WAITING_VENDOR).state("mon 15:00", facts.OPEN)
    return story.tell(facts.Resolved, "mon 15:30")


def test_each_link_has_what_passed_while_it_held_the_ticket() -> None:
    found = shared(escalated(), "wed 12:00")
    assert working(found) == {"L1": 1, "L2": 3.5, "vendor": 4, "client": 6}
    assert found.of("client").wall == 71 * HOUR  # one more: the clocks went back
    assert found.fraction("vendor") == Fraction(8, 29)


def test_the_shares_add_up_to_the_whole_exactly() -> None:
    found = shared(escalated(), "wed 12:00")
    assert found.working == OFFICE.between(at("fri 09:00"), at("mon 15:30"))
    assert found.wall == at("mon 15:30") - at("fri 09:00")
    assert sum(share.wall for share in found.shares) == found.wall


def test_a_client_reads_it_as_with_us_with_you_with_a_vendor() -> None:
    found = shared(escalated(), "wed 12:00")
    assert found.with_us().working == 4.5 * HOUR
    assert found.of("scheduled") == shares.Share("scheduled", 0, 0)


def test_as_of_an_earlier_instant_later_facts_are_not_known() -> None:
    assert working(shared(escalated(), "fri 11:00")) == {"L1": 1, "L2": 1}


def test_time_between_an_end_and_a_reopening_is_nobodys() -> None:
    story = Story().raised("fri 09:00").tell(facts.Resolved, "fri 10:00")
    story.tell(facts.Reopened, "fri 14:00")
    assert working(shared(story, "fri 15:00")) == {"L1": 2}


@pytest.mark.parametrize(("stops_at", "hours"), [("restored", 1), ("resolved", 3), ("closed", 8)])
def test_it_ends_where_the_sla_says_the_resolution_does(stops_at: str, hours: int) -> None:
    story = Story(gold(resolution_stops_at=stops_at)).raised("fri 09:00")
    story.tell(facts.Resolved, "fri 10:00", resolution="restored")
    story.tell(facts.Resolved, "fri 12:00").tell(facts.Closed, "fri 17:00")
    assert working(shared(story, "mon 12:00")) == {"L1": hours}


def test_a_vendors_question_is_our_time_whether_it_is_a_wait_or_a_tier() -> None:
    waiting = Story().raised("fri 09:00").state("fri 10:00", facts.WAITING_VENDOR)
    moved = Story().raised("fri 09:00").tell(facts.TierMoved, "fri 10:00", old=1, new=4)
    for story in (waiting, moved):
        story.case(facts.CaseOpened, "fri 10:00").case(facts.CaseQuestioned, "fri 12:00")
        story.case(facts.CaseAnswered, "fri 13:00")
        assert working(shared(story, "fri 14:00")) == {"L1": 2, "vendor": 3}


def test_an_agreed_date_is_a_link_of_its_own() -> None:
    story = Story().raised("fri 09:00").state("fri 10:00", facts.SCHEDULED)
    assert working(shared(story, "fri 12:00")) == {"L1": 1, "scheduled": 2}


def test_an_older_ticket_taken_in_brings_its_time_along() -> None:
    story = Story().raised("fri 12:00")
    story.tell(facts.Absorbed, "fri 13:00", merged=UUID(int=2), raised_at=at("fri 09:00"))
    assert working(shared(story, "fri 14:00")) == {"L1": 5}


def test_merged_away_it_takes_nobodys_time_any_more() -> None:
    story = Story().raised("fri 09:00").tell(facts.Merged, "fri 10:00", into=UUID(int=2))
    assert working(shared(story, "fri 14:00")) == {"L1": 1}


def test_no_working_time_has_no_fractions() -> None:
    overnight = shared(Story().raised("sat 09:00"), "sat 12:00")
    assert (overnight.fraction("L1"), overnight.wall) == (None, 3 * HOUR)


def test_before_the_ticket_there_is_nothing_to_share() -> None:
    assert shared(Story().raised("fri 09:00"), "thu 09:00") == Shares((), 0, 0)


class TestTwoTruths:
    @pytest.mark.parametrize(("excluded", "expected"), [(True, (3, 5)), (False, (5, 3))])
    def test_the_contracts_figure_and_the_other_beside_it(
        self, excluded: bool, expected: tuple[int, int]
    ) -> None:
        story = Story(gold(exclude_vendor_time=excluded)).raised("fri 09:00")
        story.state("fri 10:00", facts.WAITING_VENDOR).state("fri 12:00", facts.OPEN)
        found = shares.two_truths(story.told, lambda _: story.terms, at("fri 14:00"))
        assert found == Truths(expected[0] * HOUR, expected[1] * HOUR)

    def test_vendor_time_left_out_by_the_targets_own_pauses_is_told_beside_it(self) -> None:
        terms = gold()
        about = Matter(metric.RESOLUTION, "incident", "P3")
        waits = promise(metric.RESOLUTION, 8 * HOUR, pauses=(facts.WAITING_VENDOR,))
        story = Story(replace(terms, promises={**terms.promises, about: waits}))
        story.raised("fri 09:00").state("fri 10:00", facts.WAITING_VENDOR)
        found = shares.two_truths(story.told, lambda _: story.terms, at("fri 14:00"))
        assert found == Truths(1 * HOUR, 5 * HOUR)

    def test_without_a_resolution_clock_there_is_none(self) -> None:
        assert shares.two_truths([], lambda _: gold(), at("fri 14:00")) is None
