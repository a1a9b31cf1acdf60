"""What rings and rang; a call written down in one form, on a ticket or as a new one; put away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath

from underpin.console.routes import answering, forms, frame
from underpin.console.routes.calls import reading, shaping
from underpin.console.routes.calls.shaping import CALLS
from underpin.console.routes.requests import given
from underpin.console.views.calls import Spoken
from underpin.desk.api import addressing
from underpin.desk.phone import calls, logging
from underpin.kernel import digits
from underpin.kernel.errors import Conflict, Malformed, NotFound
from underpin.kernel.web import asking, route

AnyRequest = Request[Any, Any, Any]
FIELDS = (
    *("call", "client", "person", "number", "direction", "minutes", "at"),
    *("ticket", "subject", "words", "impact", "urgency", "reason"),
)


@get(CALLS, **route.of(reading.calls, "desk"))
async def show(request: AnyRequest) -> Response[Any]:
    """The address says what is known of a call already."""
    return await _drawn(request, _typed(request.query_params, sent=False))


async def _drawn(
    request: AnyRequest, spoken: Spoken, problem: str = "", status: int = 200
) -> Response[Any]:
    found = await route.perform(request, reading.calls, _client(request, spoken), spoken.number)
    shell = frame.shell(request, area="calls", now=found.now)
    view = shaping.page(shell, found, spoken, problem)
    return answering.page(request, "calls/log", view, status)


@post(CALLS, **route.of(logging.log, "desk"))
async def log(request: AnyRequest) -> Response[Any]:
    form = await forms.of(request)
    spoken = _typed(form, sent=True)
    try:
        key = forms.field(form, "client").upper()
        words, call = _spoken(request, form, spoken), _call(spoken.call, key)
        made = await asking.change(request, logging.log, key, words, call_id=call)
    except (Malformed, Conflict) as wrong:
        return await _drawn(request, spoken, wrong.detail, wrong.status)
    return answering.Going(f"/tickets/{key}-{made.ticket}")


@post(f"{CALLS}/{{key:str}}/{{phone_call_id:uuid}}/end", **route.of(calls.drop, "desk"))
async def drop(
    request: AnyRequest, key: FromPath[str], phone_call_id: FromPath[UUID]
) -> Response[Any]:
    await asking.change(request, calls.drop, key, phone_call_id)
    return answering.Going(CALLS)


def _typed(said: Mapping[str, str], *, sent: bool) -> Spoken:
    """A form that was sent says by its boxes what is not so."""
    texts = {name: said[name] for name in FIELDS if said.get(name)}
    reached = "reached" in said if sent else True
    return Spoken(**texts, reached=reached, remember="remember" in said)


def _spoken(request: AnyRequest, form: Mapping[str, str], typed: Spoken) -> logging.Spoken:
    """Raises Malformed."""
    return logging.Spoken(
        words=typed.words,
        direction="out" if typed.direction == "out" else "in",
        started_at=given.moment(request, form, "at"),
        seconds=60 * _minutes(typed.minutes),
        person_id=forms.identity(form, "person") if typed.person else None,
        number=typed.number,
        ticket=addressing.joined(request, typed.ticket, _client(request, typed)),
        subject=typed.subject,
        impact=typed.impact,
        urgency=typed.urgency,
        reached=typed.reached,
        reason=typed.reason,
        remember=typed.remember,
    )


def _minutes(said: str) -> int:
    if not said.strip():
        return 0
    found = digits.read(said, 4)
    if found is None:
        raise Malformed("minutes: how long it took, such as 4.", field="minutes")
    return found


def _client(request: AnyRequest, typed: Spoken) -> int | None:
    """None for what is none of the asker's."""
    return route.principal_of(request).tenants.get(typed.client.upper())


def _call(said: str, key: str) -> UUID | None:
    """The call that is written down; None for one that no telephone system told us of."""
    whose, _, named = said.partition(".")
    try:
        return UUID(named) if named and whose.upper() == key else None
    except ValueError as wrong:
        raise NotFound from wrong


HANDLERS = [show, log, drop]
