"""Connectors: the list, one of them with what was told there, and trying it now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Response, get, post
from litestar.params import FromPath

from underpin.console import views
from underpin.console.routes import answering, forms, frame
from underpin.console.routes.connectors import gathered, shaping
from underpin.desk.connectors import greeting, keeping
from underpin.desk.connectors.connector import Auth, Said, Secret
from underpin.kernel import digits, verb
from underpin.kernel.errors import Conflict, Malformed
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
ONE = "/connectors/{connector_id:uuid}"
AREA = "connectors"


@get("/connectors", **route.of(gathered.every, "desk"))
async def listed(request: AnyRequest) -> Response[Any]:
    return await _all(request, shaping.EMPTY)


@post("/connectors", **route.of(keeping.add, "desk"))
async def add(request: AnyRequest) -> Response[Any]:
    form = await forms.of(request)
    try:
        made = await route.perform(request, keeping.add, said(form))
    except (Malformed, Conflict) as wrong:
        return await _all(request, form, wrong.detail, wrong.status)
    return answering.Going(f"/connectors/{made.id}")


@get(ONE, **route.of(gathered.one, "desk"))
async def one(request: AnyRequest, connector_id: FromPath[UUID]) -> Response[Any]:
    return await _one(request, connector_id)


@post(ONE, **route.of(keeping.change, "desk"))
async def change(request: AnyRequest, connector_id: FromPath[UUID]) -> Response[Any]:
    form = await forms.of(request)
    before = await route.perform(request, keeping.one, connector_id)
    own = {"kind": before.kind, "vendor_id": str(before.vendor_id or "")}
    try:
        await route.perform(request, keeping.change, connector_id, said({**form, **own}))
    except (Malformed, Conflict) as wrong:
        return await _one(request, connector_id, form, wrong.detail, wrong.status)
    return answering.Going(f"/connectors/{connector_id}")


@post(f"{ONE}/test", **route.of(greeting.greet, "desk"))
async def test(request: AnyRequest, connector_id: FromPath[UUID]) -> Response[Any]:
    await verb.begin(greeting.greet, route.principal_of(request), connector_id)
    return answering.Going(f"/connectors/{connector_id}")


@post(f"{ONE}/pause", **route.of(keeping.pause, "desk"))
async def pause(request: AnyRequest, connector_id: FromPath[UUID]) -> Response[Any]:
    await route.perform(request, keeping.pause, connector_id, paused=True)
    return answering.Going(f"/connectors/{connector_id}")


@post(f"{ONE}/resumption", **route.of(keeping.pause, "desk"))
async def go_on(request: AnyRequest, connector_id: FromPath[UUID]) -> Response[Any]:
    await route.perform(request, keeping.pause, connector_id, paused=False)
    return answering.Going(f"/connectors/{connector_id}")


@post(
    "/clients/{key:str}/connectors/{connector_id:uuid}/deliveries/{outgoing_id:uuid}",
    **route.of(keeping.again, "desk"),
)
async def again(
    request: AnyRequest,
    key: FromPath[str],
    connector_id: FromPath[UUID],
    outgoing_id: FromPath[UUID],
) -> Response[Any]:
    tenant = route.tenant_of(request, key)
    await route.perform(request, keeping.again, outgoing_id, tenant=tenant)
    return answering.Going(f"/connectors/{connector_id}")


def said(form: Mapping[str, str]) -> Said:
    """Raises Malformed for settings that are no JSON object."""
    auth = {name: form.get(name, "").strip() for name in shaping.AUTH}
    secret = Secret(form.get("token", ""), form.get("signing_key", ""))
    look = form.get("look_minutes", "").strip()
    minutes = digits.read(look, 5)
    if look and minutes is None:
        raise Malformed("look_minutes: a number, or nothing.", field="look_minutes")
    try:
        settings = msgspec.json.decode(
            form.get("settings", "").strip() or "{}", type=dict[str, Any]
        )
        way = msgspec.convert({"way": form.get("way") or "none", **auth}, Auth)
    except (msgspec.DecodeError, RecursionError) as wrong:
        raise Malformed(f"settings: {wrong}", field="settings") from wrong
    return Said(
        form.get("name", ""),
        form.get("kind", ""),
        form.get("url", "").strip(),
        settings,
        way,
        secret if secret.token or secret.signing_key else None,
        forms.identity(form, "vendor_id") if form.get("vendor_id") else None,
        minutes,
    )


async def _all(
    request: AnyRequest, typed: Mapping[str, str], problem: str = "", status: int = 200
) -> Response[Any]:
    found = await route.perform(request, gathered.every)
    shell, may = frame.shell(request, area=AREA), _may(request)
    view: views.ConnectorsPage = shaping.all_page(shell, found, typed, problem, may=may)
    return answering.page(request, "connectors/all", view, status)


async def _one(
    request: AnyRequest,
    connector_id: UUID,
    typed: Mapping[str, str] | None = None,
    problem: str = "",
    status: int = 200,
) -> Response[Any]:
    found = await route.perform(request, gathered.one, connector_id)
    shell, may = frame.shell(request, area=AREA), _may(request)
    view = shaping.one_page(shell, found, typed, problem, may=may)
    return answering.page(request, "connectors/one", view, status)


def _may(request: AnyRequest) -> bool:
    return route.principal_of(request).may("connector.write")


HANDLERS = [listed, add, one, change, test, pause, go_on, again]
