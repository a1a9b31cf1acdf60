"""The JSON API over what payment providers told us; the webhook by which they do."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from litestar import Response, Router, get, post, put
from litestar.params import FromPath, FromQuery

from billing.payments.inbox import inbox, signature, storing
from billing.payments.inbox.inbox import Told, Whole
from underpin.kernel import installation
from underpin.kernel.errors import NotFound
from underpin.kernel.web import problems, route
from underpin.kernel.web.asking import AnyRequest

State = Literal["stored", "applied", "ignored", "set_aside"]


@post(
    "/webhooks/stripe",
    status_code=200,
    request_max_body_size=storing.LONGEST,
    **route.open_to_all("Stripe's signature over the body is the credential", "desk"),
)
async def stripe(request: AnyRequest) -> Response[bytes]:
    """Nothing is said back but that it is kept."""
    header = request.headers.get("stripe-signature", "")
    try:
        await storing.accept(_secrets(), header, await request.body())
    except (signature.NotSigned, storing.TooLong, NotFound) as problem:
        return problems.respond(problem)
    return Response(b"", media_type="text/plain")


def _secrets() -> tuple[str, ...]:
    """Raises NotFound in an installation that has no Stripe."""
    secrets = installation.settings().stripe_webhook_secrets
    if not secrets:
        raise NotFound
    return secrets


@get("/payment-events", **route.of(inbox.listed, "desk"))
async def listed(
    request: AnyRequest,
    which: FromQuery[State] = "set_aside",
    before: FromQuery[UUID | None] = None,
) -> list[Told]:
    found: list[Told] = await route.perform(request, inbox.listed, which, before)
    return found


@get("/payment-events/{event_id:uuid}", **route.of(inbox.whole, "desk"))
async def whole(request: AnyRequest, event_id: FromPath[UUID]) -> Whole:
    found: Whole = await route.perform(request, inbox.whole, event_id)
    return found


@put("/payment-events/{event_id:uuid}/retry", **route.of(inbox.retry, "desk"))
async def retry(request: AnyRequest, event_id: FromPath[UUID]) -> None:
    await route.perform(request, inbox.retry, event_id)


HOOKS = [stripe]
ROUTER = Router("/", route_handlers=[listed, whole, retry], tags=["payment events"])
