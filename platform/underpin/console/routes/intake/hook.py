"""Where the far side of a connector tells us about one client's tickets: its address and key."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery

from underpin.console.routes import answering, forms, frame
from underpin.console.routes.shaping import connections
from underpin.console.views.administration_intake import Secrets
from underpin.console.views.intake import HookPage
from underpin.desk.connectors import hook
from underpin.kernel.errors import Malformed, Problem
from underpin.kernel.web import asking, route

AnyRequest = Request[Any, Any, Any]
ONE = "/clients/{key:str}/connectors/{connector_id:uuid}/hook"


@get("/connectors/{connector_id:uuid}/hook", **route.of(hook.standing, "desk"))
async def show(
    request: AnyRequest, connector_id: FromPath[UUID], client: FromQuery[str] = ""
) -> Response[Any]:
    return await _drawn(request, connector_id, client)


async def _drawn(
    request: AnyRequest,
    connector_id: UUID,
    key: str,
    once: Secrets | None = None,
    wrong: Problem | None = None,
) -> Response[Any]:
    """Of the first client where none is chosen."""
    who, shell = route.principal_of(request), frame.shell(request, area="connectors")
    clients = tuple((each, each) for each in sorted(who.tenants))
    chosen = (key or (clients[0][0] if clients else "")).upper()
    if not chosen:
        return answering.page(request, "intake/hook", HookPage(shell, connector_id, clients, ""))
    found = await asking.read(request, hook.standing, chosen, connector_id)
    view = HookPage(
        *(shell, connector_id, clients, chosen, found.proof),
        connections.secret_rows(found.secrets),
        *(who.may("intake.write"), once, wrong.detail if wrong else ""),
    )
    return answering.page(request, "intake/hook", view, wrong.status if wrong else 200)


@post(ONE, **route.of(hook.issue, "desk"))
async def issue(
    request: AnyRequest, key: FromPath[str], connector_id: FromPath[UUID]
) -> Response[Any]:
    """A new one, shown this once; those before are good for a day longer."""
    signed = (await forms.of(request)).get("signing_key", "")
    try:
        made = await asking.change(request, hook.issue, key, connector_id, signing_key=signed)
    except Malformed as wrong:
        return await _drawn(request, connector_id, key, wrong=wrong)
    return await _drawn(request, connector_id, key, connections.secrets(key.upper(), made))


@post(f"{ONE}/secrets/{{hook_secret_id:uuid}}/revocation", **route.of(hook.revoke, "desk"))
async def revoke(
    request: AnyRequest,
    key: FromPath[str],
    connector_id: FromPath[UUID],
    hook_secret_id: FromPath[UUID],
) -> Response[Any]:
    await asking.change(request, hook.revoke, key, connector_id, hook_secret_id)
    return answering.Going(f"/connectors/{connector_id}/hook?client={key.upper()}")


HANDLERS = [show, issue, revoke]
