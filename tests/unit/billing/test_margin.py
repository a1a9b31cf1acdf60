"""What a draft leaves more or less, in amounts small enough to reckon by hand."""

from __future__ import annotations

from decimal import Decimal

from billing.margins import margin
from billing.margins.margin import Charges
from contracts.agreements.credit_schedule import Basis, Cap, Period
from contracts.what_if.what_if_credit import Due

MONTHS = ("2026-01", "2026-02", "2026-03")


def charges(fee: str = "1000", invoiced: dict[str, str] | None = None) -> Charges:
    nets = {month: Decimal(net) for month, net in (invoiced or {}).items()}
    return Charges("EUR", dict.fromkeys(MONTHS, Decimal(fee)), nets)


def due(percent: str, month: str = "2026-01", basis: Basis = "service_fee", *caps: Cap) -> Due:
    return Due("v", month, (month,), percent, basis, "price_reduction", caps)


def capped(percent: str, basis: Basis | None = None, period: Period | None = None) -> Cap:
    return Cap(Decimal(percent), basis, period)


def test_a_percent_of_the_fee_rounded_half_up_once() -> None:
    assert margin.worth([due("10")], charges()) == Decimal("100.00")
    assert margin.worth([due("25/2")], charges("33.40")) == Decimal("4.18")
    assert margin.worth([due("25/2"), due("25/2", "2026-02")], charges("33.40")) == Decimal("8.36")


def test_a_days_charge_is_the_months_share_of_a_day() -> None:
    found = margin.worth([due("200", basis="day_charge")], charges("310"))
    assert found == Decimal("20.00")


def test_the_invoice_where_there_is_one_and_else_the_fee() -> None:
    invoiced = charges(invoiced={"2026-02": "1500"})
    owed = [due("10", month, "net_invoice") for month in MONTHS[:2]]
    assert margin.worth(owed, invoiced) == Decimal("250.00")


def test_a_cap_over_the_year_leaves_less_from_month_to_month() -> None:
    """6 % of 3,000 in the year so far charged is 180: a hundred, then eighty, then nothing."""
    cap = capped("6", period="year")
    owed = [due("10", month, "service_fee", cap) for month in MONTHS]
    assert margin.worth(owed[:1], charges()) == Decimal("100.00")
    assert margin.worth(owed[:2], charges()) == Decimal("180.00")
    assert margin.worth(owed, charges()) == Decimal("180.00")


def test_a_cap_on_another_basis() -> None:
    cap = capped("5", basis="net_invoice")
    owed = [due("50", "2026-01", "service_fee", cap)]
    assert margin.worth(owed, charges(invoiced={"2026-01": "1200"})) == Decimal("60.00")


def test_what_is_left_and_how_it_changes() -> None:
    minutes, rates = {1: Decimal(90), 2: Decimal("7.5"), 3: Decimal(60)}, {1: "0.8", 2: "1.2"}
    costs = {tier: Decimal(rate) for tier, rate in rates.items()}
    work = margin.worked(minutes, costs, "EUR")
    assert work == Decimal("81.00")
    today = margin.of(charges(), [due("10")], Decimal(30), work)
    draft = margin.of(charges("1100"), [due("25")], Decimal(30), work)
    assert today.left == Decimal("2849.00")
    assert draft.left == Decimal("2974.00")
    assert margin.change(today, draft) == Decimal("125.00")
