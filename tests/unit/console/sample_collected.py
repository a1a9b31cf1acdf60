"""What the card company says, in every state; and what the provider states for all clients."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from tests.unit.console import sample_one_invoice, sample_paying
from underpin.console.views import collected as shown
from underpin.console.views import rates
from underpin.console.views.shell import Shell

AT, DAY = datetime(2026, 11, 12, 9, tzinfo=UTC), date(2026, 11, 12)
STATES = ("stored", "applied", "ignored", "set_aside")
TOLD = shown.ToldRow(
    *("1", "charge.dispute.created", "dispute dp_1", "set_aside", "Nobody <we> know", 10, AT),
    path="/payment-events/1",
)
DIFFERENCE = ("Acme <b>", "acme", "payment", "pi_1", "missing_here", "", "2000 EUR done", AT)
EXPLAIN = "/clients/acme/payment-differences/1/explanation"
RATE_FIELDS = (
    *("base", "quote", "day", "value", "source"),
    *("tier", "cost_currency", "per_hour", "from_day", "days"),
)


def differences(frame: Shell) -> shown.DifferencesPage:
    rows = (
        shown.DifferenceRow(*DIFFERENCE, "", EXPLAIN),
        shown.DifferenceRow(*DIFFERENCE, "It was <paid> twice", ""),
    )
    compared = (12, 30, 2, 1)
    nights = (
        shown.NightRow(AT, AT, "done", True, "", compared, 0, 0),
        shown.NightRow(AT, AT, "done", False, "", compared, 2, 1),
        shown.NightRow(AT, AT, "failed", None, "Stripe was <silent>", (0, 0, 0, 0), 0, 0),
    )
    states = ("open", "explained", "closed")
    return shown.DifferencesPage(
        *(frame, rows, "open", states, nights, "/payment-differences?before=1"),
        typed={EXPLAIN: "typed"},
        problem="explanation: why, in 1 to 2000 characters.",
    )


def stated(frame: Shell) -> rates.RatesPage:
    pairs = (("EUR → PLN", "/money-settings/rates?base=EUR&quote=PLN", True),)
    row = rates.ExchangeRow(DAY, Decimal("4.2651"), "Bank <b>")
    costs = (rates.CostRow("L2", Decimal("38.50"), DAY),)
    return rates.RatesPage(
        *(frame, pairs, ("EUR", "PLN"), (row,), "/older", "EUR", costs, sample_paying.LEVELS),
        *(True, (3, 5, 7), dict.fromkeys(RATE_FIELDS, ""), "value: it is too long."),
    )


def pages(staff: Callable[[str], Shell]) -> Mapping[str, tuple[str, Any]]:
    frame, settings = staff("payments"), staff("money_settings")
    facts = (("id", "evt_1"), ("account", ""))
    bare = (settings, (), ("", ""), (), "", "EUR")
    empty = dict.fromkeys(RATE_FIELDS, "")
    return {
        "payment_events": (
            "collected/events",
            shown.EventsPage(frame, (TOLD,), "set_aside", STATES, "/more", "/first"),
        ),
        "payment_events_none": (
            "collected/events",
            shown.EventsPage(frame, (), "applied", STATES),
        ),
        "payment_event": (
            "collected/event",
            shown.EventPage(frame, TOLD, facts, AT, '{"id": "<evt_1>"}', "/retry"),
        ),
        "payment_event_gone": (
            "collected/event",
            shown.EventPage(frame, TOLD, facts, None, "", ""),
        ),
        "pushes": (
            "collected/pushes",
            shown.PushesPage(frame, sample_one_invoice.PUSHES, "/pushes?after=1"),
        ),
        "pushes_none": ("collected/pushes", shown.PushesPage(frame, ())),
        "differences": ("collected/differences", differences(frame)),
        "differences_none": (
            "collected/differences",
            shown.DifferencesPage(frame, (), "closed", ("open", "explained", "closed"), ()),
        ),
        "rates": ("money_settings/rates", stated(settings)),
        "rates_none": (
            "money_settings/rates",
            rates.RatesPage(*bare, None, sample_paying.LEVELS[2:], False, None, empty),
        ),
    }
