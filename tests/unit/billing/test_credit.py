"""From what was missed to money owed."""

from dataclasses import replace
from decimal import Decimal

import pytest

from billing import check, credit, money
from billing.credit import Basis, Cumulation, Entitlement, Nature, Terms

D = Decimal
FEE = money.of("3100.00", "EUR")
MISSES = (
    Entitlement(id="P1 resolution", percent=D(5)),
    Entitlement(id="availability", percent=D(10)),
    Entitlement(id="P2 resolution", percent=D(10)),
)


def owed(terms: Terms, *misses: Entitlement, days: int = 31) -> str:
    return str(credit.settle(misses, terms, FEE, days).amount.amount)


def test_only_the_largest_counts_by_default() -> None:
    found = credit.settle(MISSES, Terms(), FEE, 31)

    assert found.amount == money.of("310.00", "EUR")
    assert found.counted == ("P2 resolution",)
    assert (found.basis, found.capped) == (FEE, False)


def test_misses_add_up_where_the_schedule_says_so() -> None:
    found = credit.settle(MISSES, Terms(cumulation=Cumulation.SUM), FEE, 31)

    assert found.amount == money.of("775.00", "EUR")
    assert found.counted == ("P2 resolution", "availability", "P1 resolution")


def test_the_cap_is_of_the_whole_charge() -> None:
    """One day's charge per hour of fault, at most 27.5 % of the charge."""
    terms = Terms(basis=Basis.DAY_CHARGE, cap=D("27.5"))
    hours = Entitlement(id="line down", units=D(9))

    found = credit.settle([hours], terms, FEE, 31)

    assert found.amount == money.of("852.50", "EUR")
    assert (found.basis, found.uncapped) == (money.of("100", "EUR"), money.of("900", "EUR"))
    assert found.capped


def test_a_days_charge_is_of_the_periods_real_days() -> None:
    day = Entitlement(id="line down", units=D(1))

    assert owed(Terms(basis=Basis.DAY_CHARGE), day, days=28) == "110.71"
    assert owed(Terms(basis=Basis.DAY_CHARGE), day, days=30) == "103.33"


def test_a_credit_is_rounded_once_at_the_end() -> None:
    thirds = [Entitlement(id=f"day {n}", units=D(1)) for n in range(3)]
    terms = Terms(basis=Basis.DAY_CHARGE, cumulation=Cumulation.SUM)

    assert owed(terms, *thirds, days=30) == "310.00"


def test_a_credit_not_worth_giving_is_none() -> None:
    miss = Entitlement(id="P3", percent=D(1))

    assert owed(Terms(least=D("31.00")), miss) == "31.00"
    assert owed(Terms(least=D("31.01")), miss) == "0"


def test_nothing_missed_or_nothing_charged_is_no_credit() -> None:
    assert owed(Terms()) == "0.00"
    for charge in ("0", "-10"):
        settled = credit.settle(MISSES, Terms(), money.of(charge, "EUR"), 31)
        assert not settled.amount


def test_the_nature_is_handed_on() -> None:
    terms = replace(Terms(), nature=Nature.PENALTY)

    assert credit.settle(MISSES, terms, FEE, 31).nature is Nature.PENALTY


@pytest.mark.parametrize("given", [{}, {"percent": D(1), "units": D(1)}])
def test_an_entitlement_is_percent_or_units(given: dict[str, D]) -> None:
    with pytest.raises(check.Invalid, match="give exactly one of them"):
        Entitlement(id="x", **given)
