"""A ticket's clocks over any course of facts: kept rows and refolding agree, sums add up."""

import json
import random
from typing import Any
from uuid import UUID

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts import facts, metric
from contracts.calendars import calendar, calendar_definition
from contracts.clocks import clock, clock_codec, explain, ticket_clocks
from contracts.clocks import shares as sharing
from contracts.clocks.clock import Target
from contracts.clocks.explain_spans import PAUSED, RUNNING, SET_ASIDE
from contracts.clocks.ticket_clocks import Key, Ledger, Matter, Promise, Standing, Terms
from contracts.instant import HOUR, MINUTE, parse

PRIORITIES = ("P1", "P2", "P3")
START = parse("2026-10-24T06:00:00Z")
SPAN = 36 * 60
VENDORS = [UUID(int=7), UUID(int=8)]
CASES = [UUID(int=71), UUID(int=81)]
TICKET: dict[str, Any] = {"ticket_id": UUID(int=1), "tenant_id": 1, "actor": "staff"}

OFFICE = calendar.compile(
    calendar_definition.from_json(
        {"time_zone": "Europe/Berlin", "week": {d: [["09:00", "17:00"]] for d in ("sat", "sun")}}
    )
)
ALWAYS = calendar.compile(calendar_definition.ALWAYS)

many = settings(max_examples=40, deadline=None)


def _promises() -> dict[Matter, Promise]:
    """P1 round the clock, P2 in office hours, P3 without updates, replies or a tier's target."""
    promised = {}
    for place, priority in enumerate(PRIORITIES, 1):
        cal = ALWAYS if priority == "P1" else OFFICE
        names = metric.CLOCKED if priority != "P3" else (metric.FIRST_RESPONSE, metric.RESOLUTION)
        for name in names:
            target = Target(
                name,
                place * HOUR,
                metric.default_pauses(name),
                warn_percents=(50, 75),
                calendar_version=priority,
            )
            for holder in _holders(name):
                promised[Matter(name, "incident", priority, holder)] = Promise(target, cal)
    return promised


def _holders(name: str) -> list[str]:
    if name in metric.OLA:
        return ["L1", "L2", "L3"]
    return [str(vendor) for vendor in VENDORS] if name in metric.UC else [""]


PROMISES = _promises()


@st.composite
def all_terms(draw: st.DrawFn) -> Terms:
    return Terms(
        promises=PROMISES,
        resolution_stops_at=draw(st.sampled_from(["restored", "resolved", "closed"])),
        reopen=draw(st.sampled_from(["keep", "restart"])),
        exclude_vendor_time=draw(st.booleans()),
        named_acknowledgment_counts=draw(st.booleans()),
        fix_stops_at={str(VENDORS[0]): "confirmation"},
    )


def _later(at: int) -> st.SearchStrategy[facts.Fact]:
    case = st.sampled_from([0, 1]).map(lambda n: {"case_id": CASES[n], "vendor": VENDORS[n]})
    ticket = {**TICKET, "at": at}
    priority = st.sampled_from(PRIORITIES)
    cause = st.sampled_from(["new_facts", "our_mistake", "fall_agreed", "fall"])
    return st.one_of(
        st.builds(facts.PublicReply, by_person=st.booleans(), **_just(ticket)),
        st.builds(facts.ClientMessage, by_person=st.booleans(), **_just(ticket)),
        st.sampled_from([facts.Acknowledged, facts.NoReplyNeeded, facts.InternalNote]).map(
            lambda kind: kind(**ticket)
        ),
        st.builds(
            facts.StateChanged,
            old=st.just(""),
            new=st.sampled_from(facts.STATES[:5]),
            **_just(ticket),
        ),
        st.builds(facts.Reprioritised, old=st.just(""), new=priority, cause=cause, **_just(ticket)),
        st.builds(facts.TierMoved, old=st.just(0), new=st.integers(1, 4), **_just(ticket)),
        st.builds(
            facts.Assigned,
            assignee=st.sampled_from([None, UUID(int=5)]),
            tier=st.just(1),
            **_just(ticket),
        ),
        st.builds(
            facts.Resolved, resolution=st.sampled_from(["restored", "resolved"]), **_just(ticket)
        ),
        st.sampled_from([facts.Closed, facts.Reopened]).map(lambda kind: kind(**ticket)),
        st.tuples(st.sampled_from(CASE_FACTS), case).map(lambda two: two[0](**ticket, **two[1])),
    )


CASE_FACTS = (
    facts.CaseOpened,
    facts.CaseAcknowledged,
    facts.CaseUpdated,
    facts.CaseQuestioned,
    facts.CaseAnswered,
    facts.CaseFixed,
    facts.CaseConfirmed,
    facts.CaseRejected,
    facts.CaseRefused,
    facts.CaseClosed,
)


def _just(fields: dict[str, Any]) -> dict[str, st.SearchStrategy[Any]]:
    return {name: st.just(value) for name, value in fields.items()}


@st.composite
def courses(draw: st.DrawFn, priorities: tuple[str, ...] = PRIORITIES) -> list[facts.Fact]:
    """Raised, then up to fifteen facts, no two of one instant."""
    minutes = draw(st.lists(st.integers(0, SPAN), min_size=1, max_size=16, unique=True))
    first, *others = (START + minute * MINUTE for minute in sorted(minutes))
    raised = facts.Raised(
        **TICKET,
        at=first,
        type="incident",
        priority=draw(st.sampled_from(priorities)),
        tier=draw(st.integers(1, 2)),
        state=draw(st.sampled_from([facts.NEW, facts.WAITING_CLIENT])),
        live=draw(st.booleans()),
    )
    return [raised, *(draw(_later(at)) for at in others)]


