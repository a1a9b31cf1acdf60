"""Telephone systems that tell us of a client's calls. A secret is shown on the page that made it,
and never again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Request, Response, post
from litestar.params import FromPath

from underpin.console.routes import answering, forms
from underpin.console.routes.intake import pages
from underpin.console.routes.intake.pages import HERE
from underpin.console.routes.shaping import connections
from underpin.desk.hooks import proof
from underpin.desk.phone import calls
from underpin.kernel.errors import Conflict, Malformed
from underpin.kernel.web import asking, route

AnyRequest = Request[Any, Any, Any]
LINE = f"{HERE}/lines/{{phone_line_id:uuid}}"


@post(f"{HERE}/lines", **route.of(calls.open_line, "desk"))
async def open_line(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    form = await forms.of(request)
    words, signed = (
        (form.get("name", ""), form.get("proof", proof.NONE)),
        form.get("signing_key", ""),
    )
    try:
        made = await asking.change(request, calls.open_line, key, *words, signing_key=signed)
    except (Malformed, Conflict) as wrong:
        return await pages.drawn(request, key, typed=form, wrong=wrong)
    return await pages.drawn(request, key, once=connections.secrets(made.line.name, made.secret))


@post(f"{LINE}/pause", **route.of(calls.pause, "desk"))
async def pause(
    request: AnyRequest, key: FromPath[str], phone_line_id: FromPath[UUID]
) -> Response[Any]:
    await asking.change(request, calls.pause, key, phone_line_id, paused=True)
    return answering.Going(f"/clients/{key}/intake")


@post(f"{LINE}/resumption", **route.of(calls.pause, "desk"))
async def resume(
    request: AnyRequest, key: FromPath[str], phone_line_id: FromPath[UUID]
) -> Response[Any]:
    await asking.change(request, calls.pause, key, phone_line_id, paused=False)
    return answering.Going(f"/clients/{key}/intake")


@post(f"{LINE}/secret", **route.of(calls.rotate, "desk"))
async def rotate(
    request: AnyRequest, key: FromPath[str], phone_line_id: FromPath[UUID]
) -> Response[Any]:
    """The one before is good for a day longer."""
    signed = (await forms.of(request)).get("signing_key", "")
    try:
        made = await asking.change(request, calls.rotate, key, phone_line_id, signing_key=signed)
    except Malformed as wrong:
        return await pages.drawn(request, key, wrong=wrong)
    return await pages.drawn(request, key, once=connections.secrets("", made))


HANDLERS = [open_line, pause, resume, rotate]
