"""Entries are never changed, only reversed; and what stands does not depend on their order."""

from decimal import Decimal

import pytest

from billing.metered import ledger
from tests.unit.billing.desk import BERLIN, usage


def test_a_reversed_entry_no_longer_counts_nor_does_its_reversal() -> None:
    kept, wrong = usage("a"), usage("b", "90")
    undone = ledger.reversal(wrong, "b-undone")

    assert ledger.standing([undone, wrong, kept]) == (kept,)


def test_a_reversal_falls_into_the_period_of_its_entry() -> None:
    wrong = usage("b", "90", day="2026-09-30")
    undone = ledger.reversal(wrong, "b-undone")

    assert undone.happened_at == wrong.happened_at
    assert undone.quantity == Decimal(-90)
    assert undone.reverses == "b"


@pytest.mark.parametrize(
    "events",
    [
        [usage("a"), usage("a")],
        [ledger.reversal(usage("a"), "undone")],
        [usage("a"), ledger.reversal(usage("a"), "one"), ledger.reversal(usage("a"), "two")],
    ],
    ids=["the same entry twice", "a reversal without its entry", "taken back twice"],
)
def test_a_ledger_that_does_not_balance_is_refused(events: list[ledger.UsageEvent]) -> None:
    with pytest.raises(ledger.Unbalanced) as refused:
        ledger.standing(events)

    assert refused.value.status == 409


def test_the_hash_does_not_depend_on_order_or_spelling() -> None:
    one, two = usage("a", "1.50"), usage("b")

    assert ledger.digest([one, two]) == ledger.digest([two, usage("a", "1.5")])


@pytest.mark.parametrize(
    "other",
    [
        usage("a", "1.51"),
        usage("b", "1.5"),
        usage("a", "1.5", day="2026-10-02"),
        usage("a", "1.5", tier="L2"),
        usage("a", "1.5", meter="tickets"),
    ],
)
def test_the_hash_tells_ledgers_apart(other: ledger.UsageEvent) -> None:
    assert ledger.digest([usage("a", "1.5")]) != ledger.digest([other])


def test_an_event_belongs_to_its_local_day() -> None:
    late, early = usage("a", day="2026-10-31", at="23:59"), usage("b", day="2026-11-01", at="00:00")

    days = [str(dated.day) for dated in ledger.dated([early, late], BERLIN)]

    assert days == ["2026-10-31", "2026-11-01"]


def test_a_dimension_that_is_not_said_is_empty() -> None:
    assert usage("a", tier="L2", site="").dimensions == (("tier", "L2"),)
    assert usage("a").dimension("tier") == ""
