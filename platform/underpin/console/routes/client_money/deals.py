"""Another price for one client: proposed by one person, approved by another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery

from billing.terms import negotiating
from billing.terms.negotiating import NewPrice
from underpin.console.routes import answering, forms, frame
from underpin.console.routes.client_money import gathered, terms
from underpin.console.routes.client_money.gathered import OfTerms
from underpin.console.routes.pricing import price_form
from underpin.console.routes.pricing import shaping as pricing
from underpin.kernel.errors import Conflict, Malformed, NotFound, Problem
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
PRICES = f"{terms.TERMS}/prices"
PRICE = f"{PRICES}/{{negotiated_price_id:uuid}}"


@get(f"{PRICES}/new", **route.of(gathered.proposing, "desk"))
async def new(
    request: AnyRequest,
    slug: FromPath[str],
    price: FromQuery[str],
    currency: FromQuery[str] = "",
) -> Response[Any]:
    """Filled in as the plan in force has it."""
    found = await route.perform(request, gathered.proposing, slug)
    of = _in_force(found, price, currency)
    return _drawn(request, found, price_form.filled(of), of["currency"])


@post(PRICES, **route.of(negotiating.propose, "desk"))
async def propose(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    form = await forms.of(request)
    currency = form.get("currency", "")
    try:
        await terms.done(request, slug, negotiating.propose, _said(form, currency))
    except (Malformed, Conflict) as wrong:
        found = await route.perform(request, gathered.proposing, slug)
        return _drawn(request, found, form, currency, wrong)
    return answering.Going(f"/clients/{slug}/terms")


@post(f"{PRICE}/approval", **route.of(negotiating.approve, "desk"))
async def approve(
    request: AnyRequest, slug: FromPath[str], negotiated_price_id: FromPath[UUID]
) -> Response[Any]:
    try:
        await terms.done(request, slug, negotiating.approve, negotiated_price_id)
    except terms.REFUSED as wrong:
        return await terms.drawn(request, slug, wrong=wrong)
    return answering.Going(f"/clients/{slug}/terms")


@post(f"{PRICE}/refusal", **route.of(negotiating.refuse, "desk"))
async def refuse(
    request: AnyRequest, slug: FromPath[str], negotiated_price_id: FromPath[UUID]
) -> Response[Any]:
    try:
        await terms.done(request, slug, negotiating.refuse, negotiated_price_id)
    except terms.REFUSED as wrong:
        return await terms.drawn(request, slug, wrong=wrong)
    return answering.Going(f"/clients/{slug}/terms")


def _said(form: Mapping[str, str], currency: str) -> NewPrice:
    """Raises Malformed."""
    until = forms.day(form, "until_day") if form.get("until_day", "").strip() else None
    price = price_form.said(form, currency)
    words = (price, forms.day(form, "from_day"), form.get("reason", ""))
    return NewPrice(*words, until_day=until, currency=currency or None)


def _in_force(found: OfTerms, key: str, currency: str) -> Mapping[str, Any]:
    """Raises NotFound for a price of no plan that the client is on."""
    for term in reversed(found.terms.terms):
        for price in term.prices:
            if price["key"] == key and term.currency == (currency or term.currency):
                of: Mapping[str, Any] = price
                return of
    raise NotFound


def _drawn(
    request: AnyRequest,
    found: OfTerms,
    typed: Mapping[str, str],
    currency: str,
    wrong: Problem | None = None,
) -> Response[Any]:
    shell = frame.shell(request, area="clients", now=found.now)
    back = f"/clients/{found.company.slug}/terms"
    where = (typed.get("name") or currency, back, found.company.name, f"{back}/prices")
    field = (wrong.field or "") if wrong else ""
    errors = {price_form.at(field.removeprefix("price.")): wrong.detail} if wrong else {}
    said = (currency, typed, errors)
    more = {"problem": wrong.detail if wrong else "", "deal": True}
    view = pricing.price_page(shell, where, said, found.meters, **more)
    return answering.page(request, "pricing/price", view, wrong.status if wrong else 200)


HANDLERS = [new, propose, approve, refuse]
