"""The JSON API's documents: what was issued, as files."""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

from litestar import Response, Router, get
from litestar.params import FromPath, FromQuery

from billing.api.debit_note import NOTE as DEBIT_NOTE
from billing.api.invoice import INVOICES, NUMBERED
from billing.papers import papers, rendering
from billing.papers.einvoice import files
from billing.papers.paper import Paper
from underpin.kernel import security_headers
from underpin.kernel.printing import press
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import AnyRequest

NOTE = f"{NUMBERED}/credit-notes/{{credit_note_id:uuid}}"
Locale = Literal["en", "pl", "zh", "ar"]


@get(f"{NUMBERED}/pdf", **route.of(papers.of_invoice))
async def invoice_pdf(
    request: AnyRequest,
    key: FromPath[str],
    number: FromPath[str],
    language: FromQuery[Locale | None] = None,
) -> Response[bytes]:
    paper: Paper = await asking.read(request, papers.of_invoice, key, number)
    return await _pdf(paper, language)


@get(f"{NOTE}/pdf", **route.of(papers.of_note))
async def note_pdf(
    request: AnyRequest,
    key: FromPath[str],
    number: FromPath[str],
    credit_note_id: FromPath[UUID],
    language: FromQuery[Locale | None] = None,
) -> Response[bytes]:
    paper: Paper = await asking.read(request, papers.of_note, key, number, credit_note_id)
    return await _pdf(paper, language)


@get(f"{NUMBERED}/cii", **route.of(papers.of_invoice))
async def invoice_cii(
    request: AnyRequest, key: FromPath[str], number: FromPath[str]
) -> Response[bytes]:
    paper: Paper = await asking.read(request, papers.of_invoice, key, number)
    return await _xml(paper, "cii")


@get(f"{NUMBERED}/ubl", **route.of(papers.of_invoice))
async def invoice_ubl(
    request: AnyRequest, key: FromPath[str], number: FromPath[str]
) -> Response[bytes]:
    paper: Paper = await asking.read(request, papers.of_invoice, key, number)
    return await _xml(paper, "ubl")


@get(f"{NOTE}/cii", **route.of(papers.of_note))
async def note_cii(
    request: AnyRequest, key: FromPath[str], number: FromPath[str], credit_note_id: FromPath[UUID]
) -> Response[bytes]:
    paper: Paper = await asking.read(request, papers.of_note, key, number, credit_note_id)
    return await _xml(paper, "cii")


@get(f"{NOTE}/ubl", **route.of(papers.of_note))
async def note_ubl(
    request: AnyRequest, key: FromPath[str], number: FromPath[str], credit_note_id: FromPath[UUID]
) -> Response[bytes]:
    paper: Paper = await asking.read(request, papers.of_note, key, number, credit_note_id)
    return await _xml(paper, "ubl")


@get(f"{DEBIT_NOTE}/pdf", **route.of(papers.of_debit_note))
async def debit_note_pdf(
    request: AnyRequest,
    key: FromPath[str],
    debit_note_id: FromPath[UUID],
    language: FromQuery[Locale | None] = None,
) -> Response[bytes]:
    paper: Paper = await asking.read(request, papers.of_debit_note, key, debit_note_id)
    return await _pdf(paper, language)


@get(f"{INVOICES}/{{month:date}}/draft/pdf", **route.of(papers.of_draft, "desk"))
async def draft_pdf(
    request: AnyRequest,
    key: FromPath[str],
    month: FromPath[date],
    language: FromQuery[Locale | None] = None,
) -> Response[bytes]:
    paper: Paper = await asking.read(request, papers.of_draft, key, month)
    return await _pdf(paper, language, f"{key}-{month:%Y-%m}-draft")


async def _pdf(paper: Paper, language: Locale | None, name: str = "") -> Response[bytes]:
    made = await press.beside(rendering.pdf, paper, language)
    return _file(made, f"{name or paper.number}.pdf", "application/pdf")


async def _xml(paper: Paper, form: Literal["cii", "ubl"]) -> Response[bytes]:
    write = files.cii if form == "cii" else files.ubl
    return _file(await press.beside(write, paper), f"{paper.number}.{form}.xml", "application/xml")


def _file(body: bytes, name: str, media_type: str) -> Response[bytes]:
    headers = security_headers.private_file(name)
    return Response(body, media_type=media_type, headers=headers)


ROUTER = Router(
    "/",
    route_handlers=[
        *(invoice_pdf, invoice_cii, invoice_ubl),
        *(note_pdf, note_cii, note_ubl, debit_note_pdf, draft_pdf),
    ],
    tags=["documents"],
)
