"""A client's desk settings, shown and kept: what could not be taken comes back with the reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from litestar import Request, Response

from underpin.console.routes import answering, forms, frame
from underpin.console.routes.settings import gathering, shaping
from underpin.console.routes.settings.shaping import Typed
from underpin.kernel import digits
from underpin.kernel.errors import Malformed
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
Form = Mapping[str, str]
DESK = "/clients/{key:str}/desk"
AREA = "desks"


async def page(
    request: AnyRequest, key: str, typed: Typed | None = None, status: int = 200
) -> Response[Any]:
    tenant = route.tenant_of(request, key)
    found = await route.perform(request, gathering.of_client, tenant, tenant=tenant)
    shell = frame.shell(request, area=AREA, now=found.now)
    view = shaping.page(shell, key.upper(), found, route.principal_of(request), typed)
    return answering.page(request, "settings/desk", view, status)


async def kept(
    request: AnyRequest, key: str, card: str, verb: Any, said: Callable[[Form], tuple[Any, ...]]
) -> Response[Any]:
    """What the form said, kept by the verb; else the page again, with it and the reason."""
    tenant, form = route.tenant_of(request, key), await forms.of(request)
    try:
        await route.perform(request, verb, *said(form), tenant=tenant)
    except Malformed as problem:
        return await page(request, key, Typed(card, form, problem.detail), 422)
    return back(key, card)


def back(key: str, card: str) -> Response[Any]:
    return answering.Going(f"/clients/{key}/desk#{card}")


async def default(request: AnyRequest, key: str, card: str, verb: Any) -> Response[Any]:
    await route.perform(request, verb, tenant=route.tenant_of(request, key))
    return back(key, card)


def numbers(form: Form, names: Iterable[str]) -> dict[str, int]:
    """Raises Malformed for what is no whole number."""
    found = {}
    for name in names:
        given = digits.read(forms.field(form, name), 9)
        if given is None:
            raise Malformed(f"{name}: a whole number.", field=name)
        found[name] = given
    return found
