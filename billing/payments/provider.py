"""What a payment provider is to us: told of what was issued, asked where to pay. Ours alone is the
legal document and what is owed (PRACTICE 35).

Each method runs in the caller's transaction and speaks to no network: what must leave is queued
there and then (kernel/outgoing.py). Paid, refused, disputed come back by way of the provider's own
objects, read again (`docs/payments.md`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from billing.invoicing.invoices import Invoice
from underpin.kernel.act import Act


@dataclass(frozen=True, slots=True)
class HowToPay:
    """`reference` is what a transfer must carry, or the invoice's number. `page`: where it can be
    paid by card; None while there is no such page, with `why_not` in words for the client."""

    method: str
    reference: str
    page: str | None = None
    why_not: str = ""


class Provider(Protocol):
    """One way to be paid. Each is told of a document at least once and acts on it once."""

    @property
    def method(self) -> str:
        """As it stands in `collecting.method` and `payment.method`."""
        ...

    async def invoice_issued(self, act: Act, invoice_id: UUID) -> None:
        """An invoice became final: begin to collect it."""
        ...

    async def credit_issued(self, act: Act, note_id: UUID) -> None:
        """A credit note was issued: less is to be collected."""
        ...

    async def paid_another_way(self, act: Act, payment_id: UUID) -> None:
        """Money was booked that this provider may not have seen."""
        ...

    async def how_to_pay(self, act: Act, tenant: int, invoice: Invoice) -> HowToPay:
        """What the client does to pay this invoice. Runs in a reading scope."""
        ...
