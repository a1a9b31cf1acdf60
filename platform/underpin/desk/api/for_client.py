"""The JSON API over tickets that staff take down for a client's people."""

from __future__ import annotations

from typing import Annotated

from litestar import Router, get
from litestar.params import FromPath, FromQuery, QueryParameter

from tenants.people import Person
from underpin.desk.problems import similar
from underpin.desk.search.hits import Hit
from underpin.desk.tickets import for_client
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest

Words = Annotated[str, QueryParameter(max_length=4000)]


@get(f"{CLIENT}/requesters", **route.of(for_client.people_like, "desk"))
async def requesters(
    request: AnyRequest, key: FromPath[str], q: FromQuery[Words] = ""
) -> list[Person]:
    found: list[Person] = await asking.read(request, for_client.people_like, key, q)
    return found


@get(f"{CLIENT}/similar-tickets", **route.of(similar.of_words, "desk"))
async def alike(request: AnyRequest, key: FromPath[str], text: FromQuery[Words]) -> list[Hit]:
    """What this client has asked for in like words, the most alike first."""
    found: list[Hit] = await asking.read(request, similar.of_words, key, text)
    return found


ROUTER = Router("/", route_handlers=[requesters, alike], tags=["desk"])
