"""One client's draft: made anew, reviewed, given lines of its own, issued."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import quote
from uuid import UUID

from litestar import Request, Response, post
from litestar.params import FromPath

from billing.invoicing import drafting, extras, finalising, review
from underpin.console.routes import accounts, answering, forms, frame, of_client
from underpin.console.routes.invoicing import shaping
from underpin.console.routes.shaping import invoices
from underpin.kernel.errors import Conflict, Malformed, Problem, StaleVersion
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
INVOICE = "/clients/{slug:str}/invoice"
REFUSED = (Conflict, Malformed, StaleVersion)


@post(f"{INVOICE}/draft", **route.of(drafting.draft, "desk"))
async def draft(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """Of the period that holds the day; made anew where there is one."""
    form = await forms.of(request)
    tenant, day = await of_client.tenant(request, slug), forms.day(form, "day")
    await route.perform(request, drafting.draft, day, form.get("currency") or None, tenant=tenant)
    return answering.Going(_path(slug, day, form))


@post(f"{INVOICE}/review", **route.of(review.review, "desk"))
async def reviewed(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    form = await forms.of(request)
    tenant, day = await of_client.tenant(request, slug), forms.day(form, "day")
    words = (day, form.get("seen", ""), form.get("currency") or None)
    try:
        await route.perform(request, review.review, *words, tenant=tenant)
    except REFUSED as wrong:
        return await _drawn(request, slug, form, wrong)
    return answering.Going(_path(slug, day, form))


@post(f"{INVOICE}/finalisation", **route.of(finalising.finalise, "desk"))
async def finalise(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """As it was seen; what came since then stops it, and the page is shown with it."""
    form = await forms.of(request)
    tenant, day = await of_client.tenant(request, slug), forms.day(form, "day")
    words = (day, form.get("seen", ""), form.get("currency") or None)
    try:
        made = await route.perform(request, finalising.finalise, *words, tenant=tenant)
    except REFUSED as wrong:
        return await _drawn(request, slug, form, wrong)
    return answering.Going(f"/clients/{slug}/invoices/{quote(made.number)}")


@post(f"{INVOICE}/lines", **route.of(extras.add, "desk"))
async def add(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """A line that no price makes; the draft is made anew with it."""
    form = await forms.of(request)
    tenant, currency = await of_client.tenant(request, slug), form.get("currency", "")
    try:
        words = (
            forms.field(form, "name"),
            forms.number(form, "quantity"),
            forms.number(form, "price"),
        )
        more = {"currency": currency, "on_day": forms.day(form, "on_day")}
        more["tax_class"] = form.get("tax_class", "").strip() or "standard"
        await route.perform(request, extras.add, *words, **more, tenant=tenant)
        day = forms.day(form, "day")
        await route.perform(request, drafting.draft, day, currency or None, tenant=tenant)
    except REFUSED as wrong:
        return await _drawn(request, slug, form, wrong)
    return answering.Going(_path(slug, day, form))


@post(f"{INVOICE}/lines/{{extra_line_id:uuid}}/removal", **route.of(extras.remove, "desk"))
async def remove(
    request: AnyRequest, slug: FromPath[str], extra_line_id: FromPath[UUID]
) -> Response[Any]:
    form = await forms.of(request)
    tenant, day = await of_client.tenant(request, slug), forms.day(form, "day")
    await route.perform(request, extras.remove, extra_line_id, tenant=tenant)
    await route.perform(request, drafting.draft, day, form.get("currency") or None, tenant=tenant)
    return answering.Going(_path(slug, day, form))


def _path(slug: str, day: date, form: Mapping[str, str]) -> str:
    asked = f"&currency={quote(form['currency'])}" if form.get("currency") else ""
    return f"/clients/{slug}/invoice?month={day}{asked}"


async def _drawn(
    request: AnyRequest, slug: str, form: Mapping[str, str], wrong: Problem
) -> Response[Any]:
    """The draft as it stands, with what was typed and why it could not be."""
    words = (slug, forms.day(form, "day"), form.get("currency") or None)
    found = await route.perform(request, accounts.billed, *words)
    shell = frame.shell(request, area="clients", now=found.now)
    work = shaping.work(found, route.principal_of(request), form, wrong.detail)
    view = replace(invoices.page(shell, found), work=work)
    return answering.page(request, "invoice", view, wrong.status)


HANDLERS = [draft, reviewed, finalise, add, remove]
