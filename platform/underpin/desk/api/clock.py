"""The JSON API over whose time a ticket took; its clocks themselves are in `ticket`."""

from __future__ import annotations

from litestar import Router, get
from litestar.params import FromPath

from contracts.clocks.share_reading import Whose
from underpin.desk.api import addressing
from underpin.desk.tickets import sharing
from underpin.kernel.web import route
from underpin.kernel.web.route import AnyRequest


@get("/tickets/{name:str}/shares", **route.of(sharing.of_ticket))
async def shares(request: AnyRequest, name: FromPath[str]) -> Whose | None:
    """Each link of the chain to staff; with us, with you, with a vendor to a member."""
    tenant, number = addressing.ticket(request, name)
    return await route.perform(request, sharing.of_ticket, tenant, number, tenant=tenant)


ROUTER = Router("/", route_handlers=[shares], tags=["desk"])
