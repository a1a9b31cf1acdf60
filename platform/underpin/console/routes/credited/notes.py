"""Money proposed by one person, decided by another: notes, refunds, write-offs, paybacks."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Request, Response, post
from litestar.params import FromPath

from billing.invoicing import credit_note, debit_note
from billing.payments import refunding
from billing.receivables import payback, write_off
from underpin.console.routes.credited import pages
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
CLIENT = "/clients/{slug:str}"
NOTE = f"{CLIENT}/invoices/{{number:str}}/credit-notes/{{credit_note_id:uuid}}"
DEBIT = f"{CLIENT}/debit-notes/{{debit_note_id:uuid}}"
REFUND = f"{CLIENT}/invoices/{{number:str}}/refunds/{{refund_id:uuid}}"
WRITE_OFF = f"{CLIENT}/write-offs/{{write_off_id:uuid}}"
PAYBACK = f"{CLIENT}/paybacks/{{payback_id:uuid}}"


@post(f"{NOTE}/issue", **route.of(credit_note.issue, "desk"))
async def issue(
    request: AnyRequest,
    slug: FromPath[str],
    number: FromPath[str],
    credit_note_id: FromPath[UUID],
) -> Response[Any]:
    return await pages.decide(request, slug, credit_note.issue, number, credit_note_id)


@post(f"{NOTE}/refusal", **route.of(credit_note.refuse, "desk"))
async def refuse(
    request: AnyRequest,
    slug: FromPath[str],
    number: FromPath[str],
    credit_note_id: FromPath[UUID],
) -> Response[Any]:
    words = (number, credit_note_id)
    return await pages.decide(request, slug, credit_note.refuse, *words, ask="reason")


@post(f"{DEBIT}/issue", **route.of(debit_note.issue, "desk"))
async def issue_debit(
    request: AnyRequest, slug: FromPath[str], debit_note_id: FromPath[UUID]
) -> Response[Any]:
    return await pages.decide(request, slug, debit_note.issue, debit_note_id)


@post(f"{DEBIT}/refusal", **route.of(debit_note.refuse, "desk"))
async def refuse_debit(
    request: AnyRequest, slug: FromPath[str], debit_note_id: FromPath[UUID]
) -> Response[Any]:
    return await pages.decide(request, slug, debit_note.refuse, debit_note_id, ask="reason")


@post(f"{REFUND}/approval", **route.of(refunding.approve, "desk"))
async def approve_refund(
    request: AnyRequest, slug: FromPath[str], number: FromPath[str], refund_id: FromPath[UUID]
) -> Response[Any]:
    return await pages.decide(request, slug, refunding.approve, number, refund_id)


@post(f"{REFUND}/refusal", **route.of(refunding.refuse, "desk"))
async def refuse_refund(
    request: AnyRequest, slug: FromPath[str], number: FromPath[str], refund_id: FromPath[UUID]
) -> Response[Any]:
    return await pages.decide(request, slug, refunding.refuse, number, refund_id)


@post(f"{WRITE_OFF}/approval", **route.of(write_off.approve, "desk"))
async def approve_write_off(
    request: AnyRequest, slug: FromPath[str], write_off_id: FromPath[UUID]
) -> Response[Any]:
    return await pages.decide(request, slug, write_off.approve, write_off_id)


@post(f"{WRITE_OFF}/refusal", **route.of(write_off.refuse, "desk"))
async def refuse_write_off(
    request: AnyRequest, slug: FromPath[str], write_off_id: FromPath[UUID]
) -> Response[Any]:
    return await pages.decide(request, slug, write_off.refuse, write_off_id)


@post(f"{PAYBACK}/approval", **route.of(payback.approve, "desk"))
async def approve_payback(
    request: AnyRequest, slug: FromPath[str], payback_id: FromPath[UUID]
) -> Response[Any]:
    return await pages.decide(request, slug, payback.approve, payback_id)


@post(f"{PAYBACK}/refusal", **route.of(payback.refuse, "desk"))
async def refuse_payback(
    request: AnyRequest, slug: FromPath[str], payback_id: FromPath[UUID]
) -> Response[Any]:
    return await pages.decide(request, slug, payback.refuse, payback_id)


HANDLERS = [
    *(issue, refuse, issue_debit, refuse_debit, approve_refund, refuse_refund),
    *(approve_write_off, refuse_write_off, approve_payback, refuse_payback),
]
