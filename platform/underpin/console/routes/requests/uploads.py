"""Files for the next message, sent by a form without scripts."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, post
from litestar.params import FromPath

from underpin.console.routes import answering
from underpin.console.routes.requests import given
from underpin.desk.api import addressing
from underpin.desk.api.writing import LARGEST_BODY
from underpin.desk.writing import staging
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
MOST_AT_ONCE = 5


@post(
    "/tickets/{name:str}/uploads",
    request_max_body_size=MOST_AT_ONCE * LARGEST_BODY,
    **route.of(staging.stage),
)
async def upload(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """Back to the ticket, where they wait. Raises Malformed, NotFound, StorageFull."""
    tenant, number = addressing.ticket(request, name)
    await given.of(request, tenant, number)
    return answering.Going(f"/tickets/{name}#composer")


HANDLERS = [upload]
