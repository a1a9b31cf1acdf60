"""What Stripe would not take: tried again, or given up with a reason."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from litestar import Request, Response, post
from litestar.params import FromPath

from billing.payments.pushing import deciding
from underpin.console.routes import answering, forms, of_client
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
PUSH: Final = "/clients/{slug:str}/pushes/{stripe_push_id:uuid}"
ASIDE: Final = "/set-aside/payments"


@post(f"{PUSH}/retries", **route.of(deciding.retry, "desk"))
async def retry(
    request: AnyRequest, slug: FromPath[str], stripe_push_id: FromPath[UUID]
) -> Response[Any]:
    form = await forms.of(request)
    await of_client.done(request, slug, deciding.retry, stripe_push_id)
    return answering.Going(answering.own_path(form.get("back", ""), ASIDE))


@post(f"{PUSH}/dropping", **route.of(deciding.drop, "desk"))
async def drop(
    request: AnyRequest, slug: FromPath[str], stripe_push_id: FromPath[UUID]
) -> Response[Any]:
    """With an invoice goes what waits for it."""
    form = await forms.of(request)
    said = (stripe_push_id, forms.field(form, "push_reason"))
    await of_client.done(request, slug, deciding.drop, *said)
    return answering.Going(answering.own_path(form.get("back", ""), ASIDE))


HANDLERS = [retry, drop]
