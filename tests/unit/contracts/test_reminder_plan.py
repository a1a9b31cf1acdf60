"""Of what an account manager is reminded next, and what a change of terms takes away."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from contracts.signed import reminder_plan
from contracts.signed.term import Terms

YEARLY = Terms(
    *(date(2026, 1, 1), date(2026, 12, 31), 90, "automatic", 12),
    *(Decimal("2.5"), date(2027, 1, 1)),
)
TODAY = date(2026, 3, 1)


def test_each_occasion_has_its_next_day() -> None:
    assert reminder_plan.due(YEARLY, TODAY, ()) == {
        "renewal": date(2027, 1, 1),
        "notice": date(2026, 10, 2),
        "uplift": date(2027, 1, 1),
    }
    assert reminder_plan.said_on("notice", date(2026, 10, 2)) == date(2026, 9, 2)


def test_what_was_said_is_not_said_again_but_next_years_is() -> None:
    said = {("renewal", date(2027, 1, 1)), ("renewal", date(2028, 1, 1))}
    assert reminder_plan.due(YEARLY, TODAY, said)["renewal"] == date(2029, 1, 1)


def test_a_contract_that_ends_is_reminded_of_its_end_once() -> None:
    fixed = Terms(date(2026, 1, 1), date(2026, 12, 31))
    assert reminder_plan.due(fixed, TODAY, ()) == {"end": date(2026, 12, 31)}
    assert reminder_plan.due(fixed, TODAY, {("end", date(2026, 12, 31))}) == {}
    assert reminder_plan.due(fixed, date(2027, 1, 1), ()) == {}


def test_days_that_the_terms_no_longer_have_do_not_stand() -> None:
    assert reminder_plan.stands(YEARLY, "notice", date(2026, 10, 2))
    assert not reminder_plan.stands(YEARLY, "notice", date(2026, 10, 3))
    assert not reminder_plan.stands(YEARLY, "end", date(2026, 12, 31))
    assert reminder_plan.stands(YEARLY, "uplift", date(2030, 1, 1))
