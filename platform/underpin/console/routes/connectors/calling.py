"""How one wants to be called, and the numbers that are proven for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from underpin.console.routes import answering, forms, frame
from underpin.console.routes.connectors import gathered, shaping
from underpin.desk.on_call import wishes
from underpin.desk.on_call.gateways import numbers
from underpin.kernel import verb
from underpin.kernel.errors import Conflict, Malformed, Problem, TooMany, Unavailable
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
HERE = "/me/calling"
REFUSED = (Malformed, Conflict, TooMany, Unavailable)


@get(HERE, **route.of(gathered.calling, "desk"))
async def show(request: AnyRequest) -> Response[Any]:
    return await _drawn(request, shaping.EMPTY)


@post(f"{HERE}/way", **route.of(wishes.choose, "desk"))
async def choose(request: AnyRequest) -> Response[Any]:
    form = await forms.of(request)
    found = await route.perform(request, gathered.calling)
    if form.get("page_by") not in ("mail", *found.carriers):
        raise Malformed("page_by: one of those there are.", field="page_by")
    own = await route.perform(request, wishes.mine)
    await route.perform(request, wishes.choose, replace(own, page_by=form["page_by"]))
    return answering.Going(HERE)


@post(HERE, **route.of(numbers.give, "desk"))
async def give(request: AnyRequest) -> Response[Any]:
    form = await forms.of(request)
    words = (form.get("carrier", ""), form.get("address", ""))
    return await _tried(request, form, numbers.give, *words)


@post(f"{HERE}/{{carrier:str}}/verification", **route.of(numbers.confirm, "desk"))
async def confirm(request: AnyRequest, carrier: FromPath[str]) -> Response[Any]:
    form = await forms.of(request)
    return await _tried(request, form, numbers.confirm, carrier, form.get("code", ""))


@post(f"{HERE}/{{carrier:str}}/removal", **route.of(numbers.forget, "desk"))
async def forget(request: AnyRequest, carrier: FromPath[str]) -> Response[Any]:
    await route.perform(request, numbers.forget, carrier)
    return answering.Going(HERE)


async def _tried(
    request: AnyRequest, form: Mapping[str, str], wanted: Any, *words: str
) -> Response[Any]:
    try:
        await verb.begin(wanted, route.principal_of(request), *words)
    except REFUSED as wrong:
        return await _drawn(request, form, wrong)
    return answering.Going(HERE)


async def _drawn(
    request: AnyRequest, typed: Mapping[str, str], wrong: Problem | None = None
) -> Response[Any]:
    found = await route.perform(request, gathered.calling)
    shell = frame.shell(request)
    view = shaping.calling_page(shell, found, typed, wrong.detail if wrong else "")
    return answering.page(request, "connectors/calling", view, wrong.status if wrong else 200)


HANDLERS = [show, choose, give, confirm, forget]
