"""The team's board: who has how much, what will be missed today, what nobody has."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get, post

from underpin.console.routes import answering, forms, frame
from underpin.console.routes.team import reading, shaping
from underpin.desk.api import addressing
from underpin.desk.tickets import working
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
TEAM = "/team"


@get(TEAM, **route.of(reading.board, "desk"))
async def show(request: AnyRequest) -> Response[Any]:
    found = await route.perform(request, reading.board)
    shell = frame.shell(request, area="team", now=found.now)
    view = shaping.board(shell, found, route.principal_of(request))
    return answering.page(request, "team/board", view)


@post(f"{TEAM}/assignments", **route.of(working.assign, "desk"))
async def assign(request: AnyRequest) -> Response[Any]:
    form = await forms.of(request)
    tenant, number = addressing.ticket(request, forms.field(form, "ticket"))
    words = {"version": forms.version(form), "note": form.get("note", "")}
    person = forms.identity(form, "person")
    await route.perform(request, working.assign, number, person, tenant=tenant, **words)
    return answering.Going(TEAM)


HANDLERS = [show, assign]
