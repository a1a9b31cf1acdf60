"""From what the desk did to what is counted."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from billing.metered import ledger, metering
from billing.metered.ledger import UsageEvent
from billing.metered.metering import Stored
from contracts import facts

TICKET, VENDOR, ENTRY = UUID(int=1), UUID(int=2), UUID(int=3)


def stored(number: int, kind: type[facts.Fact], **fields: Any) -> Stored:
    common: dict[str, Any] = {
        "ticket_id": TICKET,
        "tenant_id": 7,
        "at": number * 1000,
        "actor": "client",
    }
    return Stored(UUID(int=100 + number), kind(**common | fields))


RAISED = stored(1, facts.Raised, type="incident", priority="P2")
RESOLVED = stored(9, facts.Resolved, actor="staff")


def course(*steps: Stored) -> list[UsageEvent]:
    """What the ledger holds after a ticket's whole course, each fact heard twice."""
    held: dict[str, UsageEvent] = {}
    for place, step in enumerate(steps):
        for event in metering.usage(step, steps[:place]) * 2:
            assert held.setdefault(event.event_id, event) == event
    return list(held.values())


def counted(*steps: Stored) -> list[tuple[str, str, str]]:
    return [
        (event.meter, str(event.quantity), event.dimension("tier"))
        for event in ledger.standing(course(*steps))
    ]


def test_a_ticket_counts_when_it_is_resolved() -> None:
    assert course(RAISED) == []
    (event,) = course(RAISED, RESOLVED)

    assert (event.tenant_id, event.source, event.meter) == (7, "desk", "tickets")
    assert (event.quantity, event.happened_at) == (Decimal(1), 9000)
    assert event.dimensions == (("ticket", str(TICKET)), ("tier", "L1"), ("type", "incident"))


def test_its_type_and_tier_are_those_at_its_resolution() -> None:
    moved = stored(2, facts.TierMoved, old=1, new=3)
    changed = stored(3, facts.TypeChanged, old="incident", new="request", cause="new_facts")

    (event,) = course(RAISED, moved, changed, RESOLVED)

    assert (event.dimension("tier"), event.dimension("type")) == ("L3", "request")


def test_it_counts_once_however_often_it_is_resolved() -> None:
    again = stored(12, facts.Resolved)

    assert counted(RAISED, RESOLVED, stored(10, facts.Reopened), again) == [("tickets", "1", "L1")]


@pytest.mark.parametrize(
    "raised",
    [
        stored(1, facts.Raised, type="incident", priority="P2", channel="alert", actor="system"),
        stored(1, facts.Raised, type="incident", priority="P2", channel="alert"),
        stored(1, facts.Raised, type="incident", priority="P2", unprompted=True, actor="staff"),
        stored(1, facts.Raised, type="incident", priority="P2", actor="system"),
        stored(1, facts.Raised, type="incident", priority="P2", actor="vendor"),
        stored(1, facts.Raised, type="complaint", priority="P2", actor="client"),
    ],
    ids=["alert", "alert in a client's name", "unprompted", "system", "vendor", "complaint"],
)
def test_what_no_person_asked_for_or_complained_of_is_not_billable(raised: Stored) -> None:
    assert course(raised, RESOLVED) == []


def test_a_call_that_staff_logged_is_billable() -> None:
    raised = stored(1, facts.Raised, type="incident", priority="P2", live=True, actor="staff")

    assert counted(raised, RESOLVED) == [("tickets", "1", "L1")]


def test_a_duplicate_is_not_billable_or_is_taken_back() -> None:
    merged = stored(10, facts.Merged, into=UUID(int=77), actor="staff")

    assert counted(RAISED, RESOLVED, merged) == []
    assert counted(RAISED, stored(5, facts.Merged, into=UUID(int=77)), RESOLVED) == []


