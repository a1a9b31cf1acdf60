"""What Stripe is given adds up to what is to be collected, however the invoice is made."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from billing.amounts.money import Money, quantum
from billing.invoicing.invoices import Invoice, InvoiceLine, InvoiceTax
from billing.payments.gateway import minor_units
from billing.payments.pushing import plan

DAY, NOTHING = date(2026, 11, 1), Decimal(0)
EMPTY = Invoice(
    *(UUID(int=1), "final", "ACME-2026-0001", DAY, DAY, "EUR", NOTHING, NOTHING, NOTHING, NOTHING),
    *(NOTHING, "", 1, "", datetime(2026, 12, 1, tzinfo=UTC), DAY, DAY, [], []),
)


@st.composite
def invoices(draw: st.DrawFn) -> tuple[Invoice, Decimal]:
    """An invoice of up to four hundred lines, and the prepaid money that paid some of it."""
    currency = draw(st.sampled_from(["EUR", "JPY", "KWD"]))
    unit = quantum(currency) * (10 if currency == "KWD" else 1)
    units = st.integers(-9_000, 99_000)
    small = draw(st.lists(units, min_size=1, max_size=12)) * draw(st.integers(1, 34))
    nets = [each * unit for each in small]
    taxes = [each * unit for each in draw(st.lists(st.integers(0, 9_000), max_size=3))]
    net, tax = sum(nets, NOTHING), sum(taxes, NOTHING)
    made = replace(
        EMPTY,
        currency=currency,
        net=net,
        tax=tax,
        gross=net + tax,
        lines=[
            InvoiceLine(n, "x", "", Decimal(1), each, Decimal(23)) for n, each in enumerate(nets)
        ],
        taxes=[InvoiceTax("S", Decimal(n), net, each, "", "") for n, each in enumerate(taxes)],
    )
    return made, draw(st.integers(0, 5_000)) * unit


@given(invoices())
def test_items_add_up_to_what_is_to_be_collected(given_: tuple[Invoice, Decimal]) -> None:
    invoice, prepaid = given_
    items = plan.items(invoice, prepaid)
    assert len(items) <= plan.ITEMS
    assert sum(each.amount for each in items) == plan.goal(invoice, prepaid)
    owed = Money(invoice.gross - prepaid, invoice.currency)
    assert minor_units.money(plan.goal(invoice, prepaid), invoice.currency) == owed
