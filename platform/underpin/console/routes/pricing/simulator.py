"""What last month would have cost: the plan in force beside up to three others."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Request, Response, get

from underpin.console.routes import answering, frame
from underpin.console.routes.pricing import gathered, trying
from underpin.console.routes.pricing.gathered import Asked
from underpin.kernel.errors import Malformed
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
MOST = 3


@get("/simulator", **route.of(gathered.tries, "desk"))
async def simulator(request: AnyRequest) -> Response[Any]:
    """What is asked stands in the address; what cannot be read is told, and the form kept."""
    problem, status = "", 200
    try:
        asked = _asked(request)
    except Malformed as wrong:
        asked, problem, status = Asked("", ()), wrong.detail, wrong.status
    found = await route.perform(request, gathered.tries, asked)
    shell = frame.shell(request, area="plans", now=found.now)
    typed = {name: request.query_params.get(name, "") for name in ("client", "start", "end")}
    plans = request.query_params.getall("plan", [])
    for place in range(MOST):
        typed[f"plan{place}"] = plans[place] if place < len(plans) else ""
    view = trying.page(shell, found, typed, problem)
    return answering.page(request, "pricing/simulator", view, status)


def _asked(request: AnyRequest) -> Asked:
    """`plan` stands up to three times, as its id and the version's number. Raises Malformed."""
    query = request.query_params
    chosen = [each for each in query.getall("plan", []) if each][:MOST]
    versions = [chosen_plan(each) for each in chosen]
    start, end = (_day(query.get(name, ""), name) for name in ("start", "end"))
    return Asked(query.get("client", ""), tuple(dict.fromkeys(versions)), start, end)


def chosen_plan(said: str) -> tuple[UUID, int]:
    """A plan's id and the number of its version. Raises Malformed."""
    try:
        return UUID(said.split(":", maxsplit=1)[0]), int(said.split(":")[1])
    except (ValueError, IndexError) as wrong:
        raise Malformed("plan: choose plans from the list.", field="plan") from wrong


def _day(said: str, name: str) -> date | None:
    try:
        return date.fromisoformat(said) if said else None
    except ValueError as wrong:
        raise Malformed(f"{name}: write a date like 2026-11-24.", field=name) from wrong


HANDLERS = [simulator]
