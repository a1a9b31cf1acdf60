"""Reading Stripe's objects again: from whatever moved to its invoice, and all there is to it. The
network only: never within a transaction."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import stripe
from stripe import StripeClient

from billing.payments.following.picture import Dispute, Paid, Picture, Refund

MOST = 1_000
"""Objects read of one list: an invoice has a handful."""
BY_PAYMENT = "payment_intent"


class Gone(Exception):
    """Stripe has no such object, or has it no more."""


class NotOfAnInvoice(Exception):
    """A payment, refund or dispute that no invoice of Stripe's is paid with."""


class TooLong(Exception):
    """A list of Stripe's was longer than anybody has reason to keep."""


async def at_invoice(client: StripeClient, invoice: str, asked_at: datetime) -> Picture:
    """Raises Gone, and what the client raises."""
    found = await got(client.v1.invoices.retrieve_async(invoice))
    payments = await _payments(client, invoice)
    named = [each for each in map(_payment, payments) if each]
    refunds = [each for name in named for each in await _refunds(client, name)]
    disputes = [each for name in named for each in await _disputes(client, name)]
    return Picture(
        asked_at,
        invoice,
        named_id(found.customer),
        found.number or "",
        found.status or "",
        found.currency.upper(),
        found.total,
        found.amount_due,
        await _declined(client, found, payments),
        tuple(_paid(each) for each in payments if each.status == "paid" and _payment(each)),
        tuple(refunds),
        tuple(disputes),
    )


async def invoice_of(client: StripeClient, kind: str, object_id: str) -> str:
    """The invoice that this object is about. Raises Gone, NotOfAnInvoice."""
    if kind == "invoice":
        return object_id
    if kind == "invoice_payment":
        found = await got(client.v1.invoice_payments.retrieve_async(object_id))
        return named_id(found.invoice)
    payment = await _payment_of(client, kind, object_id)
    if not payment:
        raise NotOfAnInvoice(f"No payment intent stands behind this {kind}.")
    asked: Any = {"payment": {"type": BY_PAYMENT, BY_PAYMENT: payment}, "limit": 1}
    found = await got(client.v1.invoice_payments.list_async(asked))
    if not found.data:
        raise NotOfAnInvoice(f"No invoice is paid with {payment}.")
    return named_id(found.data[0].invoice)


async def got(asked: Any) -> Any:
    """What is awaited. Raises Gone for what is not there."""
    try:
        return await asked
    except stripe.InvalidRequestError as problem:
        if problem.http_status == 404 or problem.code == "resource_missing":
            raise Gone(problem.user_message or "Stripe has no such object.") from problem
        raise


async def every(asked: Any, most: int = MOST) -> list[Any]:
    """All pages of a list. Raises Gone, TooLong."""
    found: list[Any] = []
    async for each in _paged(await got(asked)):
        if len(found) == most:
            raise TooLong(f"More than {most} objects in one list.")
        found.append(each)
    return found


def named_id(reference: Any) -> str:
    """The id of what may be given whole, by its id, or not at all ("")."""
    if reference is None or isinstance(reference, str):
        return reference or ""
    found: str = reference.id
    return found


def instant(seconds: int) -> datetime:
    """Stripe's whole seconds."""
    return datetime.fromtimestamp(seconds, UTC)


def dispute(found: stripe.Dispute) -> Dispute:
    evidence = getattr(found, "evidence_details", None)
    until = evidence.due_by if evidence else None
    return Dispute(
        found.id,
        named_id(found.payment_intent),
        found.amount,
        found.status,
        found.reason,
        instant(found.created),
        instant(until) if until else None,
    )


def refund(found: stripe.Refund) -> Refund:
    status, payment = found.status or "", named_id(found.payment_intent)
    return Refund(found.id, payment, found.amount, status, instant(found.created))


async def _paged(page: Any) -> AsyncIterator[Any]:
    async for each in page.auto_paging_iter():
        yield each


async def _payments(client: StripeClient, invoice: str) -> list[stripe.InvoicePayment]:
    return await every(client.v1.invoice_payments.list_async({"invoice": invoice, "limit": 100}))


async def _refunds(client: StripeClient, payment: str) -> list[Refund]:
    asked: Any = {BY_PAYMENT: payment, "limit": 100}
    return [refund(each) for each in await every(client.v1.refunds.list_async(asked))]


async def _disputes(client: StripeClient, payment: str) -> list[Dispute]:
    asked: Any = {BY_PAYMENT: payment, "limit": 100}
    return [dispute(each) for each in await every(client.v1.disputes.list_async(asked))]


async def _payment_of(client: StripeClient, kind: str, object_id: str) -> str:
    """The payment intent behind it, "" for none."""
    if kind == "payment_intent":
        return object_id
    reading: dict[str, Any] = {
        "charge": client.v1.charges.retrieve_async,
        "refund": client.v1.refunds.retrieve_async,
        "dispute": client.v1.disputes.retrieve_async,
        "checkout.session": client.v1.checkout.sessions.retrieve_async,
    }
    found = await got(reading[kind](object_id))
    payment = named_id(found.payment_intent)
    charge = named_id(getattr(found, "charge", None))
    if payment or not charge:
        return payment
    return named_id((await got(client.v1.charges.retrieve_async(charge))).payment_intent)


async def _declined(client: StripeClient, invoice: stripe.Invoice, payments: list[Any]) -> str:
    """Of an open invoice: the reason that its card's bank gave at the last try, "" for none."""
    tried = [_payment(each) for each in payments if each.status == "open" and _payment(each)]
    if invoice.status != "open" or not tried:
        return ""
    found = await got(client.v1.payment_intents.retrieve_async(tried[-1]))
    error = found.last_payment_error
    if error is None or found.status in ("succeeded", "processing", "canceled"):
        return ""
    said = (getattr(error, name, None) for name in ("decline_code", "code"))
    return next(filter(None, said), "declined")


def _payment(found: stripe.InvoicePayment) -> str:
    """ "" for what was recorded as paid elsewhere, which no payment intent collected."""
    if found.payment.type != BY_PAYMENT:
        return ""
    return named_id(found.payment.payment_intent)


def _paid(found: stripe.InvoicePayment) -> Paid:
    at = found.status_transitions.paid_at or found.created
    return Paid(_payment(found), found.amount_paid or 0, instant(at))
