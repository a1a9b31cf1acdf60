"""The JSON API of the room: one file for each thing it speaks of."""

from litestar import Router

from underpin.desk.api import (
    case,
    clock,
    lifetime,
    link,
    search,
    ticket,
    verdict,
)

ROUTER = Router(
    "/",
    route_handlers=[
        case.ROUTER,
        clock.ROUTER,
        lifetime.ROUTER,
        link.ROUTER,
        search.ROUTER,
        ticket.ROUTER,
        verdict.ROUTER,
    ],
)
