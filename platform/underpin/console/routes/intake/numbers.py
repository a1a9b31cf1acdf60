"""By which telephone numbers a person of a client is known when they call."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath

from tenants import people
from tenants.people import Person
from underpin.console.routes import answering, forms, frame
from underpin.console.routes.administration.index import AREA
from underpin.console.views.intake import NumbersPage
from underpin.desk.phone import calls
from underpin.kernel.errors import Malformed, NotFound, Problem
from underpin.kernel.web import asking, route

AnyRequest = Request[Any, Any, Any]
HERE = "/clients/{key:str}/people/{person_id:uuid}/numbers"


@get(HERE, **route.of(calls.numbers, "desk"))
async def show(request: AnyRequest, key: FromPath[str], person_id: FromPath[UUID]) -> Response[Any]:
    found = await asking.read(request, calls.numbers, key, person_id)
    return await _drawn(request, key, person_id, "\n".join(f"+{each}" for each in found))


@post(HERE, **route.of(calls.set_numbers, "desk"))
async def keep(request: AnyRequest, key: FromPath[str], person_id: FromPath[UUID]) -> Response[Any]:
    text = (await forms.of(request)).get("numbers", "")
    said = [each for each in text.splitlines() if each.strip()]
    try:
        await asking.change(request, calls.set_numbers, key, person_id, said)
    except Malformed as wrong:
        return await _drawn(request, key, person_id, text, wrong)
    return answering.Going(f"/clients/{key}/people")


async def _drawn(
    request: AnyRequest, key: str, person_id: UUID, numbers: str, wrong: Problem | None = None
) -> Response[Any]:
    """Raises NotFound for a person of somebody else's."""
    every: Sequence[Person] = await asking.read(request, people.members, key)
    name = next((each.name for each in every if each.id == person_id), None)
    if name is None:
        raise NotFound
    shell = frame.shell(request, area=AREA)
    view = NumbersPage(shell, key.upper(), person_id, name, numbers, wrong.detail if wrong else "")
    return answering.page(request, "intake/numbers", view, wrong.status if wrong else 200)


HANDLERS = [show, keep]
