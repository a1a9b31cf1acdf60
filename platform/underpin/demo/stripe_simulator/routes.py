"""What can be asked: method, path, whose parameters hold it, and who answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from stripe import params
from stripe.params import checkout

from underpin.demo.stripe_simulator import listing, refusal
from underpin.demo.stripe_simulator.call import Call, Handler
from underpin.demo.stripe_simulator.objects import (
    cards,
    customers,
    giving_back,
    invoices,
    items,
    paying,
)
from underpin.demo.stripe_simulator.state import Obj


@dataclass(frozen=True)
class Route:
    method: str
    path: re.Pattern[str]
    kind: type[Any] | None
    answer: Handler


def _route(method: str, path: str, kind: Any, answer: Handler) -> Route:
    spelled = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", f"/v1{path}")
    return Route(method, re.compile(spelled), kind, answer)


def _read(
    path: str, kind: str, listed: Any, retrieved: Any, searched: Any = None
) -> Iterator[Route]:
    """To list, to search and to retrieve."""

    def one(call: Call) -> Obj:
        return call.state.one(kind, call.id)

    def page(call: Call) -> Obj:
        return listing.page(call.state, kind, call.params, f"/v1{path}")

    def search(call: Call) -> Obj:
        return listing.search(call.state, kind, call.params, f"/v1{path}/search")

    yield _route("GET", path, listed, page)
    if searched is not None:
        yield _route("GET", f"{path}/search", searched, search)
    yield _route("GET", f"{path}/{{id}}", retrieved, one)


ROUTES: tuple[Route, ...] = (
    _route("POST", "/customers", params.CustomerCreateParams, customers.create),
    _route("POST", "/customers/{id}", params.CustomerUpdateParams, customers.update),
    _route("DELETE", "/customers/{id}", params.CustomerDeleteParams, customers.delete),
    *_read(
        "/customers",
        "customer",
        params.CustomerListParams,
        params.CustomerRetrieveParams,
        params.CustomerSearchParams,
    ),
    _route("POST", "/payment_methods/{id}/attach", params.PaymentMethodAttachParams, cards.attach),
    _route("POST", "/payment_methods/{id}/detach", params.PaymentMethodDetachParams, cards.detach),
    *_read(
        "/payment_methods",
        "payment_method",
        params.PaymentMethodListParams,
        params.PaymentMethodRetrieveParams,
    ),
    _route("POST", "/checkout/sessions", checkout.SessionCreateParams, cards.checkout),
    _route("POST", "/checkout/sessions/{id}/expire", checkout.SessionExpireParams, cards.expire),
    *_read(
        "/checkout/sessions",
        "checkout.session",
        checkout.SessionListParams,
        checkout.SessionRetrieveParams,
    ),
    _route("POST", "/setup_intents", params.SetupIntentCreateParams, cards.create_intent),
    *_read(
        "/setup_intents",
        "setup_intent",
        params.SetupIntentListParams,
        params.SetupIntentRetrieveParams,
    ),
    _route("POST", "/invoiceitems", params.InvoiceItemCreateParams, items.create),
    _route("POST", "/invoiceitems/{id}", params.InvoiceItemUpdateParams, items.update),
    _route("DELETE", "/invoiceitems/{id}", params.InvoiceItemDeleteParams, items.delete),
    *_read(
        "/invoiceitems",
        "invoiceitem",
        params.InvoiceItemListParams,
        params.InvoiceItemRetrieveParams,
    ),
    _route("POST", "/invoices", params.InvoiceCreateParams, invoices.create),
    _route("GET", "/invoices/{id}/lines", params.InvoiceLineItemListParams, items.lines),
    _route(
        "POST", "/invoices/{id}/finalize", params.InvoiceFinalizeInvoiceParams, invoices.finalize
    ),
    _route("POST", "/invoices/{id}/pay", params.InvoicePayParams, paying.pay),
    _route("POST", "/invoices/{id}/void", params.InvoiceVoidInvoiceParams, invoices.void),
    _route(
        "POST",
        "/invoices/{id}/mark_uncollectible",
        params.InvoiceMarkUncollectibleParams,
        invoices.mark_uncollectible,
    ),
    _route("POST", "/invoices/{id}/send", params.InvoiceSendInvoiceParams, invoices.send),
    _route("POST", "/invoices/{id}", params.InvoiceUpdateParams, invoices.update),
    _route("DELETE", "/invoices/{id}", params.InvoiceDeleteParams, invoices.delete),
    *_read(
        "/invoices",
        "invoice",
        params.InvoiceListParams,
        params.InvoiceRetrieveParams,
        params.InvoiceSearchParams,
    ),
    *_read(
        "/invoice_payments",
        "invoice_payment",
        params.InvoicePaymentListParams,
        params.InvoicePaymentRetrieveParams,
    ),
    *_read(
        "/payment_intents",
        "payment_intent",
        params.PaymentIntentListParams,
        params.PaymentIntentRetrieveParams,
        params.PaymentIntentSearchParams,
    ),
    *_read(
        "/charges",
        "charge",
        params.ChargeListParams,
        params.ChargeRetrieveParams,
        params.ChargeSearchParams,
    ),
    _route("POST", "/refunds", params.RefundCreateParams, giving_back.refund),
    *_read("/refunds", "refund", params.RefundListParams, params.RefundRetrieveParams),
    _route("POST", "/credit_notes", params.CreditNoteCreateParams, giving_back.credit_note),
    _route(
        "POST",
        "/credit_notes/{id}/void",
        params.CreditNoteVoidCreditNoteParams,
        giving_back.void_note,
    ),
    *_read(
        "/credit_notes",
        "credit_note",
        params.CreditNoteListParams,
        params.CreditNoteRetrieveParams,
    ),
    _route("POST", "/disputes/{id}/close", params.DisputeCloseParams, giving_back.close),
    *_read("/disputes", "dispute", params.DisputeListParams, params.DisputeRetrieveParams),
    *_read("/events", "event", params.EventListParams, params.EventRetrieveParams),
)


def find(method: str, path: str) -> tuple[Route, dict[str, str]]:
    """Raises Refusal for what is not modelled."""
    for each in ROUTES:
        found = each.path.fullmatch(path) if each.method == method else None
        if found is not None:
            return each, found.groupdict()
    raise refusal.Refusal(f"Unrecognized request URL ({method}: {path}).", status=404, kept=False)
