"""The JSON API over the margin a draft would leave."""

from __future__ import annotations

from uuid import UUID

from litestar import Router, get
from litestar.params import FromPath

from billing.margins import margin_of_run
from billing.margins.margin_of_run import MarginOfRun
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import AnyRequest


@get("/clients/{key:str}/what-if/{run_id:uuid}/margin", **route.of(margin_of_run.of_run, "desk"))
async def margin(request: AnyRequest, key: FromPath[str], run_id: FromPath[UUID]) -> MarginOfRun:
    found: MarginOfRun = await asking.read(request, margin_of_run.of_run, key, run_id)
    return found


ROUTER = Router("/", route_handlers=[margin], tags=["margin"])
