"""Remote-support tools: what they are called, and by which address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath

from underpin.console.routes import answering, forms, frame
from underpin.console.views import provided as views
from underpin.desk.remote import address, tools
from underpin.kernel.errors import Conflict, Malformed, Problem
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
HERE = "/administration/remote-tools"
ONE = f"{HERE}/{{tool_id:uuid}}"
NAMES = ("name", "pattern", "attribute")
Form = Mapping[str, str]


@get(HERE, **route.of(tools.listed, "desk"))
async def show(request: AnyRequest) -> Response[Any]:
    return await _drawn(request)


@post(HERE, **route.of(tools.keep, "desk"))
async def add(request: AnyRequest) -> Response[Any]:
    return await _kept(request, None)


@post(ONE, **route.of(tools.keep, "desk"))
async def change(request: AnyRequest, tool_id: FromPath[UUID]) -> Response[Any]:
    return await _kept(request, tool_id)


@post(f"{ONE}/retirement", **route.of(tools.retire, "desk"))
async def retire(request: AnyRequest, tool_id: FromPath[UUID]) -> Response[Any]:
    await route.perform(request, tools.retire, tool_id)
    return answering.Going(HERE)


async def _kept(request: AnyRequest, tool_id: UUID | None) -> Response[Any]:
    form = await forms.of(request)
    try:
        said = [forms.field(form, name) for name in NAMES]
        team = forms.identity(form, "team_id") if form.get("team_id") else None
        await route.perform(request, tools.keep, *said, tool_id, team_id=team)
    except (Malformed, Conflict) as wrong:
        return await _drawn(request, form, str(tool_id or ""), wrong)
    return answering.Going(HERE)


async def _drawn(
    request: AnyRequest, typed: Form | None = None, at: str = "", wrong: Problem | None = None
) -> Response[Any]:
    found = await route.perform(request, tools.listed)
    rows = tuple(
        views.ToolRow(
            *(str(each.id), each.name, each.pattern, each.attribute), str(each.team_id or "")
        )
        for each in found
    )
    teams = await route.perform(request, tools.teams)
    view = views.RemoteToolsPage(
        frame.shell(request, area="remote_tools"),
        rows,
        address.SCHEMES,
        address.PLACES,
        {name: (typed or {}).get(name, "") for name in (*NAMES, "team_id")},
        at,
        wrong.detail if wrong else "",
        route.principal_of(request).may(tools.keep.capability),
        tuple((str(each.id), each.name) for each in teams),
    )
    return answering.page(request, "provided/remote_tools", view, wrong.status if wrong else 200)


HANDLERS = [show, add, change, retire]
