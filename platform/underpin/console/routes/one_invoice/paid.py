"""What came in for an invoice: read, written down by hand, given back, undone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath

from billing.payments import payment, refunding, stopping
from billing.payments.matching import allocation
from underpin.console.routes import answering, forms, frame, of_client
from underpin.console.routes.one_invoice import gathered, shaping
from underpin.kernel.errors import Problem
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
ONE: Final = "/clients/{slug:str}/invoices/{number:str}"
NOTHING: Mapping[str, str] = {}


@get(f"{ONE}/payments", **route.of(gathered.paid, "desk"))
async def shown(request: AnyRequest, slug: FromPath[str], number: FromPath[str]) -> Response[Any]:
    return await drawn(request, slug, number)


@post(f"{ONE}/payments", **route.of(payment.record, "desk"))
async def record(request: AnyRequest, slug: FromPath[str], number: FromPath[str]) -> Response[Any]:
    """As finance reads it off a statement; below zero takes back what was wrong."""
    form = await forms.of(request)
    try:
        words = (number, forms.number(form, "amount"), forms.day(form, "received_on"))
        said = form.get("reference", "").strip()
        await of_client.done(request, slug, payment.record, *words, said)
    except of_client.REFUSED as wrong:
        return await drawn(request, slug, number, form, wrong)
    return answering.Going(path(slug, number))


@post(f"{ONE}/refunds", **route.of(refunding.propose, "desk"))
async def refund(request: AnyRequest, slug: FromPath[str], number: FromPath[str]) -> Response[Any]:
    """A colleague approves it."""
    form = await forms.of(request)
    try:
        words = (forms.identity(form, "payment_id"), forms.amount(form, "refund_amount"))
        said = (number, *words, form.get("reason", ""))
        await of_client.done(request, slug, refunding.propose, *said)
    except of_client.REFUSED as wrong:
        return await drawn(request, slug, number, form, wrong)
    return answering.Going(path(slug, number))


@post(f"{ONE}/card-collection/end", **route.of(stopping.stop, "desk"))
async def stop(request: AnyRequest, slug: FromPath[str], number: FromPath[str]) -> Response[Any]:
    try:
        await of_client.done(request, slug, stopping.stop, number)
    except of_client.REFUSED as wrong:
        return await drawn(request, slug, number, NOTHING, wrong)
    return answering.Going(path(slug, number))


@post(
    "/clients/{slug:str}/bank-allocations/{bank_allocation_id:uuid}/reversal",
    **route.of(allocation.undo, "desk"),
)
async def undo(
    request: AnyRequest, slug: FromPath[str], bank_allocation_id: FromPath[UUID]
) -> Response[Any]:
    """What of a transfer was this client's is nobody's again."""
    form = await forms.of(request)
    await of_client.done(request, slug, allocation.undo, bank_allocation_id)
    return answering.Going(answering.own_path(form.get("back", ""), "/bank-entries"))


def path(slug: str, number: str) -> str:
    return f"/clients/{slug}/invoices/{quote(number)}/payments"


async def drawn(
    request: AnyRequest,
    slug: str,
    number: str,
    typed: Mapping[str, str] = NOTHING,
    wrong: Problem | None = None,
) -> Response[Any]:
    found = await route.perform(request, gathered.paid, slug, number)
    shell = frame.shell(request, area="clients", now=found.now)
    asker, problem = route.principal_of(request), wrong.detail if wrong else ""
    view = shaping.payments(shell, found, asker, typed, problem)
    return answering.page(request, "one_invoice/payments", view, wrong.status if wrong else 200)


HANDLERS = [shown, record, refund, stop, undo]
