"""The desk's page of a ticket's tasks, visits, watchers and wanted date, and what is done there
(of visits: see `visiting`)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath

from underpin.console.routes import answering, forms, frame
from underpin.console.routes.requests import given, reading, shaping_work
from underpin.console.views.requests import Clashing
from underpin.desk.api import addressing
from underpin.desk.checklists import beginning, tasks
from underpin.desk.tickets import wanting
from underpin.desk.watching import watchers
from underpin.kernel.verb import Verb
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
TICKET = "/tickets/{name:str}"
TASK = f"{TICKET}/tasks/{{task_id:uuid}}"


@get(f"{TICKET}/work", **route.of(reading.work, "desk"))
async def show(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    return await drawn(request, name)


async def drawn(request: AnyRequest, name: str, clashing: Clashing | None = None) -> Response[Any]:
    """409 where a visit waits for somebody to say that it shall be all the same."""
    tenant, number = addressing.ticket(request, name)
    found = await route.perform(request, reading.work, tenant, number, tenant=tenant)
    shell = frame.shell(request, area="list", now=found.now)
    view = shaping_work.page(shell, found, name.upper(), clashing)
    return answering.page(request, "requests/work", view, 409 if clashing else 200)


async def done(
    request: AnyRequest, name: str, verb: Verb[Any, Any], *words: Any, **more: Any
) -> Response[Any]:
    """Perform a verb of the ticket, then show its work again."""
    tenant, number = addressing.ticket(request, name)
    await route.perform(request, verb, number, *words, tenant=tenant, **more)
    return answering.Going(f"/tickets/{name}/work")


@post(f"{TICKET}/tasks", **route.of(tasks.add, "desk"))
async def add_task(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    form = await forms.of(request)
    mandatory = form.get("mandatory") == "yes"
    return await done(request, name, tasks.add, forms.field(form, "title"), mandatory=mandatory)


@post(f"{TICKET}/task-templates", **route.of(beginning.attach, "desk"))
async def use_template(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    return await done(request, name, beginning.attach, forms.field(await forms.of(request), "key"))


@post(f"{TASK}/completion", **route.of(tasks.finish, "desk"))
async def finish(
    request: AnyRequest, name: FromPath[str], task_id: FromPath[UUID]
) -> Response[Any]:
    return await done(request, name, tasks.finish, task_id)


@post(f"{TASK}/reopening", **route.of(tasks.reopen, "desk"))
async def reopen(
    request: AnyRequest, name: FromPath[str], task_id: FromPath[UUID]
) -> Response[Any]:
    return await done(request, name, tasks.reopen, task_id)


@post(f"{TASK}/skipping", **route.of(tasks.skip, "desk"))
async def skip(request: AnyRequest, name: FromPath[str], task_id: FromPath[UUID]) -> Response[Any]:
    reason = forms.field(await forms.of(request), "reason")
    return await done(request, name, tasks.skip, task_id, reason)


@post(f"{TICKET}/wanted-date", **route.of(wanting.move, "desk"))
async def want(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    form = await forms.of(request)
    at = given.moment(request, form, "wanted_at")
    words = {"reason": forms.field(form, "reason"), "agreed": form.get("agreed") == "yes"}
    return await done(request, name, wanting.move, at, **words)


@post(f"{TASK}/assignee", **route.of(tasks.assign, "desk"))
async def assign(
    request: AnyRequest, name: FromPath[str], task_id: FromPath[UUID]
) -> Response[Any]:
    """To nobody where nobody is chosen."""
    form = await forms.of(request)
    person = forms.identity(form, "person") if form.get("person") else None
    return await done(request, name, tasks.assign, task_id, person)


@post(f"{TICKET}/watchers", **route.of(watchers.add))
async def watch(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """At the portal, oneself."""
    return await _watching(request, name, watchers.add)


@post(f"{TICKET}/watchers/removal", **route.of(watchers.remove))
async def unwatch(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    return await _watching(request, name, watchers.remove)


async def _watching(request: AnyRequest, name: str, verb: Verb[Any, Any]) -> Response[Any]:
    tenant, number = addressing.ticket(request, name)
    if frame.is_staff(request):
        person = forms.identity(await forms.of(request), "person")
        return await done(request, name, verb, person)
    own = route.principal_of(request).person_id
    await route.perform(request, verb, number, own, tenant=tenant)
    return answering.Going("/" if verb is watchers.remove else f"/tickets/{name}")


HANDLERS = [
    *(show, add_task, use_template, finish, reopen, skip, assign, want),
    *(watch, unwatch),
]
