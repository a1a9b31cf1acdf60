"""The JSON API over problems: what was found out, known errors, tickets alike, hints."""

from __future__ import annotations

from typing import Annotated

import msgspec
from litestar import Router, delete, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from underpin.desk.api import addressing
from underpin.desk.api.ticket import TicketView, view
from underpin.desk.problems import hinting, known_errors, listing, making, problem, similar
from underpin.desk.problems.known_errors import KnownError
from underpin.desk.problems.listing import Problems
from underpin.desk.problems.problem import Problem
from underpin.desk.problems.trend import Hint
from underpin.desk.queues.filtering import Filter
from underpin.desk.search.hits import Hit
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest

TICKET = "/tickets/{name:str}"


class Findings(msgspec.Struct, forbid_unknown_fields=True):
    root_cause: str = ""
    workaround: str = ""


class Known(msgspec.Struct, forbid_unknown_fields=True):
    """What agents are to do when they meet it."""

    text: str


class NewProblem(msgspec.Struct, forbid_unknown_fields=True):
    """`tickets`: the numbers of the client's incidents it is made of."""

    subject: str
    tickets: list[int]
    body: str = ""


class Solved(msgspec.Struct, forbid_unknown_fields=True):
    tickets: list[int]
    body: str


@get("/problems", **route.of(listing.page, "desk"))
async def problems(
    request: AnyRequest,
    *,
    client: FromQuery[list[str] | None] = None,
    after: FromQuery[str | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=200)] = listing.PAGE,
) -> Problems:
    tenants = tuple(route.tenant_of(request, key) for key in client or ())
    found: Problems = await route.perform(request, listing.page, Filter(tenants), after, limit)
    return found


@get(f"{TICKET}/problem", **route.of(problem.of_ticket, "desk"))
async def read_problem(request: AnyRequest, name: FromPath[str]) -> Problem:
    tenant, number = addressing.ticket(request, name)
    return await route.perform(request, problem.of_ticket, tenant, number, tenant=tenant)


@put(f"{TICKET}/problem", **route.of(problem.describe, "desk"))
async def describe(request: AnyRequest, name: FromPath[str], data: JSONBody[Findings]) -> Problem:
    tenant, number = addressing.ticket(request, name)
    words = (number, data.root_cause, data.workaround)
    version = route.expected_version(request)
    return await route.perform(request, problem.describe, *words, tenant=tenant, version=version)


@put(f"{TICKET}/known-error", **route.of(problem.know, "desk"))
async def know(request: AnyRequest, name: FromPath[str], data: JSONBody[Known]) -> Problem:
    tenant, number = addressing.ticket(request, name)
    return await route.perform(request, problem.know, number, data.text, tenant=tenant)


@delete(f"{TICKET}/known-error", status_code=200, **route.of(problem.unknow, "desk"))
async def unknow(request: AnyRequest, name: FromPath[str]) -> Problem:
    tenant, number = addressing.ticket(request, name)
    return await route.perform(request, problem.unknow, number, tenant=tenant)


@post(f"{TICKET}/problem/resolutions", **route.of(problem.resolve_incidents, "desk"))
async def resolve(request: AnyRequest, name: FromPath[str], data: JSONBody[Solved]) -> list[int]:
    """Answers with the numbers of the incidents that were resolved."""
    tenant, number = addressing.ticket(request, name)
    words = (number, data.tickets, data.body)
    return await route.perform(request, problem.resolve_incidents, *words, tenant=tenant)


@post(f"{CLIENT}/problems", **route.of(making.make, "desk"))
async def make(request: AnyRequest, key: FromPath[str], data: JSONBody[NewProblem]) -> TicketView:
    words = (data.subject, data.tickets)
    made = await asking.change(request, making.make, key, *words, body=data.body)
    return view(request, made)


@get(f"{CLIENT}/problem-hints", **route.of(hinting.hints, "desk"))
async def hints(request: AnyRequest, key: FromPath[str]) -> list[Hint]:
    found: list[Hint] = await asking.read(request, hinting.hints, key)
    return found


@get(f"{TICKET}/similar", **route.of(similar.of_ticket))
async def alike(request: AnyRequest, name: FromPath[str]) -> list[Hit]:
    """Of staff, among all the clients they may see."""
    tenant, number = addressing.ticket(request, name)
    found: list[Hit] = await route.perform(request, similar.of_ticket, tenant, number)
    return found


@get(f"{TICKET}/known-errors", **route.of(known_errors.beside, "desk"))
async def beside(request: AnyRequest, name: FromPath[str]) -> list[KnownError]:
    tenant, number = addressing.ticket(request, name)
    found: list[KnownError] = await route.perform(request, known_errors.beside, tenant, number)
    return found


ROUTER = Router(
    "/",
    route_handlers=[
        *(problems, read_problem, describe, know, unknow, resolve, make),
        *(hints, alike, beside),
    ],
    tags=["desk"],
)
