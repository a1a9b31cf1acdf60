"""What if: a draft tried against a client's own past, and its answer side by side with what was."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery

from contracts.what_if import what_if_run
from contracts.what_if.what_if_question import Question
from underpin.console.routes import answering, forms, frame
from underpin.console.routes.contracting.what_if import gathered, question, shaping
from underpin.console.routes.pricing import simulator
from underpin.kernel.errors import Malformed
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
ASKED = "/clients/{slug:str}/versions/{version_id:uuid}/what-if"
RUN = "/clients/{slug:str}/what-if/{run_id:uuid}"


@get(ASKED, **route.of(gathered.asking, "desk"))
async def asked(
    request: AnyRequest, slug: FromPath[str], version_id: FromPath[UUID]
) -> Response[Any]:
    """What was asked of a version before, and a form to ask again."""
    found = await route.perform(request, gathered.asking, slug, version_id)
    shell = frame.shell(request, area="clients", now=found.now)
    view = shaping.asking(shell, found, question.usual(found), route.principal_of(request))
    return answering.page(request, "contracting/what_if", view)


@post(ASKED, **route.of(what_if_run.ask, "desk"))
async def ask(
    request: AnyRequest, slug: FromPath[str], version_id: FromPath[UUID]
) -> Response[Any]:
    found = await route.perform(request, gathered.asking, slug, version_id)
    typed = await forms.of(request)
    try:
        wanted: Question = question.read(typed)
        made = await route.perform(
            request, what_if_run.ask, version_id, wanted, tenant=found.company.id
        )
    except Malformed as wrong:
        shell = frame.shell(request, area="clients", now=found.now)
        asker = route.principal_of(request)
        view = shaping.asking(shell, found, typed, asker, wrong.detail)
        return answering.page(request, "contracting/what_if", view, 422)
    return answering.Going(f"/clients/{slug}/what-if/{made.id}{_with(typed.get('plan', ''))}")


def _with(plan: str) -> str:
    """The plan that the answer is priced on stands in its address."""
    return f"?{urlencode({'plan': plan})}" if plan else ""


@get(RUN, **route.of(gathered.answer, "desk"))
async def answered(
    request: AnyRequest,
    slug: FromPath[str],
    run_id: FromPath[UUID],
    after: FromQuery[int] = 0,
    plan: FromQuery[str] = "",
) -> Response[Any]:
    """How far it is; then what it came to, and what it would cost on the plan chosen."""
    chosen = simulator.chosen_plan(plan) if plan else None
    found = await route.perform(request, gathered.answer, slug, run_id, max(0, after), chosen)
    shell = frame.shell(request, area="clients", now=found.now)
    view = shaping.answer(shell, found, plan)
    return answering.page(request, "contracting/what_if_run", view)


HANDLERS = [asked, ask, answered]
