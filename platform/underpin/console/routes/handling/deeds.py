"""Who has a ticket, who may know of it and whose matter it was, each a form's resource."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from litestar import Request, Response, post
from litestar.params import FromPath

from underpin.console.routes import answering, forms, frame, ticket_work
from underpin.console.routes.handling import pages
from underpin.desk.amending import requester, secrecy, serving, subject
from underpin.desk.api import addressing
from underpin.desk.hands import assigning
from underpin.desk.tickets import confidants, judging, working
from underpin.kernel.errors import Conflict, Malformed
from underpin.kernel.verb import Verb
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
Form = Mapping[str, str]
TICKET = "/tickets/{name:str}"


Words = tuple[tuple[Any, ...], dict[str, Any]]


async def _done(
    request: AnyRequest, name: str, verb: Verb[Any, Any], words: Callable[[Form], Words]
) -> Response[Any]:
    """Perform a verb of the ticket with what its form says; what could not be taken comes back
    under the reason."""
    tenant, number = addressing.ticket(request, name)
    form = await forms.of(request)
    try:
        said, more = words(form)
        await route.perform(request, verb, number, *said, tenant=tenant, **more)
    except (Malformed, Conflict) as wrong:
        told, status = wrong.detail, wrong.status
        return await pages.drawn(request, name, typed=form, problem=told, status=status)
    return answering.Going(f"/tickets/{name}/handling")


def _person(form: Form) -> Words:
    return (forms.identity(form, "person"),), {}


def _team(form: Form) -> Words:
    return (forms.identity(form, "team") if form.get("team") else None,), {}


def _verdict(form: Form) -> Words:
    said = (forms.field(form, "verdict"), forms.field(form, "reason"))
    return said, {"version": forms.version(form)}


@post(f"{TICKET}/team", **route.of(working.hand_over, "desk"))
async def team(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    return await _done(request, name, working.hand_over, _team)


@post(f"{TICKET}/assignment/choice", **route.of(assigning.assign, "desk"))
async def choice(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """To whom the client's own ways name."""
    return await _done(request, name, assigning.assign, lambda _: ((), {}))


@post(f"{TICKET}/confidants", **route.of(confidants.name, "desk"))
async def confide(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    return await _done(request, name, confidants.name, _person)


@post(f"{TICKET}/confidants/removal", **route.of(confidants.unname, "desk"))
async def unconfide(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    return await _done(request, name, confidants.unname, _person)


@post(f"{TICKET}/verdict", **route.of(judging.judge, "desk"))
async def verdict(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    return await _done(request, name, judging.judge, _verdict)


def _subject(form: Form) -> Words:
    return (forms.field(form, "subject"),), {"version": forms.version(form)}


def _requester(form: Form) -> Words:
    more = {"watches": form.get("watches") == "yes", "version": forms.version(form)}
    return (forms.field(form, "address"),), more


def _service(form: Form) -> Words:
    service = forms.identity(form, "service") if form.get("service") else None
    return (service, forms.field(form, "reason")), {"version": forms.version(form)}


def _reason(form: Form) -> Words:
    return (forms.field(form, "reason"),), {}


@post(f"{TICKET}/subject", **route.of(subject.say, "desk"))
async def reword(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    return await _done(request, name, subject.say, _subject)


@post(f"{TICKET}/requester", **route.of(requester.give, "desk"))
async def give(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    return await _done(request, name, requester.give, _requester)


@post(f"{TICKET}/service", **route.of(serving.say, "desk"))
async def serve(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    return await _done(request, name, serving.say, _service)


@post(f"{TICKET}/confidentiality", **route.of(secrecy.close))
async def close(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """By the desk, or by whoever reported it, on the portal."""
    if not frame.is_desk(request):
        return await ticket_work.done(request, name, secrecy.close)
    return await _done(request, name, secrecy.close, lambda _: ((), {}))


@post(f"{TICKET}/confidentiality/waiver", **route.of(secrecy.open_up, "desk"))
async def open_up(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    return await _done(request, name, secrecy.open_up, _reason)


HANDLERS = [
    *(team, choice, confide, unconfide, verdict),
    *(reword, give, serve, close, open_up),
]
