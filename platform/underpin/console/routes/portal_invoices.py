"""The client's own invoices, and questions about their lines."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery

from billing.payments import paying_page, setting_up
from billing.receivables import question
from underpin.console import locale, views
from underpin.console.locale import N_
from underpin.console.routes import answering, forms, frame
from underpin.console.routes import own_invoices as reading
from underpin.console.routes.shaping import own_invoices
from underpin.kernel import verb
from underpin.kernel.errors import Conflict
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
ONE = "/invoices/{number:str}"
SAVED = N_("Your card is saved. It stands here as soon as Stripe has told us.")


@get("/invoices", **route.of(reading.every, "portal"))
async def every(
    request: AnyRequest, before: FromQuery[str | None] = None, card: FromQuery[str | None] = None
) -> Response[Any]:
    """`card` saved: they come back from Stripe's page, whose word may still be on its way."""
    return await _every(request, before, said=SAVED if card == "saved" else "")


@post("/invoices/card-pages", **route.of(setting_up.page, "portal"))
async def save_card(request: AnyRequest) -> Response[Any]:
    """On Stripe's own page: its address is shown, to be followed."""
    who = route.principal_of(request)
    made = await verb.begin(setting_up.page, who, who.own_tenant, source="page")
    return await _every(request, None, made.url)


async def _every(
    request: AnyRequest, before: str | None, card_page: str = "", said: str = ""
) -> Response[Any]:
    found = await route.perform(request, reading.every, before)
    shell = frame.shell(request, area="invoices", now=found.now)
    if said:
        told = locale.gettext(shell.reader.language, said)
        shell = replace(shell, notice=views.Notice("done", told))
    may_save = route.principal_of(request).may("collecting.set_up")
    view = own_invoices.page(shell, found, may_save=may_save, card_page=card_page)
    return answering.page(request, "portal_invoices", view)


@get(ONE, **route.of(reading.one, "portal"))
async def one(request: AnyRequest, number: FromPath[str]) -> Response[Any]:
    found = await route.perform(request, reading.one, number)
    shell = frame.shell(request, area="invoices", now=found.now)
    may_ask = route.principal_of(request).may("invoice.question")
    view = own_invoices.one(shell, found, may_ask=may_ask)
    return answering.page(request, "portal_invoice", view)


@get(f"{ONE}/payment-page", **route.of(paying_page.of_invoice, "portal"))
async def pay(request: AnyRequest, number: FromPath[str]) -> Response[Any]:
    """To the provider's page for it. Raises Conflict where there is none."""
    tenant = route.principal_of(request).own_tenant
    found = await route.perform(request, paying_page.of_invoice, tenant, number)
    if found.page is None:
        raise Conflict(found.why_not)
    return answering.Going(found.page)


@post(f"{ONE}/lines/{{ordinal:int}}/questions", **route.of(question.ask, "portal"))
async def ask(request: AnyRequest, number: FromPath[str], ordinal: FromPath[int]) -> Response[Any]:
    words = forms.field(await forms.of(request), "text")
    await route.perform(request, question.ask, number, ordinal, words)
    return answering.Going(f"/invoices/{number}")


HANDLERS = [every, save_card, one, pay, ask]
