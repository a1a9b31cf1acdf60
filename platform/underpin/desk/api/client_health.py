"""The JSON API over how each client is doing, day by day. Staff only."""

from __future__ import annotations

from litestar import Router, get
from litestar.params import FromPath

from underpin.desk.health import reading
from underpin.desk.health.reading import Health
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest


@get("/client-health", **route.of(reading.of_clients, "desk"))
async def every(request: AnyRequest) -> list[Health]:
    """The newest of each of one's clients."""
    found: list[Health] = await route.perform(request, reading.of_clients)
    return found


@get(f"{CLIENT}/health", **route.of(reading.of_client, "desk"))
async def of_client(request: AnyRequest, key: FromPath[str]) -> list[Health]:
    found: list[Health] = await asking.read(request, reading.of_client, key)
    return found


ROUTER = Router("/", route_handlers=[every, of_client], tags=["clients"])
