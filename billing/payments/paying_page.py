"""Where the client pays an invoice: Stripe's page for it, or the reference for a transfer."""

from __future__ import annotations

from typing import Final

from billing.invoicing import invoices
from billing.payments import issued
from billing.payments.provider import HowToPay
from underpin.kernel.act import Act
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import read

PAID: Final = "Nothing is open on this invoice."


@read("invoice.read", STAFF, MEMBER)
async def of_invoice(act: Act, tenant: int, number: str) -> HowToPay:
    """By how the client is collected now; an invoice that nothing is open on has no page. Raises
    NotFound."""
    invoice = await invoices.by_number(act, tenant, number)
    provider = await issued.provider_of(tenant)
    if invoice.gross - invoice.credited - invoice.paid <= 0:
        return HowToPay(provider.method, number, None, PAID)
    return await provider.how_to_pay(act, tenant, invoice)
