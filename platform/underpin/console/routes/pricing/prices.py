"""One price of a draft as a form: a new one, or one that is there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath

from billing.terms import draft_prices
from billing.terms.draft_prices import put
from underpin.console.locale import N_, gettext
from underpin.console.routes import answering, forms, frame
from underpin.console.routes.pricing import gathered, price_form, shaping
from underpin.console.routes.pricing.gathered import OnePlan
from underpin.kernel.errors import Conflict, Malformed, NotFound, Problem
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
PRICES = "/plans/{plan_id:uuid}/draft/prices"
NEW = "new"
NOTHING: Mapping[str, str] = {}
TITLE = N_("New price")


@get(f"{PRICES}/{{price:str}}", **route.of(gathered.draft, "desk"))
async def one(request: AnyRequest, plan_id: FromPath[UUID], price: FromPath[str]) -> Response[Any]:
    """`new` is the empty form; no price has that key, because the form refuses it."""
    found = await route.perform(request, gathered.draft, plan_id)
    return _drawn(request, found, price, _typed(found, price))


@post(f"{PRICES}/{{price:str}}", **route.of(put, "desk"))
async def save(request: AnyRequest, plan_id: FromPath[UUID], price: FromPath[str]) -> Response[Any]:
    form = await forms.of(request)
    found = await route.perform(request, gathered.draft, plan_id)
    try:
        said = price_form.said(form, found.shown.currency)
        if said.get("key") == NEW:
            raise Malformed("key: choose another word.", field="key")
        await route.perform(request, put, plan_id, said, None if price == NEW else price)
    except (Malformed, Conflict) as wrong:
        return _drawn(request, found, price, form, wrong)
    return answering.Going(f"/plans/{plan_id}")


@post(f"{PRICES}/{{price:str}}/removal", **route.of(draft_prices.remove, "desk"))
async def remove(
    request: AnyRequest, plan_id: FromPath[UUID], price: FromPath[str]
) -> Response[Any]:
    await route.perform(request, draft_prices.remove, plan_id, price)
    return answering.Going(f"/plans/{plan_id}")


def _typed(found: OnePlan, key: str) -> Mapping[str, str]:
    """Raises NotFound."""
    if key == NEW:
        return shaping.NEW_PRICE
    price = next((each for each in found.shown.prices if each["key"] == key), None)
    if price is None:
        raise NotFound
    return price_form.filled(price)


def _drawn(
    request: AnyRequest,
    found: OnePlan,
    key: str,
    typed: Mapping[str, str],
    wrong: Problem | None = None,
) -> Response[Any]:
    shell = frame.shell(request, area="plans", now=found.now)
    of, path = found.shown, f"/plans/{found.shown.plan_id}"
    send = f"{path}/draft/prices/{key}"
    title = gettext(shell.reader.language, TITLE) if key == NEW else typed.get("name") or key
    errors = {price_form.at(wrong.field): wrong.detail} if wrong and wrong.field else NOTHING
    more = {
        "problem": wrong.detail if wrong else "",
        "remove": "" if key == NEW else f"{send}/removal",
    }
    where = (title, path, of.plan, send)
    view = shaping.price_page(shell, where, (of.currency, typed, errors), found.meters, **more)
    return answering.page(request, "pricing/price", view, wrong.status if wrong else 200)


HANDLERS = [one, save, remove]
