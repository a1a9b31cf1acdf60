"""Whose turn it was, from the states alone: what a client is shown of the links of the chain."""

from __future__ import annotations

from contracts import facts
from contracts.clocks import shares, sides
from contracts.clocks.shares import Share
from contracts.instant import HOUR
from tests.unit.contracts.clock_story import OFFICE, Story, at

ENDS = frozenset({facts.RESOLVED, facts.CLOSED})


def test_it_says_what_the_links_say_without_the_tiers() -> None:
    story = Story().raised("fri 09:00").tell(facts.TierMoved, "fri 10:00", old=1, new=2)
    story.state("fri 12:00", facts.WAITING_CLIENT).state("mon 10:00", facts.OPEN)
    story.state("mon 11:00", facts.WAITING_VENDOR).state("mon 15:00", facts.OPEN)
    story.tell(facts.Resolved, "mon 15:30")
    when = at("wed 12:00")
    links = shares.shares(story.told, lambda _: story.terms, OFFICE, when)
    standing = story.ledger().standing
    assert standing.started_at is not None
    found = sides.sides(standing.history, standing.started_at, when, OFFICE, ENDS)
    us = links.with_us()
    assert found.of("us") == Share("us", us.working, us.wall)
    for side in ("vendor", "client"):
        assert found.of(side) == links.of(side)
    assert (found.working, found.wall) == (links.working, links.wall)


def test_a_matter_that_began_before_it_was_told_was_ours_from_the_start() -> None:
    told = [(at("fri 10:00"), facts.NEW), (at("fri 11:00"), facts.WAITING_CLIENT)]
    found = sides.sides(told, at("fri 09:00"), at("fri 12:00"), OFFICE, ENDS)
    assert [(share.link, share.working // HOUR) for share in found.shares] == [
        ("us", 2),
        ("client", 1),
    ]


def test_time_after_the_end_is_nobodys_unless_the_sla_counts_until_it_is_closed() -> None:
    told = [(at("fri 09:00"), facts.NEW), (at("fri 10:00"), facts.RESOLVED)]
    until = at("fri 12:00")
    assert sides.sides(told, told[0][0], until, OFFICE, ENDS).working == 1 * HOUR
    closing = frozenset({facts.CLOSED})
    assert sides.sides(told, told[0][0], until, OFFICE, closing).working == 3 * HOUR


def test_nothing_has_passed_at_the_very_start() -> None:
    told = [(at("fri 09:00"), facts.NEW)]
    assert sides.sides(told, told[0][0], told[0][0], OFFICE, ENDS).shares == ()
