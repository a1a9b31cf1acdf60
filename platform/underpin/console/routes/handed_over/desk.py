"""Staff have an export made in the name of a client's administrator, who alone may take it."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from tenants.handing_over import asking
from underpin.console.routes import answering, forms, frame
from underpin.console.routes.handed_over import shaping
from underpin.kernel.errors import Conflict, Malformed
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
AT = "/clients/{key:str}/exports"
AREA = "desks"


@get(AT, **route.of(asking.latest, "desk"))
async def show(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    return await _page(request, key)


@post(AT, **route.of(asking.ask, "desk"))
async def ask(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    tenant, form = route.tenant_of(request, key), await forms.of(request)
    try:
        await route.perform(request, asking.ask, forms.identity(form, "person"), tenant=tenant)
    except Malformed as wrong:
        return await _page(request, key, wrong.detail, wrong.status)
    except Conflict as refused:
        return await _page(request, key, refused.title, refused.status)
    return answering.Going(f"/clients/{key}/exports")


async def _page(
    request: AnyRequest, key: str, problem: str = "", status: int = 200
) -> Response[Any]:
    tenant = route.tenant_of(request, key)
    found = await route.perform(request, asking.latest, tenant, tenant=tenant)
    shell = frame.shell(request, area=AREA, now=found.now)
    path = f"/clients/{key.upper()}/exports"
    view = shaping.page(shell, key.upper(), path, found, problem=problem)
    return answering.page(request, "handed_over/desk", view, status)


HANDLERS = [show, ask]
