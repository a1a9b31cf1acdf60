"""Our contract kept: a month's promises, down to each clock; objecting, credits, availability."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery

from contracts.compliance.apart import objection
from contracts.compliance.counted.decided import Narrowed
from contracts.compliance.entitlements import entitlement
from underpin.console.routes import answering, forms, frame
from underpin.console.routes.own import kept_gathered
from underpin.console.routes.own.kept_gathered import Month
from underpin.console.routes.shaping.own import kept, kept_more
from underpin.kernel import verb
from underpin.kernel.errors import Malformed
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
AREA = "kept"
NARROWING = ("outcome", "metric", "priority", "service")


def _month(said: str) -> Month | None:
    """None where none is said. Raises Malformed."""
    return forms.month(said) if said else None


def _said(request: AnyRequest) -> Month:
    """The month of the address, which has to name one. Raises Malformed."""
    return forms.month(request.query_params.get("month", ""))


def _sees_credits(request: AnyRequest) -> bool:
    return route.principal_of(request).may("entitlement.read")


@get("/our-contract", **route.of(kept_gathered.month, "portal"))
async def month(request: AnyRequest) -> Response[Any]:
    wanted = _month(request.query_params.get("month", ""))
    found = await route.perform(request, kept_gathered.month, wanted)
    shell = frame.shell(request, area=AREA, now=found.now)
    view = kept.page(shell, found, sees_credits=_sees_credits(request))
    return answering.page(request, "own/kept", view)


@get("/our-contract/clocks", **route.of(kept_gathered.behind, "portal"))
async def behind(request: AnyRequest, after: FromQuery[UUID | None] = None) -> Response[Any]:
    """The clocks behind a figure, as far as the reader may see their tickets."""
    wanted = _said(request)
    said = {name: each for name in NARROWING if (each := request.query_params.get(name, ""))}
    service = forms.identity(said, "service") if "service" in said else None
    narrowed = Narrowed(said.get("outcome"), said.get("metric"), said.get("priority"), service)
    found = await route.perform(request, kept_gathered.behind, wanted, narrowed, after)
    shell = frame.shell(request, area=AREA, now=found.now)
    view = kept.behind(shell, found, wanted, said, later=after is not None)
    return answering.page(request, "own/decided", view)


@get("/our-contract/clocks/{clock_id:uuid}", **route.of(kept_gathered.clock, "portal"))
async def clock(request: AnyRequest, clock_id: FromPath[UUID]) -> Response[Any]:
    return await _clock(request, clock_id)


async def _clock(
    request: AnyRequest, clock_id: UUID, typed: str = "", problem: str = "", status: int = 200
) -> Response[Any]:
    found = await route.perform(request, kept_gathered.clock, clock_id)
    shell = frame.shell(request, area=AREA, now=found.now)
    view = kept_more.clock(shell, found, typed=typed, problem=problem)
    return answering.page(request, "own/decided_clock", view, status)


@post("/our-contract/clocks/{clock_id:uuid}/objections", **route.of(objection.object_to, "portal"))
async def object_to(request: AnyRequest, clock_id: FromPath[UUID]) -> Response[Any]:
    form = await forms.of(request)
    wants = "missed" if form.get("wants") == "missed" else "counted"
    try:
        words = forms.field(form, "text")
        asker = route.principal_of(request)
        await verb.begin(objection.object_to, asker, clock_id, wants, words, source="page")
    except Malformed as wrong:
        return await _clock(request, clock_id, form.get("text", ""), wrong.detail, 422)
    return answering.Going(f"/our-contract/clocks/{clock_id}")


@get("/our-contract/credits", **route.of(kept_gathered.credits_due, "portal"))
async def credits_due(request: AnyRequest, before: FromQuery[UUID | None] = None) -> Response[Any]:
    found = await route.perform(request, kept_gathered.credits_due, before)
    shell = frame.shell(request, area=AREA, now=found.now)
    asker = route.principal_of(request)
    view = kept_more.credits_due(shell, found, asker, later=before is not None)
    return answering.page(request, "own/credits", view)


@post(
    "/our-contract/credits/{entitlement_id:uuid}/claim",
    **route.of(entitlement.claim, "portal"),
)
async def claim(request: AnyRequest, entitlement_id: FromPath[UUID]) -> Response[Any]:
    await route.perform(request, entitlement.claim, entitlement_id)
    return answering.Going("/our-contract/credits")


@get("/our-contract/availability", **route.of(kept_gathered.availability, "portal"))
async def availability(request: AnyRequest) -> Response[Any]:
    wanted = _month(request.query_params.get("month", ""))
    found = await route.perform(request, kept_gathered.availability, wanted)
    shell = frame.shell(request, area=AREA, now=found.now)
    view = kept_more.availability(shell, found, sees_credits=_sees_credits(request))
    return answering.page(request, "own/availability", view)


@get("/our-contract/evidence", **route.of(kept_gathered.evidence, "portal"))
async def evidence(request: AnyRequest) -> Response[Any]:
    """Checked anew each time it is read."""
    wanted = _said(request)
    found = await route.perform(request, kept_gathered.evidence, wanted)
    shell = frame.shell(request, area=AREA, now=found.now)
    return answering.page(request, "own/evidence", kept_more.evidence(shell, found, wanted))


HANDLERS = [month, behind, clock, object_to, credits_due, claim, availability, evidence]
