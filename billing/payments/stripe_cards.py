"""Collecting through Stripe: what is issued is pushed there by the worker, step by step, and paid
on Stripe's page or with the card the client saved there."""

from __future__ import annotations

from uuid import UUID

from billing.invoicing.invoices import Invoice
from billing.payments.gateway import account
from billing.payments.provider import HowToPay
from billing.payments.pushing import documents
from underpin.kernel import db
from underpin.kernel.act import Act


class StripeCards:
    """Nothing leaves here: pushes are begun, the worker makes them."""

    method = "stripe"

    async def invoice_issued(self, act: Act, invoice_id: UUID) -> None:
        await documents.push_invoice(act, invoice_id)

    async def credit_issued(self, act: Act, note_id: UUID) -> None:
        await documents.push_credit_note(act, note_id)

    async def paid_another_way(self, act: Act, payment_id: UUID) -> None:
        await documents.push_payment(act, payment_id)

    async def how_to_pay(self, act: Act, tenant: int, invoice: Invoice) -> HowToPay:
        page = await db.value(
            "SELECT url FROM payment_page WHERE tenant_id = $1 AND invoice_id = $2",
            *(tenant, invoice.id),
        )
        reference = invoice.number or ""
        if page is not None:
            return HowToPay(self.method, reference, page)
        why = NOT_YET if account.is_set_up() else account.NotSetUp.title
        return HowToPay(self.method, reference, None, why)


NOT_YET = "The page to pay this invoice on is being made: look again in a minute."