def time_posted(number: int, minutes: int, **fields: Any) -> Stored:
    given = {
        "entry_id": ENTRY,
        "minutes": minutes,
        "worked_minutes": minutes + 5,
        "tier": 2,
        "work_type": "remote",
        "coverage": "chargeable",
        "actor": "staff",
    }
    return stored(number, facts.TimePosted, **given | fields)


def test_posted_minutes_are_counted_worked_and_billable() -> None:
    assert sorted(counted(time_posted(1, 20))) == [
        ("staff_minutes", "20", "L2"),
        ("worked_minutes", "25", "L2"),
    ]


@pytest.mark.parametrize("coverage", ["included", "no_charge"])
def test_only_chargeable_minutes_can_be_billed(coverage: str) -> None:
    assert counted(time_posted(1, 20, coverage=coverage)) == [("worked_minutes", "25", "L2")]


def test_an_entry_posted_again_replaces_what_it_said() -> None:
    events = course(time_posted(1, 20), time_posted(2, 50), time_posted(3, 35))

    left = {event.meter: event.quantity for event in ledger.standing(events)}
    assert left == {"staff_minutes": 35, "worked_minutes": 40}
    assert {event.happened_at for event in events if event.reverses} == {1000, 2000}


def test_an_entry_posted_as_nothing_is_gone() -> None:
    assert counted(time_posted(1, 20), time_posted(2, 0, worked_minutes=0)) == []


def test_another_entry_replaces_nothing() -> None:
    other = time_posted(2, 50, entry_id=UUID(int=4))

    assert len(counted(time_posted(1, 20), other)) == 4


def test_the_hours_and_the_site_are_said_with_the_minutes() -> None:
    night = metering.usage(time_posted(1, 20, hours="after", group="kiel"))

    assert {(each.dimension("hours"), each.dimension("group")) for each in night} == {
        ("after", "kiel")
    }


def test_the_clients_order_number_goes_with_the_minutes() -> None:
    ordered = metering.usage(time_posted(1, 20, po_number="PO-4711"))

    assert {each.dimension("po_number") for each in ordered} == {"PO-4711"}


def judged(number: int, verdict: str) -> Stored:
    return stored(number, facts.Judged, verdict=verdict, actor="staff")


@pytest.mark.parametrize("verdict", ["spam", "duplicate", "own_fault"])
def test_what_was_not_the_clients_matter_is_taken_back_or_never_counted(verdict: str) -> None:
    assert counted(RAISED, RESOLVED, judged(10, verdict)) == []
    assert counted(RAISED, judged(5, verdict), RESOLVED) == []
    assert counted(RAISED, RESOLVED, judged(10, verdict), stored(11, facts.Reopened)) == []


def test_what_was_genuine_after_all_counts_once_in_the_month_it_was_resolved() -> None:
    doubted = (RAISED, RESOLVED, judged(10, "spam"), judged(11, "genuine"))
    early = (RAISED, judged(5, "spam"), RESOLVED, judged(11, "genuine"))
    for course_of in (doubted, early, (*doubted, judged(12, "own_fault"), judged(13, "genuine"))):
        (left,) = ledger.standing(course(*course_of))
        assert (left.quantity, left.happened_at) == (1, 9000)
    merged = stored(12, facts.Merged, into=UUID(int=77), actor="staff")
    assert counted(*doubted, merged, judged(14, "genuine")) == []


def test_a_vendors_cost_is_counted_in_its_own_currency() -> None:
    cost = stored(
        1,
        facts.VendorCostBooked,
        cost_id=UUID(int=5),
        vendor=VENDOR,
        amount=Decimal("240.50"),
        currency="USD",
    )

    (event,) = course(cost)

    assert (event.meter, event.quantity) == ("vendor_cost", Decimal("240.50"))
    assert event.dimension("currency") == "USD"
    assert event.dimension("vendor") == str(VENDOR)


def test_other_facts_are_no_usage() -> None:
    assert metering.usage(stored(1, facts.PublicReply)) == ()
    assert metering.usage(stored(1, facts.Closed)) == ()
