"""Seller and buyer, named on what was issued before they were known."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote
from uuid import UUID

from litestar import Request, Response, post
from litestar.params import FromPath

from billing.papers import pinning
from underpin.console.routes import answering, of_client
from underpin.console.routes.one_invoice.paid import ONE
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]


@post(f"{ONE}/letterhead", **route.of(pinning.pin_invoice, "desk"))
async def invoice(request: AnyRequest, slug: FromPath[str], number: FromPath[str]) -> Response[Any]:
    await of_client.done(request, slug, pinning.pin_invoice, number)
    return answering.Going(f"/clients/{slug}/invoices/{quote(number)}")


@post(
    f"{ONE}/credit-notes/{{credit_note_id:uuid}}/letterhead",
    **route.of(pinning.pin_note, "desk"),
)
async def note(
    request: AnyRequest, slug: FromPath[str], number: FromPath[str], credit_note_id: FromPath[UUID]
) -> Response[Any]:
    await of_client.done(request, slug, pinning.pin_note, number, credit_note_id)
    return answering.Going(f"/clients/{slug}/invoices/{quote(number)}/corrections")


@post(
    "/clients/{slug:str}/debit-notes/{debit_note_id:uuid}/letterhead",
    **route.of(pinning.pin_debit_note, "desk"),
)
async def debit_note(
    request: AnyRequest, slug: FromPath[str], debit_note_id: FromPath[UUID]
) -> Response[Any]:
    await of_client.done(request, slug, pinning.pin_debit_note, debit_note_id)
    return answering.Going(f"/clients/{slug}/invoices")


HANDLERS = [invoice, note, debit_note]