END = START + (SPAN + 300) * MINUTE


def kept(ledger: Ledger) -> Ledger:
    """Stored and read back."""
    standing = msgspec.json.decode(msgspec.json.encode(ledger.standing), type=Standing)
    clocks = {
        key: clock_codec.from_json(json.loads(json.dumps(clock_codec.to_json(c))), c.calendar)
        for key, c in ledger.clocks.items()
    }
    return Ledger(standing, clocks)


@many
@given(courses(), all_terms())
def test_following_from_kept_rows_is_refolding_all_facts(
    told: list[facts.Fact], terms: Terms
) -> None:
    ledger = Ledger()
    changes: list[ticket_clocks.Change] = []
    for fact in told:
        stored = facts.from_json(fact.kind, json.loads(json.dumps(fact.to_json())))
        followed = ticket_clocks.follow(kept(ledger), stored, terms)
        ledger = ticket_clocks.advance(followed.ledger, fact.at)
        changes += followed.changes
    refolded = ticket_clocks.refold(told, lambda _: terms)
    assert ticket_clocks.advance(refolded.ledger, END) == ticket_clocks.advance(ledger, END)
    assert refolded.changes == tuple(changes)


@many
@given(courses(), all_terms(), st.randoms())
def test_late_facts_come_to_the_same_as_facts_in_order(
    told: list[facts.Fact], terms: Terms, shuffler: random.Random
) -> None:
    in_order = ticket_clocks.refold(told, lambda _: terms)
    as_they_came = ticket_clocks.refold(shuffler.sample(told, len(told)), lambda _: terms)
    assert as_they_came == in_order


@many
@given(courses(), all_terms())
def test_each_clock_is_the_fold_of_its_own_events(told: list[facts.Fact], terms: Terms) -> None:
    followed = ticket_clocks.refold(told, lambda _: terms)
    for key, found in followed.ledger.clocks.items():
        own = [change for change in followed.changes if change.key == key]
        begun = own[0].opens
        assert begun is not None
        events = [change.event for change in own]
        assert clock.fold(begun.calendar, begun.target, events) == found


@many
@given(courses(), all_terms())
def test_running_paused_and_stopped_time_is_all_the_time(
    told: list[facts.Fact], terms: Terms
) -> None:
    followed = ticket_clocks.refold(told, lambda _: terms)
    for key, found in followed.ledger.clocks.items():
        explained = _explained(followed, key)
        spans = explained.spans
        assert found.started_at is not None
        assert [span.start for span in spans] == [
            found.started_at,
            *(span.end for span in spans[:-1]),
        ]
        assert spans[-1].end == END
        running = [span for span in spans if span.kind == RUNNING]
        assert sum(span.worked for span in running) == clock.elapsed(found, END)
        assert (explained.counted[-1].total if explained.counted else 0) == explained.elapsed
        if len({id(span.calendar) for span in spans}) == 1:
            total = spans[0].calendar.between(found.started_at, END)
            assert sum(span.worked for span in spans) == total


@many
@given(courses(), all_terms())
def test_the_links_share_out_the_time_of_the_resolution_exactly(
    told: list[facts.Fact], terms: Terms
) -> None:
    followed = ticket_clocks.refold(told, lambda _: terms)
    shared = sharing.shares(told, lambda _: terms, OFFICE, END)
    explained = _explained(followed, Key(metric.RESOLUTION))
    open_spans = [s for s in explained.spans if s.kind in (RUNNING, PAUSED, SET_ASIDE)]
    assert shared.wall == sum(span.end - span.start for span in open_spans)
    assert shared.working == sum(OFFICE.between(span.start, span.end) for span in open_spans)
    others = [shared.of(link) for link in ("vendor", "client", "scheduled")]
    assert shared.with_us().wall + sum(share.wall for share in others) == shared.wall
    assert sum(share.working for share in shared.shares) == shared.working


@many
@given(courses(("P2",)))
def test_what_a_tier_is_charged_is_its_share_of_the_time(told: list[facts.Fact]) -> None:
    changing = (facts.Reprioritised, facts.TierMoved)
    told = [fact for fact in told if not isinstance(fact, changing) or _within_the_house(fact)]
    terms = Terms(promises=PROMISES)
    ledger = ticket_clocks.refold(told, lambda _: terms).ledger
    shared = sharing.shares(told, lambda _: terms, OFFICE, END)
    for tier in ("L1", "L2", "L3"):
        holds = [c for k, c in ledger.clocks.items() if k[:2] == (metric.HOLD, tier)]
        assert sum(clock.elapsed(c, END) for c in holds) == shared.of(tier).working


def _within_the_house(fact: facts.Fact) -> bool:
    return isinstance(fact, facts.TierMoved) and fact.new < 4


def _explained(followed: ticket_clocks.Followed, key: Key) -> explain.Explanation:
    own = [change for change in followed.changes if change.key == key]
    begun = own[0].opens
    assert begun is not None
    return explain.explain(begun.calendar, begun.target, [c.event for c in own], END)
