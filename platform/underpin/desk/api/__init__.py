"""The JSON API of the room: one file for each thing it speaks of."""

from litestar import Router

from underpin.desk.api import case, clock, search, ticket, verdict

ROUTER = Router(
    "/",
    route_handlers=[case.ROUTER, clock.ROUTER, search.ROUTER, ticket.ROUTER, verdict.ROUTER],
)
