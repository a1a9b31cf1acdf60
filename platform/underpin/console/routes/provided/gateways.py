"""What carries pages as text messages, calls and pushes: set up, tried, paused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.params import FromPath

from underpin.console.routes import answering, forms, frame
from underpin.console.routes.provided import gateway_shaping
from underpin.desk.connectors.connector import Auth, Secret
from underpin.desk.on_call.gateways import gateway, keeping, trying
from underpin.desk.on_call.gateways.gateway import Said
from underpin.kernel import digits, verb
from underpin.kernel.errors import Conflict, Malformed, NotFound, Problem, TooMany, Unavailable
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
HERE = "/administration/gateways"
ONE = f"{HERE}/{{carrier:str}}"
REFUSED = (Malformed, Conflict, TooMany, Unavailable, NotFound)
Form = Mapping[str, str]


@get(HERE, **route.of(keeping.listed, "desk"))
async def show(request: AnyRequest) -> Response[Any]:
    return await _drawn(request)


@post(ONE, **route.of(keeping.establish, "desk"))
async def establish(request: AnyRequest, carrier: FromPath[str]) -> Response[Any]:
    form = await forms.of(request)
    try:
        await route.perform(request, keeping.establish, carrier, _said(form))
    except (Malformed, Conflict) as wrong:
        return await _drawn(request, carrier, form, wrong)
    return answering.Going(HERE)


@post(f"{ONE}/pause", **route.of(keeping.pause, "desk"))
async def pause(request: AnyRequest, carrier: FromPath[str]) -> Response[Any]:
    await route.perform(request, keeping.pause, carrier)
    return answering.Going(HERE)


@post(f"{ONE}/trial", **route.of(trying.send, "desk"))
async def try_out(request: AnyRequest, carrier: FromPath[str]) -> Response[Any]:
    """A test is sent at once; what went wrong is said where it was asked for."""
    form = await forms.of(request)
    try:
        address = form.get("address", "")
        await verb.begin(trying.send, route.principal_of(request), carrier, address)
    except REFUSED as wrong:
        return await _drawn(request, carrier, form, wrong)
    return await _drawn(request, carrier, sent=True)


def _said(form: Form) -> Said:
    """Raises Malformed."""
    token, hour = form.get("token", ""), form.get("an_hour", "")
    given = {name: form.get(name, "").strip() for name in gateway_shaping.AUTH}
    try:
        template = form.get("template", "").strip() or "{}"
        sends = msgspec.json.decode(template, type=dict[str, Any])
        auth = msgspec.convert({"way": form.get("way") or "none", **given}, Auth)
        takes: gateway.Form = msgspec.convert(form.get("form", ""), gateway.Form)
    except msgspec.MsgspecError as wrong:
        raise Malformed(f"template: {wrong}", field="template") from wrong
    secret = Secret(token=token) if token else None
    most = digits.read(hour, 6) or 0
    return Said(takes, forms.field(form, "url"), sends, auth, secret, most)


async def _drawn(
    request: AnyRequest,
    carrier: str = "",
    typed: Form | None = None,
    wrong: Problem | None = None,
    *,
    sent: bool = False,
) -> Response[Any]:
    found = await route.perform(request, keeping.listed)
    asker, shell = route.principal_of(request), frame.shell(request, area="gateways")
    told = gateway_shaping.Told(carrier, typed, wrong.detail if wrong else "", sent)
    may = asker.may(keeping.establish.capability)
    view = gateway_shaping.page(shell, found, told, may=may)
    return answering.page(request, "provided/gateways", view, wrong.status if wrong else 200)


HANDLERS = [show, establish, pause, try_out]
