"""From what verbs return to what pages show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from billing.invoicing.invoices import InvoiceLine
from contracts.clocks.clock_view import ClockView, SpanView, Stretch
from underpin.console.routes import answering, forms
from underpin.console.routes.desk_list import words
from underpin.console.routes.shaping import case_words, chips, clocks, invoices, listing
from underpin.kernel.errors import Malformed, StaleVersion

NINE = datetime(2026, 1, 12, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)
US = 1_000_000


@dataclass
class Row:
    state: str = "open"
    next_due: datetime | None = NINE
    next_metric: str | None = "resolution"
    next_warn_at: datetime | None = NINE - HOUR
    breached: bool = False


@pytest.mark.parametrize(
    ("row", "now", "level"),
    [
        (Row(), NINE - 2 * HOUR, "ok"),
        (Row(), NINE - HOUR, "risk"),
        (Row(next_warn_at=None), NINE, "risk"),
        (Row(breached=True), NINE - 2 * HOUR, "breached"),
        (Row(next_due=None), NINE, "none"),
        (Row(next_due=None, state="waiting_client"), NINE, "paused"),
        (Row(next_due=None, state="waiting_client", breached=True), NINE, "breached"),
    ],
)
def test_how_a_chip_stands(row: Row, now: datetime, level: str) -> None:
    assert chips.level(row, now) == level


def view(**changes: object) -> ClockView:
    given: dict[str, object] = {
        "id": UUID(int=1),
        "kind": "SLA",
        "metric": "resolution",
        "holder": "",
        "number": 1,
        "ticket_type": "incident",
        "priority": "P3",
        "state": "running",
        "outcome": "open",
        "agreement": "Gold v1",
        "calendar": "Office v1",
        "time_zone": "UTC",
        "allowed_us": 4 * 3600 * US,
        "used_us": 3600 * US,
        "left_us": 3 * 3600 * US,
        "started_at": NINE,
        "ended_at": None,
        "due_at": NINE + 6 * HOUR,
        "breach_at": NINE + 6 * HOUR,
        "next_warning_at": None,
        "warned": False,
        "if_resumed_now": None,
        "breached_at": None,
        "caused_by_change": False,
        "withdrawn_at": None,
        "pausing_states": (),
        "paused_by": (),
        "spans": (),
        "counted": (),
        "due": None,
    }
    return ClockView(**{**given, **changes})  # type: ignore[arg-type]


def test_the_sum_of_a_clock_has_no_gap() -> None:
    told = view(
        spans=(
            SpanView("running", NINE, NINE + 2 * HOUR, 3600 * US, "", ""),
            SpanView("paused", NINE + 2 * HOUR, NINE + 3 * HOUR, 0, "waiting_client", "staff"),
            SpanView("running", NINE + 3 * HOUR, NINE + 4 * HOUR, 3600 * US, "", ""),
        ),
        counted=(
            Stretch(NINE + HOUR, NINE + 2 * HOUR, 3600 * US),
            Stretch(NINE + 3 * HOUR, NINE + 4 * HOUR, 7200 * US),
        ),
    )
    (clock,) = clocks.promised([told], clocks.reason("portal_state", "en"))
    shown = [(span.kind, span.start, span.end, span.total) for span in clock.spans]
    assert shown == [
        ("closed", NINE, NINE + HOUR, timedelta(0)),
        ("work", NINE + HOUR, NINE + 2 * HOUR, HOUR),
        ("pause", NINE + 2 * HOUR, NINE + 3 * HOUR, HOUR),
        ("work", NINE + 3 * HOUR, None, 2 * HOUR),
    ]
    assert clock.spans[2].reason == "Waiting for you"


def test_what_came_after_the_end_is_no_part_of_the_sum() -> None:
    told = view(
        state="stopped",
        outcome="met",
        spans=(
            SpanView("running", NINE, NINE + HOUR, 3600 * US, "", ""),
            SpanView("stopped", NINE + HOUR, NINE + 9 * HOUR, 0, "", "staff"),
        ),
        counted=(Stretch(NINE, NINE + HOUR, 3600 * US),),
    )
    (clock,) = clocks.promised([told], clocks.reason("state", "en"))
    assert [(span.kind, span.end) for span in clock.spans] == [("work", NINE + HOUR)]
    assert clock.state == "met"


def test_of_exchanges_the_newest_and_the_missed_are_shown() -> None:
    reply = {"metric": "next_reply", "state": "stopped", "outcome": "met"}
    told = [
        view(**reply, number=1, used_us=1 * US),
        view(**{**reply, "outcome": "breached"}, number=2, used_us=2 * US),
        view(**reply, number=3, used_us=3 * US),
        view(**{**reply, "outcome": "released"}, number=4),
    ]
    shown = clocks.promised(told[:3], clocks.reason("state", "en"))
    assert [clock.used // timedelta(seconds=1) for clock in shown] == [2, 3]
    assert clocks.promised(told[3:], clocks.reason("state", "en")) == ()


def test_each_reader_is_given_their_own_clocks() -> None:
    case = UUID(int=7)
    told = [
        view(),
        view(kind="OLA", metric="hold", holder="L1"),
        view(kind="UC", metric="fix", holder=str(case)),
        view(kind="UC", metric="fix", holder=str(UUID(int=8))),
    ]
    say = clocks.reason("state", "en")
    assert [clock.metric for clock in clocks.promised(told, say)] == ["resolution"]
    assert [(clock.metric, clock.holder) for clock in clocks.of_tiers(told, say)] == [
        ("hold", "L1")
    ]
    assert [clock.metric for clock in clocks.of_case(told, case, say)] == ["fix"]


@pytest.mark.parametrize(
    ("quantity", "net", "price"),
    [("2", "37.00", "18.5"), ("3", "10.00", None), ("2", "0.00", None), ("0", "9.00", None)],
)
def test_a_price_is_shown_only_where_it_makes_the_line(
    quantity: str, net: str, price: str | None
) -> None:
    line = InvoiceLine(1, "Tickets", "ticket", Decimal(quantity), Decimal(net), Decimal(23))
    assert invoices.price(line) == (None if price is None else Decimal(price))


def test_the_list_goes_on_where_it_ended() -> None:
    assert listing.cursor("") == (0, None)
    assert listing.cursor("50~abc") == (50, "abc")
    with pytest.raises(Malformed):
        listing.cursor("fifty~abc")


def test_an_address_says_what_narrows_and_how_it_is_looked_at() -> None:
    asked = words.of_path("/list?client=ACME&tier=2&tier=&split=1&open=ACME-3&after=50~abc")
    assert asked.filters.words == (("client", "ACME"), ("tier", "2"))
    assert (asked.filters.split, asked.filters.opened) == (True, "ACME-3")
    assert (asked.above, asked.key) == (50, "abc")
    assert words.of_path("/tickets/ACME-3?tier=2").filters.words == ()


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Plain words", "Plain words"),
        ("#fixed\nNew cable", "New cable"),
        ("#acknowledge\n", "Acknowledged"),
        ("#hashtag first", "#hashtag first"),
    ],
)
def test_a_vendors_words(said: str, shown: str) -> None:
    assert case_words.plain(said, "en") == shown


@pytest.mark.parametrize(
    ("back", "way"),
    [
        ("/list?assignee=me", "/list?assignee=me"),
        ("", "/"),
        ("list", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("/a\r\nSet-Cookie: x", "/"),
    ],
)
def test_a_way_back_is_a_path_of_ours(back: str, way: str) -> None:
    assert answering.own_path(back) == way


def test_a_form_without_its_version_is_stale() -> None:
    assert forms.version({"version": "17"}) == 17
    for given in ({}, {"version": "-1"}, {"version": "١٧"}, {"version": "9" * 12}):
        with pytest.raises(StaleVersion):
            forms.version(given)
