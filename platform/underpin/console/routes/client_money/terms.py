"""A client's terms: on which plan it is, put on one, another, none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath

from billing.amounts.tax import Treatment
from billing.pricing.price_list import NewTerm
from billing.terms import client_terms, withdrawing
from billing.terms.withdrawing import Withdrawal
from underpin.console.routes import answering, forms, frame
from underpin.console.routes.client_money import gathered, shaping
from underpin.kernel import digits
from underpin.kernel.errors import Conflict, Forbidden, Malformed, Problem
from underpin.kernel.verb import Verb
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
TERMS = "/clients/{slug:str}/terms"
NOTHING: Mapping[str, str] = {}
REFUSED = (Malformed, Conflict, Forbidden)


@get(TERMS, **route.of(gathered.terms, "desk"))
async def shown(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    return await drawn(request, slug)


@post(TERMS, **route.of(client_terms.begin, "desk"))
async def begin(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    form = await forms.of(request)
    try:
        words = (forms.identity(form, "version_id"), forms.day(form, "starts_on"), _said(form))
        await done(request, slug, client_terms.begin, *words)
    except REFUSED as wrong:
        return await drawn(request, slug, form, wrong)
    return answering.Going(f"/clients/{slug}/terms")


@post(f"{TERMS}/change", **route.of(client_terms.change, "desk"))
async def change(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    form = await forms.of(request)
    try:
        words = (forms.identity(form, "version_id"), forms.day(form, "on"))
        await done(request, slug, client_terms.change, *words)
    except REFUSED as wrong:
        return await drawn(request, slug, form, wrong)
    return answering.Going(f"/clients/{slug}/terms")


@post(f"{TERMS}/end", **route.of(client_terms.end, "desk"))
async def end(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    form = await forms.of(request)
    try:
        words = (forms.day(form, "on"), form.get("currency") or None)
        await done(request, slug, client_terms.end, *words)
    except REFUSED as wrong:
        return await drawn(request, slug, form, wrong)
    return answering.Going(f"/clients/{slug}/terms")


@post(f"{TERMS}/{{term_id:uuid}}/withdrawal", **route.of(withdrawing.withdraw, "desk"))
async def withdraw(
    request: AnyRequest, slug: FromPath[str], term_id: FromPath[UUID]
) -> Response[Any]:
    form = await forms.of(request)
    try:
        words = (term_id, Withdrawal(form.get("reason", "")))
        await done(request, slug, withdrawing.withdraw, *words)
    except REFUSED as wrong:
        return await drawn(request, slug, form, wrong)
    return answering.Going(f"/clients/{slug}/terms")


def _said(form: Mapping[str, str]) -> NewTerm:
    """Raises Malformed."""
    days = digits.read(form.get("payment_days", "").strip() or "30", 3)
    if days is None or days > 365:
        raise Malformed("payment_days: a whole number up to 365.", field="payment_days")
    treatment = form.get("treatment", "")
    if treatment not in set(Treatment):
        raise Malformed("treatment: choose how the client is taxed.", field="treatment")
    percent = forms.amount(form, "percent") if form.get("percent", "").strip() else None
    return NewTerm(treatment=Treatment(treatment), percent=percent, payment_days=days)


async def done(request: AnyRequest, slug: str, wanted: Verb[Any, Any], *words: object) -> Any:
    """A verb about the client of that slug. Raises NotFound, as the verb does."""
    found = await route.perform(request, gathered.terms, slug)
    return await route.perform(request, wanted, *words, tenant=found.company.id)


async def drawn(
    request: AnyRequest, slug: str, typed: Mapping[str, str] = NOTHING, wrong: Problem | None = None
) -> Response[Any]:
    found = await route.perform(request, gathered.terms, slug)
    shell = frame.shell(request, area="clients", now=found.now)
    problem, asker = wrong.detail if wrong else "", route.principal_of(request)
    view = shaping.terms_page(shell, found, asker, typed, problem)
    return answering.page(request, "client_money/terms", view, wrong.status if wrong else 200)


HANDLERS = [shown, begin, change, end, withdraw]
