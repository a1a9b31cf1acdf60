"""Whatever comes in: the parts sum to the transfer, and no invoice is paid beyond what is open."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from billing.payments.matching import rule
from billing.payments.matching.rule import Match, Owed, Transfer, Unmatched

CENTS = st.integers(-200, 2_000).map(lambda n: Decimal(n).scaleb(-2))
INVOICES = st.lists(
    st.builds(
        Owed,
        due_on=st.dates(date(2026, 1, 1), date(2026, 3, 1)),
        number=st.integers(1, 10_000).map("A-2026-{:04}".format),
        tenant=st.integers(1, 2),
        id=st.integers(1, 10**9).map(lambda n: UUID(int=n)),
        currency=st.sampled_from(["EUR", "EUR", "USD"]),
        open=CENTS,
    ),
    max_size=5,
    unique_by=lambda each: each.number,
)
TRANSFERS = st.builds(
    Transfer,
    amount=st.integers(1, 4_000).map(lambda n: Decimal(n).scaleb(-2)),
    currency=st.sampled_from(["EUR", "USD"]),
)


def _holds(found: Match | Unmatched, transfer: Transfer, owed: list[Owed]) -> None:
    if isinstance(found, Unmatched):
        assert found.why
        return
    known = {each.number: each for each in owed}
    assert sum(part.amount for part in found.parts) == transfer.amount
    assert all(part.amount > 0 for part in found.parts)
    for part in found.parts:
        if part.number is not None:
            invoice = known[part.number]
            assert part.amount <= invoice.open
            assert (invoice.tenant, invoice.currency) == (found.tenant, transfer.currency)


@given(TRANSFERS, INVOICES, INVOICES)
def test_a_match_is_never_more_than_is_open_nor_less_than_came_in(
    transfer: Transfer, named: list[Owed], of_payer: list[Owed]
) -> None:
    _holds(rule.decide(transfer, named, of_payer), transfer, [*named, *of_payer])


@given(TRANSFERS, INVOICES)
def test_by_amount_nothing_is_guessed(transfer: Transfer, owed: list[Owed]) -> None:
    """The oracle: every single invoice and every client's whole that comes to just that."""
    found = rule.by_amount(transfer, owed)
    payable = [each for each in owed if each.open > 0 and each.currency == transfer.currency]
    ways = [{each.number} for each in payable if each.open == transfer.amount]
    for tenant in {each.tenant for each in payable}:
        whole = [each for each in payable if each.tenant == tenant]
        if len(whole) > 1 and sum(each.open for each in whole) == transfer.amount:
            ways.append({each.number for each in whole})
    if len(ways) == 1:
        assert isinstance(found, Match)
        assert {part.number for part in found.parts} == ways[0]
    else:
        assert isinstance(found, Unmatched)
