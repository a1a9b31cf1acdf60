"""The page beside a ticket: its change, approvals, chargeable work, and who is calling.

What could not be taken comes back as it was typed, under the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath

from contracts.calendars import zone
from underpin.console.routes import answering, forms, frame
from underpin.console.routes.approvals import gathered, plan_shaping
from underpin.desk.api import addressing
from underpin.kernel.errors import Conflict, Malformed
from underpin.kernel.verb import Verb
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
Form = Mapping[str, str]
Words = tuple[tuple[Any, ...], dict[str, Any]]
NOTHING: Form = {}


@get("/tickets/{name:str}/approvals", **route.of(gathered.plan, "desk"))
async def show(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    return await drawn(request, name)


async def drawn(
    request: AnyRequest, name: str, *, typed: Form = NOTHING, problem: str = "", status: int = 200
) -> Response[Any]:
    tenant, number = addressing.ticket(request, name)
    found = await route.perform(request, gathered.plan, tenant, number, tenant=tenant)
    shell = frame.shell(request, area="list", now=found.now)
    asker = route.principal_of(request)
    view = plan_shaping.page(shell, found, asker, typed=typed, problem=problem)
    return answering.page(request, "ticket_plan", view, status)


async def tried(
    request: AnyRequest, name: str, verb: Verb[Any, Any], words: Callable[[Form], Words]
) -> Response[Any]:
    """Perform a verb of the ticket with what its form says, then show the page again."""
    addressing.ticket(request, name)
    form = await forms.of(request)

    async def perform(tenant: int, number: int) -> object:
        args, more = words(form)
        return await route.perform(request, verb, number, *args, tenant=tenant, **more)

    return await attempt(request, name, form, perform)


async def tried_entry(
    request: AnyRequest, name: str, verb: Verb[Any, Any], entry_id: UUID, *fields: str
) -> Response[Any]:
    """The same of a verb that is told an entry of the ticket by its id."""
    addressing.ticket(request, name)
    form = await forms.of(request)

    async def perform(tenant: int, number: int) -> object:
        said = [forms.field(form, field) for field in fields]
        return await route.perform(request, verb, entry_id, *said, tenant=tenant)

    return await attempt(request, name, form, perform)


async def attempt(
    request: AnyRequest, name: str, form: Form, perform: Callable[[int, int], Any]
) -> Response[Any]:
    try:
        await perform(*addressing.ticket(request, name))
    except (Malformed, Conflict) as wrong:
        told, status = wrong.detail, wrong.status
        return await drawn(request, name, typed=form, problem=told, status=status)
    return answering.Going(f"/tickets/{name}/approvals")


def version(form: Form) -> dict[str, Any]:
    return {"version": forms.version(form)}


def moment(form: Form, name: str) -> datetime | None:
    """By the client's wall clock, whose zone the form names; None where nothing was typed."""
    given = form.get(name, "").strip()
    if not given:
        return None
    try:
        return datetime.fromisoformat(given).replace(tzinfo=zone.named(form.get("zone", "")))
    except ValueError as wrong:
        raise Malformed(f"{name}: write a day and a time.", field=name) from wrong


HANDLERS = [show]
