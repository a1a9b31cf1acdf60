"""What a client used so far, what it holds ahead, and selling it more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery

from billing.invoicing.drafting import NoSubscription
from billing.prepaid import selling
from billing.prepaid.selling import NewBlock
from billing.terms import so_far
from billing.terms.so_far import SoFar
from underpin.console.routes import answering, forms, frame
from underpin.console.routes.client_money import gathered, shaping, terms
from underpin.kernel import verb
from underpin.kernel.errors import Problem
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
BLOCKS = "/clients/{slug:str}/blocks"
NOTHING: Mapping[str, str] = {}


@get("/clients/{slug:str}/usage", **route.of(gathered.usage, "desk"))
async def shown(
    request: AnyRequest, slug: FromPath[str], currency: FromQuery[str | None] = None
) -> Response[Any]:
    return await _drawn(request, slug, currency)


@post(BLOCKS, **route.of(selling.sell, "desk"))
async def sell(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    form = await forms.of(request)
    try:
        await terms.done(request, slug, selling.sell, _said(form))
    except terms.REFUSED as wrong:
        return await _drawn(request, slug, None, form, wrong)
    return answering.Going(f"/clients/{slug}/usage")


@get(f"{BLOCKS}/{{block_id:uuid}}", **route.of(gathered.block, "desk"))
async def block(
    request: AnyRequest,
    slug: FromPath[str],
    block_id: FromPath[UUID],
    before: FromQuery[UUID | None] = None,
) -> Response[Any]:
    found = await route.perform(request, gathered.block, slug, block_id, before)
    shell = frame.shell(request, area="clients", now=found.now)
    view = shaping.block_page(shell, found, route.principal_of(request))
    return answering.page(request, "client_money/block", view)


@post(f"{BLOCKS}/{{block_id:uuid}}/top-up", **route.of(selling.top_up, "desk"))
async def top_up(
    request: AnyRequest, slug: FromPath[str], block_id: FromPath[UUID]
) -> Response[Any]:
    """The same once more, from a day on."""
    form = await forms.of(request)
    try:
        starts = forms.day(form, "starts")
        await terms.done(request, slug, selling.top_up, block_id, starts)
    except terms.REFUSED as wrong:
        return await _drawn(request, slug, None, NOTHING, wrong)
    return answering.Going(f"/clients/{slug}/usage")


def _said(form: Mapping[str, str]) -> NewBlock:
    """Raises Malformed."""
    return NewBlock(
        name=forms.field(form, "name"),
        unit=forms.field(form, "unit"),
        size=forms.amount(form, "size"),
        price=forms.amount(form, "price"),
        currency=forms.field(form, "currency").upper(),
        starts=forms.day(form, "starts"),
        expires=forms.day(form, "expires") if form.get("expires", "").strip() else None,
        group=form.get("group", "").strip(),
    )


async def _drawn(
    request: AnyRequest,
    slug: str,
    currency: str | None,
    typed: Mapping[str, str] = NOTHING,
    wrong: Problem | None = None,
) -> Response[Any]:
    found = await route.perform(request, gathered.usage, slug)
    used = await _so_far(request, found.company.id, currency)
    shell = frame.shell(request, area="clients", now=found.now)
    said = (typed, wrong.detail if wrong else "")
    view = shaping.usage_page(shell, found, used, route.principal_of(request), said)
    return answering.page(request, "client_money/usage", view, wrong.status if wrong else 200)


async def _so_far(request: AnyRequest, tenant: int, currency: str | None) -> SoFar | None:
    """None for a client that is on no plan."""
    words = (route.principal_of(request), tenant, currency)
    try:
        found: SoFar = await verb.begin(so_far.of_client, *words)
    except NoSubscription:
        return None
    return found


HANDLERS = [shown, sell, block, top_up]
