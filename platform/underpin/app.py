"""The web application: rooms' routers wired together. Composition only."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Annotated, Any

from litestar import Litestar, MediaType, Request, Response, Router, get
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.params import Parameter
from litestar.response import Stream

import billing.api
import contracts.api
import tenants.api
import underpin.desk.api
from billing.api import payment_event
from billing.payments.gateway import account
from tenants import door
from underpin import wiring
from underpin.console import routes
from underpin.console.routes.own import brand
from underpin.desk.api import article_file, visit
from underpin.desk.api import mail as desk_mail
from underpin.desk.hooks import receiving
from underpin.kernel import db, heart, logs, metrics, process, realtime
from underpin.kernel.database.scope import Door
from underpin.kernel.errors import NotFound, Unavailable
from underpin.kernel.outbound import Outbound
from underpin.kernel.outbound_address import AddressRule
from underpin.kernel.settings import Settings
from underpin.kernel.wake import Bell
from underpin.kernel.web import caller, problems, route
from underpin.kernel.web.caller import Caller, Doors
from underpin.kernel.web.registering import Application, Handed

PROBE = "answers a load balancer; says nothing but yes or no"
ANYWHERE = ("desk", "portal", caller.PROBE)


@get("/health/live", **route.open_to_all(PROBE, *ANYWHERE), media_type=MediaType.TEXT)
async def live() -> str:
    return "live"


@get("/health/ready", **route.open_to_all(PROBE, *ANYWHERE), media_type=MediaType.TEXT)
async def ready() -> str:
    async with db.open(Door()):
        await db.value("SELECT 1")
    if await heart.held() is not None:
        raise Unavailable("The pulse is held: confirm the time with `underpin confirm-time`.")
    return "ready"


@get("/metrics", **route.open_to_all("guarded by its own token"))
async def scrape(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Not public: without the token of the settings it does not exist."""
    settings: Settings = request.app.state.settings
    if not metrics.may_scrape(settings.metrics_token, request.headers.get("authorization", "")):
        raise NotFound
    return Response(metrics.render(), media_type=metrics.CONTENT_TYPE)


@get("/live", **route.open_to_all("a stream for who is signed in; refuses who is nobody"))
async def stream(
    request: Request[Any, Any, Any], missed: Annotated[int, Parameter(ge=0, le=60_000)] = 0
) -> Stream:
    """What is told from now on, and what was told in the last `missed` milliseconds."""
    asker = route.principal_of(request)
    if Bell.redis is None:
        raise Unavailable
    channels = [realtime.channel(tenant, asker.audience) for tenant in asker.tenant_ids]
    return Stream(
        realtime.stream(Bell.redis, channels, asker.audience, timedelta(milliseconds=missed)),
        media_type="text/event-stream",
        headers={"cache-control": "no-store", "x-accel-buffering": "no"},
    )


def api() -> Router:
    rooms = (tenants.api, contracts.api, underpin.desk.api, billing.api)
    return Handed("/api/v1", route_handlers=[room.ROUTER for room in rooms])


def everything() -> Router:
    """All that is served, in one router: the framework checks all paths at each registration."""
    own = (live, ready, scrape, stream)
    files = (desk_mail.download, article_file.download, visit.calendar)
    hooks = (*payment_event.HOOKS, *receiving.HANDLERS)
    return Handed("/", route_handlers=[*own, *files, api(), *hooks, *routes.HANDLERS])


def create(settings: Settings, *, connect: bool = True) -> Litestar:
    """The application. With `connect` it opens and closes the process's pools itself."""
    wiring.wire()
    problems.paint_with(routes.paint)

    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncIterator[None]:
        rule = AddressRule(allow_private=settings.allow_private_addresses)
        async with process.running(settings), Outbound(rule) as outbound:
            with account.used(account.of_settings(settings, outbound)):
                yield

    application = Application(
        route_handlers=[everything()],
        guards=[route.guard],
        before_request=brand.before,
        exception_handlers={Exception: problems.handle},
        lifespan=[lifespan] if connect else [],
        openapi_config=OpenAPIConfig(
            title="Underpin",
            version="1",
            path="/api/v1/schema",
            render_plugins=[JsonRenderPlugin(path="/openapi.json")],
            openapi_router=Router(
                "/api/v1/schema",
                route_handlers=[],
                **route.open_to_all("the description of the API names no client"),
            ),
        ),
        logging_config=None,
        request_max_body_size=10_000_000,
    )
    application.state.settings = settings
    return application


def asgi(settings: Settings, *, connect: bool = True) -> Caller:
    """What a server runs: every request passes `Caller` first, also those no route answers."""
    return Caller(create(settings, connect=connect), Doors(door.by_session, door.by_api_token))


def main(settings: Settings) -> None:
    """Serve until told to stop."""
    import gc

    import uvicorn

    logs.configure("WARNING" if settings.demo else "INFO")
    serving = asgi(settings)
    gc.freeze()  # what is loaded now stays: each full collection would walk all of it again
    uvicorn.run(
        serving,
        host=settings.listen.host,
        port=settings.listen.port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
    )
