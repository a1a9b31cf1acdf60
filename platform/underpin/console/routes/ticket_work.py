"""What staff do with a ticket, each a resource that a form is posted to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Request, Response, post
from litestar.params import FromPath

from underpin.console.routes import answering, forms, frame
from underpin.desk.api import addressing
from underpin.desk.cases import case
from underpin.desk.escalated import proposed_step
from underpin.desk.tickets import finishing, follow_up, working
from underpin.kernel.errors import Malformed
from underpin.kernel.verb import Verb
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]


async def done(
    request: AnyRequest, name: str, verb: Verb[Any, Any], *words: Any, **more: Any
) -> Response[Any]:
    """Perform a verb of the ticket, then show it again."""
    tenant, number = addressing.ticket(request, name)
    await route.perform(request, verb, number, *words, tenant=tenant, **more)
    back = (await forms.of(request)).get("back", "")
    beside = back.startswith("/list?") and frame.is_desk(request)
    return answering.Going(answering.own_path(back) if beside else f"/tickets/{name}")


def day_of_asker(request: AnyRequest, form: Mapping[str, str], name: str) -> datetime:
    """When that day begins where the asker is."""
    zone = ZoneInfo(route.principal_of(request).time_zone)
    return datetime.combine(forms.day(form, name), time(), zone)


@post("/tickets/{name:str}/claim", **route.of(working.take, "desk"))
async def claim(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    return await done(request, name, working.take)


@post("/tickets/{name:str}/assignment", **route.of(working.assign, "desk"))
async def assignment(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    form = await forms.of(request)
    person, note = forms.identity(form, "person"), form.get("note", "")
    words = {"version": forms.version(form), "note": note}
    return await done(request, name, working.assign, person, **words)


@post("/tickets/{name:str}/tier", **route.of(working.move_tier, "desk"))
async def tier(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    form = await forms.of(request)
    to = forms.field(form, "tier").removeprefix("L")
    if to not in ("1", "2", "3"):
        raise Malformed("tier: L1, L2 or L3.", field="tier")
    words = {"reason": forms.field(form, "reason"), "version": forms.version(form)}
    return await done(request, name, working.move_tier, int(to), **words)


@post("/tickets/{name:str}/priority", **route.of(working.reprioritise, "desk"))
async def priority(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    form = await forms.of(request)
    graded = (forms.field(form, "impact"), forms.field(form, "urgency"))
    cause = {"corrects": form.get("cause") == "mistake", "agreed": form.get("cause") == "agreed"}
    words = {"reason": forms.field(form, "reason"), "version": forms.version(form)}
    return await done(request, name, working.reprioritise, *graded, **cause, **words)


@post("/tickets/{name:str}/case", **route.of(case.open_vendor_case, "desk"))
async def vendor_case(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    return await done(request, name, case.open_vendor_case)


@post("/tickets/{name:str}/wait", **route.of(follow_up.ask, "desk"))
async def wait(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """A pause for the client starts with a public question, and ends by itself on the day agreed,
    as it begins where the asker is (PRACTICE 13)."""
    form = await forms.of(request)
    words = (forms.field(form, "question"), day_of_asker(request, form, "follow_up"))
    return await done(request, name, follow_up.ask, *words, version=forms.version(form))


@post("/tickets/{name:str}/wait/end", **route.of(working.change_state, "desk"))
async def resume(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    version = forms.version(await forms.of(request))
    return await done(request, name, working.change_state, "open", version=version)


@post("/tickets/{name:str}/resolution", **route.of(finishing.resolve, "desk"))
async def resolution(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    form = await forms.of(request)
    words = {"body": forms.field(form, "text"), "version": forms.version(form)}
    return await done(request, name, finishing.resolve, **words)


@post("/tickets/{name:str}/closure", **route.of(finishing.close, "desk"))
async def closure(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    version = forms.version(await forms.of(request))
    return await done(request, name, finishing.close, version=version)


@post("/tickets/{name:str}/reopening", **route.of(finishing.reopen))
async def reopening(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    form = await forms.of(request)
    words = {"version": forms.version(form), "reason": form.get("reason", "").strip() or None}
    return await done(request, name, finishing.reopen, **words)


@post(
    "/tickets/{name:str}/escalations/{step:uuid}/acceptance",
    **route.of(proposed_step.accept, "desk"),
)
async def acceptance(
    request: AnyRequest, name: FromPath[str], step: FromPath[UUID]
) -> Response[Any]:
    return await done(request, name, proposed_step.accept, step)


@post(
    "/tickets/{name:str}/escalations/{step:uuid}/refusal", **route.of(proposed_step.decline, "desk")
)
async def refusal(request: AnyRequest, name: FromPath[str], step: FromPath[UUID]) -> Response[Any]:
    return await done(request, name, proposed_step.decline, step)


HANDLERS = [
    *(
        claim,
        assignment,
        tier,
        priority,
        vendor_case,
        wait,
        resume,
        resolution,
        closure,
        reopening,
    ),
    *(acceptance, refusal),
]
