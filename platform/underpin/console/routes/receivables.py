"""The desk's pages about money: what clients owe, a client's invoices, one of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import quote
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery

from billing.receivables import question
from underpin.console.routes import answering, forms, frame, of_client
from underpin.console.routes import owed as reading
from underpin.console.routes.client_money import shaping as client_money
from underpin.console.routes.shaping import owed
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
QUESTION = "/clients/{slug:str}/invoices/{number:str}/questions/{line_question_id:uuid}"


@get("/receivables", **route.of(reading.over_all, "desk"))
async def over_all(
    request: AnyRequest,
    after_due: FromQuery[date | None] = None,
    after: FromQuery[UUID | None] = None,
) -> Response[Any]:
    found = await route.perform(request, reading.over_all, after_due, after)
    shell = frame.shell(request, area="receivables", now=found.now)
    return answering.page(request, "receivables", owed.page(shell, found))


@get("/clients/{slug:str}/invoices", **route.of(reading.of_client, "desk"))
async def listed(
    request: AnyRequest, slug: FromPath[str], before: FromQuery[str | None] = None
) -> Response[Any]:
    found = await route.perform(request, reading.of_client, slug, before)
    shell = frame.shell(request, area="clients", now=found.now)
    asker = route.principal_of(request)
    view = owed.of_client(shell, found, asker)
    view = replace(view, others=client_money.others(asker), may_draft=asker.may("invoice.draft"))
    return answering.page(request, "client_invoices", view)


@get("/clients/{slug:str}/invoices/{number:str}", **route.of(reading.one, "desk"))
async def one(request: AnyRequest, slug: FromPath[str], number: FromPath[str]) -> Response[Any]:
    found = await route.perform(request, reading.one, slug, number)
    shell = frame.shell(request, area="clients", now=found.now)
    view = owed.one(shell, found, route.principal_of(request))
    return answering.page(request, "invoice", view)


@post(f"{QUESTION}/explanation", **route.of(question.explain, "desk"))
async def explain(
    request: AnyRequest,
    slug: FromPath[str],
    number: FromPath[str],
    line_question_id: FromPath[UUID],
) -> Response[Any]:
    said = (number, line_question_id, forms.field(await forms.of(request), "text"))
    await of_client.done(request, slug, question.explain, *said)
    return answering.Going(f"/clients/{slug}/invoices/{quote(number)}")


@post(f"{QUESTION}/acceptance", **route.of(question.accept, "desk"))
async def accept(
    request: AnyRequest,
    slug: FromPath[str],
    number: FromPath[str],
    line_question_id: FromPath[UUID],
) -> Response[Any]:
    """Without an amount all that the line has left."""
    form = await forms.of(request)
    net = forms.amount(form, "net") if form.get("net", "").strip() else None
    said = (number, line_question_id, forms.field(form, "text"), net)
    await of_client.done(request, slug, question.accept, *said)
    return answering.Going(f"/clients/{slug}/invoices/{quote(number)}")


HANDLERS = [over_all, listed, one, explain, accept]
