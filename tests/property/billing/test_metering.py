"""Whatever happens to a ticket, it counts at most once, and an entry as it was last posted."""

from decimal import Decimal
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from billing.metered import ledger, metering
from billing.metered.ledger import UsageEvent
from billing.metered.metering import Stored
from contracts import facts
from contracts.facts import Fact

TICKET = UUID(int=1)
COMMON = {"ticket_id": st.just(TICKET), "tenant_id": st.just(7), "actor": st.just("client")}
TIMES = {"at": st.integers(0, 10**12)}
RAISED = st.builds(
    facts.Raised,
    **COMMON,
    **TIMES,
    type=st.just("incident"),
    priority=st.just("P2"),
    unprompted=st.booleans(),
    channel=st.sampled_from(["portal", "alert"]),
)
STEPS: st.SearchStrategy[Fact] = st.one_of(
    st.builds(facts.Resolved, **COMMON, **TIMES),
    st.builds(facts.Reopened, **COMMON, **TIMES),
    st.builds(facts.Merged, **COMMON, **TIMES, into=st.just(UUID(int=9))),
    st.builds(facts.TierMoved, **COMMON, **TIMES, old=st.just(1), new=st.integers(1, 4)),
    st.builds(
        facts.TimePosted,
        **COMMON,
        **TIMES,
        entry_id=st.sampled_from([UUID(int=5), UUID(int=6)]),
        minutes=st.integers(0, 90),
        worked_minutes=st.integers(0, 90),
        tier=st.integers(1, 3),
        work_type=st.just("remote"),
        coverage=st.sampled_from(["included", "chargeable", "no_charge"]),
    ),
    st.builds(
        facts.VendorCostBooked,
        **COMMON,
        **TIMES,
        cost_id=st.sampled_from([UUID(int=7), UUID(int=8)]),
        vendor=st.just(UUID(int=3)),
        amount=st.decimals(0, 1000, places=2),
        currency=st.just("EUR"),
    ),
)
COURSES = st.tuples(RAISED, st.lists(STEPS, max_size=10)).map(
    lambda drawn: [
        Stored(UUID(int=100 + place), fact) for place, fact in enumerate([drawn[0], *drawn[1]])
    ]
)


def heard(course: list[Stored]) -> list[UsageEvent]:
    """The ledger once each fact was heard twice; the unique event id swallows the second."""
    held: dict[str, UsageEvent] = {}
    for place, stored in enumerate(course):
        for event in metering.usage(stored, course[:place]) * 2:
            assert held.setdefault(event.event_id, event) == event
    return list(held.values())


@given(COURSES)
def test_the_ledger_always_balances_and_a_ticket_counts_at_most_once(course: list[Stored]) -> None:
    standing = ledger.standing(heard(course))

    kinds = [type(stored.fact) for stored in course]
    tickets = [event for event in standing if event.meter == "tickets"]
    assert len(tickets) <= 1
    if facts.Merged in kinds or facts.Resolved not in kinds:
        assert tickets == []


@given(COURSES)
def test_an_entry_counts_as_it_was_last_posted(course: list[Stored]) -> None:
    last = {
        stored.fact.entry_id: stored.fact
        for stored in course
        if isinstance(stored.fact, facts.TimePosted)
    }

    standing = ledger.standing(heard(course))

    worked = sum(event.quantity for event in standing if event.meter == "worked_minutes")
    billable = sum(event.quantity for event in standing if event.meter == "staff_minutes")
    assert worked == sum(time.worked_minutes for time in last.values())
    assert billable == sum(t.minutes for t in last.values() if t.coverage == "chargeable")


@given(COURSES)
def test_a_cost_counts_as_it_was_last_booked(course: list[Stored]) -> None:
    last = {
        stored.fact.cost_id: stored.fact.amount
        for stored in course
        if isinstance(stored.fact, facts.VendorCostBooked)
    }

    standing = ledger.standing(heard(course))

    cost = sum(event.quantity for event in standing if event.meter == "vendor_cost")
    assert cost == sum(last.values(), Decimal(0))
