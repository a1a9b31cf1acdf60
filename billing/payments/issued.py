"""What was issued, credited and paid is told to how the client pays: a consumer of the outbox, so
that a push begins exactly when an invoice is final, in a transaction of its own."""

from __future__ import annotations

from typing import Final

from billing.payments import collecting
from billing.payments.bank_transfer import BankTransfer
from billing.payments.provider import Provider
from billing.payments.stripe_cards import StripeCards
from underpin.kernel.act import Act
from underpin.kernel.events import Consumer, Event

INVOICE, CREDIT_NOTE, PAYMENT = "invoice.finalised", "credit_note.issued", "payment.recorded"
PROVIDERS: Final[dict[str, Provider]] = {
    each.method: each for each in (BankTransfer(), StripeCards())
}


async def provider_of(tenant: int) -> Provider:
    """How this client pays, as it is set now."""
    return PROVIDERS[(await collecting.of(tenant)).method]


async def handle(act: Act, event: Event) -> None:
    """A credit note or payment follows its invoice wherever that went, whatever is set by now."""
    if event.kind == INVOICE:
        await (await provider_of(act.tenant_id)).invoice_issued(act, event.subject_id)
        return
    for provider in PROVIDERS.values():
        if event.kind == CREDIT_NOTE:
            await provider.credit_issued(act, event.subject_id)
        else:
            await provider.paid_another_way(act, event.subject_id)


CONSUMER = Consumer("collecting", "bulk", (INVOICE, CREDIT_NOTE, PAYMENT), handle)
