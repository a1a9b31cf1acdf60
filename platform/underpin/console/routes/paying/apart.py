"""An invoice of its own within a period: of lines that wait, drafted, looked at, issued."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Final
from urllib.parse import quote
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath

from billing.invoicing import extras, operation
from underpin.console.routes import answering, forms, frame, of_client
from underpin.console.routes.client_money import shaping as client_money
from underpin.console.routes.paying import gathered
from underpin.console.routes.paying.gathered import Apart
from underpin.console.routes.shaping import invoices
from underpin.console.views import paying as views
from underpin.kernel.errors import Malformed, Problem
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
APART: Final = "/clients/{slug:str}/apart"
NOTHING: Mapping[str, str] = {}
FIELDS: Final = ("name", "quantity", "price", "currency", "on_day", "tax_class")


@get(APART, **route.of(gathered.apart, "desk"))
async def shown(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    return await _drawn(request, slug)


@post(f"{APART}/lines", **route.of(extras.add, "desk"))
async def add(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """It waits for an invoice apart, or for its period's."""
    form = await forms.of(request)
    try:
        numbers = (forms.number(form, "quantity"), forms.number(form, "price"))
        more = {"currency": forms.field(form, "currency"), "on_day": forms.day(form, "on_day")}
        more["tax_class"] = form.get("tax_class", "").strip() or "standard"
        words = (forms.field(form, "name"), *numbers)
        await of_client.done(request, slug, extras.add, *words, **more)
    except of_client.REFUSED as wrong:
        return await _drawn(request, slug, form, wrong)
    return answering.Going(f"/clients/{slug}/apart")


@post(APART, **route.of(operation.draft, "desk"))
async def draft(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    chosen = await forms.each(request, "line")
    try:
        await of_client.done(request, slug, operation.draft, _ids(chosen))
    except of_client.REFUSED as wrong:
        return await _drawn(request, slug, NOTHING, wrong, chosen)
    return answering.Going(f"/clients/{slug}/apart")


@post(f"{APART}/{{invoice_id:uuid}}/finalisation", **route.of(operation.finalise, "desk"))
async def finalise(
    request: AnyRequest, slug: FromPath[str], invoice_id: FromPath[UUID]
) -> Response[Any]:
    """As it was seen."""
    seen = (await forms.of(request)).get("seen", "")
    try:
        made = await of_client.done(request, slug, operation.finalise, invoice_id, seen)
    except of_client.REFUSED as wrong:
        return await _drawn(request, slug, NOTHING, wrong)
    return answering.Going(f"/clients/{slug}/invoices/{quote(made.number)}")


@post(f"{APART}/{{invoice_id:uuid}}/removal", **route.of(operation.discard, "desk"))
async def discard(
    request: AnyRequest, slug: FromPath[str], invoice_id: FromPath[UUID]
) -> Response[Any]:
    """Its lines wait again."""
    try:
        await of_client.done(request, slug, operation.discard, invoice_id)
    except of_client.REFUSED as wrong:
        return await _drawn(request, slug, NOTHING, wrong)
    return answering.Going(f"/clients/{slug}/apart")


def _ids(chosen: Collection[str]) -> list[UUID]:
    """Raises Malformed."""
    try:
        return [UUID(each) for each in chosen]
    except ValueError as wrong:
        raise Malformed("line: choose from the list.", field="line") from wrong


async def _drawn(
    request: AnyRequest,
    slug: str,
    typed: Mapping[str, str] = NOTHING,
    wrong: Problem | None = None,
    chosen: Collection[str] = (),
) -> Response[Any]:
    found: Apart = await route.perform(request, gathered.apart, slug)
    shell = frame.shell(request, area="clients", now=found.now)
    asker, under = route.principal_of(request), f"/clients/{found.company.slug}/apart"
    usual = {"quantity": "1", "on_day": str(found.today)}
    view = views.ApartPage(
        shell,
        client_money.client(found.company, asker),
        tuple(
            views.WaitingLine(
                *(str(each.id), each.name, each.on_day, each.quantity, each.price, each.currency),
                chosen=not chosen or str(each.id) in chosen,
            )
            for each in found.waiting
        ),
        tuple(
            views.DraftApart(
                invoices.invoice(found.company, each), f"{under}/{each.id}", each.inputs_hash
            )
            for each in found.drafts
        ),
        asker.may("invoice.finalise"),
        {name: typed.get(name, usual.get(name, "")) for name in FIELDS},
        wrong.detail if wrong else "",
    )
    return answering.page(request, "paying/apart", view, wrong.status if wrong else 200)


HANDLERS = [shown, add, draft, finalise, discard]
