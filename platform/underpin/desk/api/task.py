"""The JSON API over the tasks of tickets, their templates, and the date by which it is wanted."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Router, delete, get, post, put
from litestar.params import FromPath, JSONBody

from underpin.desk.api import addressing, ticket
from underpin.desk.api.ticket import TicketView
from underpin.desk.checklists import beginning, tasks, templates
from underpin.desk.checklists.step import FURTHEST_HOURS, Step
from underpin.desk.checklists.tasks import Task
from underpin.desk.checklists.templates import Template
from underpin.desk.tickets import wanting
from underpin.kernel.web import route
from underpin.kernel.web.asking import AnyRequest, Moment

TICKET = "/tickets/{name:str}"
WithinAYear = msgspec.Meta(ge=-FURTHEST_HOURS, le=FURTHEST_HOURS)
TASK = f"{TICKET}/tasks/{{task_id:uuid}}"


class NewTask(msgspec.Struct, forbid_unknown_fields=True):
    """`due_hours` from now, at most a year."""

    title: str
    detail: str = ""
    mandatory: bool = False
    due_hours: Annotated[int, WithinAYear] | None = None


class Said(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    steps: list[Step]
    active: bool = True


class Reason(msgspec.Struct, forbid_unknown_fields=True):
    reason: str


class Holder(msgspec.Struct, forbid_unknown_fields=True):
    staff_id: UUID | None


class Date(msgspec.Struct, forbid_unknown_fields=True):
    """`agreed`: the client agreed to it."""

    wanted_at: Moment | None
    reason: str
    agreed: bool = False


@get(f"{TICKET}/tasks", **route.of(tasks.of_ticket, "desk"))
async def of_ticket(request: AnyRequest, name: FromPath[str]) -> list[Task]:
    tenant, number = addressing.ticket(request, name)
    return await route.perform(request, tasks.of_ticket, tenant, number, tenant=tenant)


@post(f"{TICKET}/tasks", **route.of(tasks.add, "desk"))
async def add(request: AnyRequest, name: FromPath[str], data: JSONBody[NewTask]) -> None:
    tenant, number = addressing.ticket(request, name)
    said = msgspec.structs.asdict(data)
    await route.perform(request, tasks.add, number, said.pop("title"), tenant=tenant, **said)


@put(f"{TICKET}/task-templates/{{template:str}}", status_code=204,
     **route.of(beginning.attach, "desk"))  # fmt: skip
async def attach(request: AnyRequest, name: FromPath[str], template: FromPath[str]) -> None:
    """Put a template's tasks on a ticket; put there again, they are there again."""
    tenant, number = addressing.ticket(request, name)
    await route.perform(request, beginning.attach, number, template, tenant=tenant)


@put(f"{TASK}/completion", status_code=204, **route.of(tasks.finish, "desk"))
async def finish(request: AnyRequest, name: FromPath[str], task_id: FromPath[UUID]) -> None:
    tenant, number = addressing.ticket(request, name)
    version = route.expected_version(request)
    await route.perform(request, tasks.finish, number, task_id, tenant=tenant, version=version)


@delete(f"{TASK}/completion", **route.of(tasks.reopen, "desk"))
async def reopen(request: AnyRequest, name: FromPath[str], task_id: FromPath[UUID]) -> None:
    tenant, number = addressing.ticket(request, name)
    version = route.expected_version(request)
    await route.perform(request, tasks.reopen, number, task_id, tenant=tenant, version=version)


@put(f"{TASK}/skipping", status_code=204, **route.of(tasks.skip, "desk"))
async def skip(
    request: AnyRequest, name: FromPath[str], task_id: FromPath[UUID], data: JSONBody[Reason]
) -> None:
    tenant, number = addressing.ticket(request, name)
    words = (number, task_id, data.reason)
    version = route.expected_version(request)
    await route.perform(request, tasks.skip, *words, tenant=tenant, version=version)


@put(f"{TASK}/assignee", status_code=204, **route.of(tasks.assign, "desk"))
async def assign(
    request: AnyRequest, name: FromPath[str], task_id: FromPath[UUID], data: JSONBody[Holder]
) -> None:
    tenant, number = addressing.ticket(request, name)
    words = (number, task_id, data.staff_id)
    version = route.expected_version(request)
    await route.perform(request, tasks.assign, *words, tenant=tenant, version=version)


@put(f"{TICKET}/wanted-date", **route.of(wanting.move, "desk"))
async def want(request: AnyRequest, name: FromPath[str], data: JSONBody[Date]) -> TicketView:
    tenant, number = addressing.ticket(request, name)
    said = msgspec.structs.asdict(data) | {"version": route.expected_version(request)}
    at = said.pop("wanted_at")
    found = await route.perform(request, wanting.move, number, at, tenant=tenant, **said)
    return ticket.view(request, found)


@get("/task-templates", **route.of(templates.every, "desk"))
async def every(request: AnyRequest) -> list[Template]:
    return await route.perform(request, templates.every)


@put("/task-templates/{template:str}", **route.of(templates.put, "desk"))
async def put_template(
    request: AnyRequest, template: FromPath[str], data: JSONBody[Said]
) -> Template:
    words = (template, data.name, data.steps)
    version = route.expected_version(request)
    return await route.perform(request, templates.put, *words, active=data.active, version=version)


ROUTER = Router(
    "/",
    route_handlers=[
        *(of_ticket, add, attach, finish, reopen, skip, assign),
        *(want, every, put_template),
    ],
    tags=["tasks"],
)
