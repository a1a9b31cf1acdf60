"""Views of the list that are kept under a name."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Request, Response, post
from litestar.params import FromPath

from underpin.console.routes import answering, forms
from underpin.console.routes.desk_list import showing, words
from underpin.desk.queues import saved_view
from underpin.kernel.errors import Problem
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]


@post("/list/views", **route.of(saved_view.keep, "desk"))
async def keep(request: AnyRequest) -> Response[Any]:
    """What the list is narrowed to just now, under a name."""
    form = await forms.of(request)
    asked = words.of_path(form.get("back", ""))
    try:
        name = forms.field(form, "name")
        await route.perform(request, saved_view.keep, name, asked.filters.text)
    except Problem as problem:
        more = {"name": form.get("name", ""), "problem": problem.detail}
        return await showing.drawn(request, asked, problem.status, **more)
    return answering.Going(asked.filters.query())


@post("/list/views/{view_id:uuid}", **route.of(saved_view.change, "desk"))
async def change(request: AnyRequest, view_id: FromPath[UUID]) -> Response[Any]:
    """What the list is narrowed to just now takes the place of what it was, under this name."""
    form = await forms.of(request)
    asked = words.of_path(form.get("back", ""))
    try:
        name = forms.field(form, "name")
        await route.perform(request, saved_view.change, view_id, name, asked.filters.text)
    except Problem as problem:
        more = {"name": form.get("name", ""), "problem": problem.detail}
        return await showing.drawn(request, asked, problem.status, **more)
    return answering.Going(asked.filters.query())


@post("/list/views/{view_id:uuid}/removal", **route.of(saved_view.remove, "desk"))
async def remove(request: AnyRequest, view_id: FromPath[UUID]) -> Response[Any]:
    await route.perform(request, saved_view.remove, view_id)
    return answering.Going("/list")


HANDLERS = [keep, change, remove]
