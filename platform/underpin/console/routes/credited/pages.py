"""What waits to be decided, of all the asker's clients or of one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from underpin.console.routes import answering, forms, frame, of_client
from underpin.console.routes.credited import gathered, shaping
from underpin.kernel.errors import Conflict, Forbidden, Malformed, Problem
from underpin.kernel.verb import Verb
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
NOTHING: Mapping[str, str] = {}
Read = Callable[[Mapping[str, str]], Sequence[object]]


@get("/credits", **route.of(gathered.waiting, "desk"))
async def over_all(request: AnyRequest) -> Response[Any]:
    return await _drawn(request, None)


@get("/clients/{slug:str}/credits", **route.of(gathered.waiting, "desk"))
async def of_one(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    return await _drawn(request, slug)


async def decide(
    request: AnyRequest,
    slug: str,
    wanted: Verb[Any, Any],
    *words: object,
    ask: str = "",
    read: Read | None = None,
) -> Response[Any]:
    """Performs it with what the form says in `ask` behind its words, or what is `read` from it, and
    goes back to the page it was asked on; what cannot be is told there, with what was typed."""
    form = await forms.of(request)
    said = (form.get(ask, ""),) if ask else ()
    of_all = form.get("back") == "all"
    try:
        await of_client.done(request, slug, wanted, *words, *(read(form) if read else said))
    except (Conflict, Forbidden, Malformed) as wrong:
        typed = {request.url.path: said[0]} if said else NOTHING
        return await _drawn(request, None if of_all else slug, typed, wrong)
    return answering.Going("/credits" if of_all else f"/clients/{slug}/credits")


async def _drawn(
    request: AnyRequest,
    slug: str | None,
    typed: Mapping[str, str] = NOTHING,
    wrong: Problem | None = None,
) -> Response[Any]:
    found = await route.perform(request, gathered.waiting, slug)
    shell = frame.shell(request, area="credits" if slug is None else "clients", now=found.now)
    asker, problem = route.principal_of(request), wrong.detail if wrong else ""
    view = shaping.page(shell, found, asker, typed, problem)
    return answering.page(request, "credits/waiting", view, wrong.status if wrong else 200)


HANDLERS = [over_all, of_one]
