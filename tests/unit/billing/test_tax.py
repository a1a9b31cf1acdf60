"""Tax once per rate on the sum of the line nets, and the reason where there is none."""

from datetime import date
from decimal import Decimal

import pytest

from billing.amounts import check, money, tax
from billing.amounts.tax import Category, DatedRate, Rules, Treatment

D = Decimal
GERMAN = (
    DatedRate("standard", D(19), date(2007, 1, 1)),
    DatedRate("standard", D(16), date(2020, 7, 1)),
    DatedRate("standard", D(19), date(2021, 1, 1)),
    DatedRate("reduced", D(7), date(1983, 7, 1)),
    DatedRate("zero", D(0), date(2023, 1, 1)),
)
DOMESTIC = Rules(Treatment.DOMESTIC, GERMAN)
NOVEMBER = date(2026, 11, 1)


def euro(amount: str) -> money.Money:
    return money.of(amount, "EUR")


@pytest.mark.parametrize(
    ("day", "percent"), [("2020-06-30", 19), ("2020-07-01", 16), ("2021-01-01", 19)]
)
def test_rates_are_dated(day: str, percent: int) -> None:
    found = tax.category(DOMESTIC, "standard", date.fromisoformat(day))

    assert found == Category("S", D(percent))


def test_no_rate_is_never_silently_nothing() -> None:
    for tax_class, day in [("zero", date(2022, 12, 31)), ("luxury", NOVEMBER)]:
        with pytest.raises(tax.NoRate, match="add one that starts by then") as refused:
            tax.category(DOMESTIC, tax_class, day)
        assert refused.value.status == 409


@pytest.mark.parametrize(
    ("treatment", "code", "wording", "exemption"),
    [
        (Treatment.REVERSE_CHARGE, "AE", "invoice.tax.reverse_charge", "VATEX-EU-AE"),
        (Treatment.EXPORT, "G", "invoice.tax.export", "VATEX-EU-G"),
        (Treatment.OUTSIDE, "O", "invoice.tax.outside", "VATEX-EU-O"),
        (Treatment.EXEMPT, "E", "invoice.tax.exempt", ""),
    ],
)
def test_an_invoice_without_tax_says_why(
    treatment: Treatment, code: str, wording: str, exemption: str
) -> None:
    found = tax.category(Rules(treatment), "standard", NOVEMBER)

    assert found == Category(code, D(0), wording, exemption)


def test_an_exempt_class_is_exempt_for_everyone_taxed() -> None:
    for treatment in (Treatment.DOMESTIC, Treatment.REVERSE_CHARGE, Treatment.EXPORT):
        found = tax.category(Rules(treatment, GERMAN, "invoice.tax.school"), "exempt", NOVEMBER)
        assert found == Category("E", D(0), "invoice.tax.school")


def test_a_rate_of_nothing_is_zero_rated_not_exempt() -> None:
    assert tax.category(DOMESTIC, "zero", NOVEMBER).code == "Z"


def test_tax_is_rounded_once_per_rate_not_per_line() -> None:
    standard, reduced = Category("S", D(19)), Category("S", D(7))
    nets = [(standard, euro("0.03")), (reduced, euro("10.00")), (standard, euro("0.03"))]

    lines = tax.lines(nets, "EUR")

    assert [(line.category, line.base, line.tax) for line in lines] == [
        (reduced, euro("10.00"), euro("0.70")),
        (standard, euro("0.06"), euro("0.01")),
    ]


def test_a_rate_written_in_two_ways_is_one_rate() -> None:
    nets = [(Category("S", D("19.0")), euro("1.00")), (Category("S", D(19)), euro("1.00"))]

    assert [line.tax for line in tax.lines(nets, "EUR")] == [euro("0.38")]


def test_a_credit_notes_tax_mirrors_the_invoices() -> None:
    standard = Category("S", D(19))

    owed = tax.lines([(standard, euro("0.50"))], "EUR")[0].tax
    returned = tax.lines([(standard, euro("-0.50"))], "EUR")[0].tax

    assert (owed, returned) == (euro("0.10"), euro("-0.10"))


def test_a_rate_above_the_whole_is_refused() -> None:
    with pytest.raises(check.Invalid, match="0 to 100"):
        DatedRate("standard", D(190), NOVEMBER)
