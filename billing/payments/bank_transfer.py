"""Bank transfer: nothing to be told to anybody; the client's transfer carries our reference."""

from __future__ import annotations

from uuid import UUID

from billing.invoicing.invoices import Invoice
from billing.payments.provider import HowToPay
from underpin.kernel.act import Act


class BankTransfer:
    """Collects by waiting. What comes in is found on the bank's statement."""

    method = "bank_transfer"

    async def invoice_issued(self, act: Act, invoice_id: UUID) -> None:
        """The invoice itself says where to pay."""

    async def credit_issued(self, act: Act, note_id: UUID) -> None:
        """What is open follows from the note."""

    async def paid_another_way(self, act: Act, payment_id: UUID) -> None:
        """Our own books are all there is."""

    async def how_to_pay(self, act: Act, tenant: int, invoice: Invoice) -> HowToPay:
        reference = invoice.payment_reference or invoice.number or ""
        return HowToPay(self.method, reference, None, NO_CARD)


NO_CARD = "This client pays by bank transfer."
