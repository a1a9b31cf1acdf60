"""How a client's tickets come to somebody: by hand, by themselves, or by rules; and the skills its
services ask for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath

from underpin.console.routes import answering, forms, frame
from underpin.console.routes.hands import gathered, shaping
from underpin.desk.hands import skills, ways
from underpin.kernel.errors import Malformed
from underpin.kernel.web import asking, route

AnyRequest = Request[Any, Any, Any]
HERE = "/clients/{key:str}/hands"
AREA = "desks"


@get(HERE, **route.of(gathered.of_client, "desk"))
async def show(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    return await _drawn(request, key)


async def _drawn(
    request: AnyRequest, key: str, typed: Mapping[str, str] | None = None, problem: str = ""
) -> Response[Any]:
    found = await asking.read(request, gathered.of_client, key)
    may = route.principal_of(request).may("rota.write")
    view = shaping.page(frame.shell(request, area=AREA), key.upper(), found, may=may)
    if typed is not None:
        rules = (*shaping.typed(typed), *view.rules[-shaping.MORE :])
        way, most = typed.get("way", ""), typed.get("most_open", "")
        noted = "noted" in typed
        view = replace(view, way=way, most=most, noted=noted, rules=rules, problem=problem)
    return answering.page(request, "hands/ways", view, 422 if problem else 200)


@post(HERE, **route.of(ways.choose, "desk"))
async def choose(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    form = await forms.of(request)
    try:
        await asking.change(request, ways.choose, key, shaping.ways(form))
    except Malformed as wrong:
        return await _drawn(request, key, form, wrong.detail)
    return answering.Going(f"/clients/{key}/hands")


@post(f"{HERE}/services/{{service_id:uuid}}", **route.of(skills.ask_for, "desk"))
async def ask(request: AnyRequest, key: FromPath[str], service_id: FromPath[UUID]) -> Response[Any]:
    """All that this service asks for, instead of what it asked for."""
    try:
        wanted = [UUID(each) for each in await forms.each(request, "skill")]
    except ValueError as wrong:
        raise Malformed("skill: choose from the list.", field="skill") from wrong
    await asking.change(request, skills.ask_for, key, service_id, wanted)
    return answering.Going(f"/clients/{key}/hands")


HANDLERS = [show, choose, ask]
