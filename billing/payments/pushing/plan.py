"""What an invoice, credit note or client is at Stripe: the calls to make, in order. Pure.

Every amount is ours. Stripe is given net lines, our own tax as lines of their own, and prepaid
money as a line below nothing; it computes no tax and applies no discount.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from billing.amounts.money import Money
from billing.invoicing.invoices import Invoice, InvoiceLine, InvoiceTax
from billing.payments.gateway import minor_units
from billing.payments.pushing.push import Planned

ITEMS: Final = 250
"""The most items that Stripe takes on one invoice."""
LONGEST: Final = 350
"""Characters of a description that a payer reads."""


@dataclass(frozen=True, slots=True)
class Item:
    """One line on Stripe's invoice: `amount` in its minor units."""

    description: str
    amount: int


def goal(invoice: Invoice, prepaid: Decimal) -> int:
    """What is to be collected, in Stripe's minor units. Raises NotCollectable."""
    return minor_units.of(Money(invoice.gross - prepaid, invoice.currency))


def items(invoice: Invoice, prepaid: Decimal) -> list[Item]:
    """They add up to `goal`. Raises NotCollectable."""
    currency = invoice.currency
    tail = [_tax(each, currency) for each in invoice.taxes if each.tax]
    if prepaid:
        tail.append(Item("Paid from prepaid money", minor_units.of(Money(-prepaid, currency))))
    lines = [_line(each, currency) for each in invoice.lines]
    return [*_folded(lines, ITEMS - len(tail)), *tail]


def invoice(invoice: Invoice, prepaid: Decimal, client: str) -> list[Planned]:
    """From draft to final. Raises NotCollectable."""
    given = (Planned("item", _item(each, invoice.currency)) for each in items(invoice, prepaid))
    return [
        Planned("draft", _draft(invoice, client)),
        *given,
        Planned("compare", {}),
        Planned("finalise", {"auto_advance": False}),
    ]


def customer(name: str, key: str, locale: str) -> Planned:
    """The company, no person: without an address Stripe mails nobody."""
    body = {"name": name, "preferred_locales": [locale], "metadata": {"underpin_client": key}}
    return Planned("customer", body)


def credit_note(number: str, amount: int, reason: str) -> Planned:
    """`amount` is the note's gross, tax and all."""
    memo = f"{number}: {reason}"[:LONGEST]
    return Planned(
        "credit_note", {"amount": amount, "memo": memo, "metadata": {"underpin_number": number}}
    )


def _draft(invoice: Invoice, client: str) -> dict[str, Any]:
    fields = [{"name": "Due", "value": str(invoice.due_on)}]
    return {
        "number": invoice.number,
        "currency": invoice.currency.lower(),
        "collection_method": "charge_automatically",
        "auto_advance": False,
        "automatic_tax": {"enabled": False},
        "discounts": "",
        "pending_invoice_items_behavior": "exclude",
        "custom_fields": fields,
        "footer": f"The invoice is the document {invoice.number} that you had from us.",
        "metadata": {"underpin_client": client, "underpin_number": invoice.number},
    }


def _item(item: Item, currency: str) -> dict[str, Any]:
    return {
        "amount": item.amount,
        "currency": currency.lower(),
        "description": item.description[:LONGEST],
        "discountable": False,
    }


def _line(line: InvoiceLine, currency: str) -> Item:
    return Item(line.description, minor_units.of(Money(line.net, currency)))


def _tax(tax: InvoiceTax, currency: str) -> Item:
    return Item(f"Tax {tax.percent.normalize():f} %", minor_units.of(Money(tax.tax, currency)))


def _folded(lines: Sequence[Item], most: int) -> list[Item]:
    """No more than `most`: what is too much becomes one line, which says how many it stands for."""
    if len(lines) <= most:
        return list(lines)
    rest = lines[most - 1 :]
    more = Item(f"{len(rest)} more lines of the invoice", sum(each.amount for each in rest))
    return [*lines[: most - 1], more]
