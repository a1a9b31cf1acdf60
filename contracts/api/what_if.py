"""The JSON API over what-if runs."""

from __future__ import annotations

from uuid import UUID

from litestar import Router, get, post
from litestar.params import FromPath, FromQuery, JSONBody

from contracts.what_if import what_if_run
from contracts.what_if.what_if_question import Question, Run
from contracts.what_if.what_if_run import ChangedPage
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest

ASKED = f"{CLIENT}/versions/{{version_id:uuid}}/what-if"
RUN = f"{CLIENT}/what-if/{{run_id:uuid}}"


@post(ASKED, status_code=202, **route.of(what_if_run.ask, "desk"))
async def ask(
    request: AnyRequest, key: FromPath[str], version_id: FromPath[UUID], data: JSONBody[Question]
) -> Run:
    asked: Run = await asking.change(request, what_if_run.ask, key, version_id, data)
    return asked


@get(ASKED, **route.of(what_if_run.of_version, "desk"))
async def of_version(
    request: AnyRequest, key: FromPath[str], version_id: FromPath[UUID]
) -> list[Run]:
    found: list[Run] = await asking.read(request, what_if_run.of_version, key, version_id)
    return found


@get(RUN, **route.of(what_if_run.of_run, "desk"))
async def of_run(request: AnyRequest, key: FromPath[str], run_id: FromPath[UUID]) -> Run:
    found: Run = await asking.read(request, what_if_run.of_run, key, run_id)
    return found


@get(f"{RUN}/changes", **route.of(what_if_run.changed, "desk"))
async def changed(
    request: AnyRequest,
    key: FromPath[str],
    run_id: FromPath[UUID],
    after: FromQuery[int] = 0,
    limit: FromQuery[int] = what_if_run.PAGE,
) -> ChangedPage:
    found: ChangedPage = await asking.read(request, what_if_run.changed, key, run_id, after, limit)
    return found


ROUTER = Router("/", route_handlers=[ask, of_version, of_run, changed], tags=["what-if"])
