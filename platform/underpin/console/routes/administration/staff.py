"""Our own people: invited, given roles and clients, away for a while, gone and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath

from tenants import people, staff_record
from tenants.staff_record import Said
from underpin.console import views
from underpin.console.routes import answering, forms, frame
from underpin.console.routes.administration import gathered_staff
from underpin.console.routes.administration.index import AREA
from underpin.console.routes.shaping import staff as shaping
from underpin.desk.hands import absence
from underpin.desk.onboarding import inviting
from underpin.desk.onboarding.inviting import Invited
from underpin.kernel import verb
from underpin.kernel.errors import Conflict, Malformed, Problem
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
ALL = "/administration/staff"
ONE = f"{ALL}/{{staff_id:uuid}}"


@get(ALL, **route.of(people.staff, "desk"))
async def listed(request: AnyRequest) -> Response[Any]:
    return await _all(request)


async def _all(
    request: AnyRequest, typed: Mapping[str, str] | None = None, wrong: Problem | None = None
) -> Response[Any]:
    found = await route.perform(request, people.staff)
    shell, said = frame.shell(request, area=AREA), wrong.detail if wrong else ""
    view = views.StaffPage(shell, tuple(map(shaping.row, found)), typed or {}, said)
    return answering.page(request, "administration/staff", view, wrong.status if wrong else 200)


@post(ALL, **route.of(people.add_staff, "desk"))
async def add(request: AnyRequest) -> Response[Any]:
    form, asker = await forms.of(request), route.principal_of(request)
    words = (form.get("name", ""), form.get("email", ""), await forms.each(request, "roles"))
    try:
        made = await route.perform(request, people.add_staff, *words, shaping.tier(form))
    except (Malformed, Conflict) as wrong:
        return await _all(request, form, wrong)
    once = await verb.begin(inviting.invite_staff, asker, made.id)
    return await _one(request, made.id, once=once)


@get(ONE, **route.of(gathered_staff.one, "desk"))
async def one(request: AnyRequest, staff_id: FromPath[UUID]) -> Response[Any]:
    return await _one(request, staff_id)


async def _one(
    request: AnyRequest, staff_id: UUID, wrong: Problem | None = None, once: Invited | None = None
) -> Response[Any]:
    found = await route.perform(request, gathered_staff.one, staff_id)
    shell = frame.shell(request, area=AREA, now=found.now)
    said, asker = wrong.detail if wrong else "", route.principal_of(request)
    view = shaping.one(shell, found, asker, said, once)
    return answering.page(request, "administration/colleague", view, wrong.status if wrong else 200)


async def _done(request: AnyRequest, staff_id: UUID, wanted: Any, *words: Any) -> Response[Any]:
    try:
        await route.perform(request, wanted, *words)
    except (Malformed, Conflict) as wrong:
        return await _one(request, staff_id, wrong)
    return answering.Going(f"{ALL}/{staff_id}")


@post(ONE, **route.of(staff_record.change, "desk"))
async def change(request: AnyRequest, staff_id: FromPath[UUID]) -> Response[Any]:
    form, roles = await forms.of(request), await forms.each(request, "roles")
    try:
        said = (form.get("name", ""), tuple(roles), shaping.tier(form))
        own = (form.get("locale", ""), form.get("zone", ""), shaping.weekly_minutes(form))
    except Malformed as wrong:
        return await _one(request, staff_id, wrong)
    return await _done(request, staff_id, staff_record.change, staff_id, Said(*said, *own))


@post(f"{ONE}/invitation", **route.of(inviting.invite_staff, "desk"))
async def invite(request: AnyRequest, staff_id: FromPath[UUID]) -> Response[Any]:
    asker = route.principal_of(request)
    once = await verb.begin(inviting.invite_staff, asker, staff_id)
    return await _one(request, staff_id, once=once)


@post(f"{ONE}/deactivation", **route.of(staff_record.leave, "desk"))
async def leave(request: AnyRequest, staff_id: FromPath[UUID]) -> Response[Any]:
    return await _done(request, staff_id, staff_record.leave, staff_id)


@post(f"{ONE}/return", **route.of(staff_record.come_back, "desk"))
async def come_back(request: AnyRequest, staff_id: FromPath[UUID]) -> Response[Any]:
    return await _done(request, staff_id, staff_record.come_back, staff_id)


@post(f"{ONE}/clients", **route.of(people.assign, "desk"))
async def assign(request: AnyRequest, staff_id: FromPath[UUID]) -> Response[Any]:
    tenant = route.tenant_of(request, (await forms.of(request)).get("client", ""))
    return await _done(request, staff_id, people.assign, staff_id, tenant)


@post(f"{ONE}/clients/{{key:str}}/removal", **route.of(people.unassign, "desk"))
async def unassign(
    request: AnyRequest, staff_id: FromPath[UUID], key: FromPath[str]
) -> Response[Any]:
    tenant = route.tenant_of(request, key)
    return await _done(request, staff_id, people.unassign, staff_id, tenant)


@post(f"{ONE}/absences", **route.of(absence.take, "desk"))
async def take(request: AnyRequest, staff_id: FromPath[UUID]) -> Response[Any]:
    form = await forms.of(request)
    try:
        found = await route.perform(request, staff_record.one, staff_id)
        span = shaping.span(form, found.time_zone)
    except Malformed as wrong:
        return await _one(request, staff_id, wrong)
    words = (*span, form.get("kind", "holiday"), staff_id)
    return await _done(request, staff_id, absence.take, *words)


@post(f"{ONE}/absences/{{absence_id:uuid}}/cancellation", **route.of(absence.cancel, "desk"))
async def cancel(
    request: AnyRequest, staff_id: FromPath[UUID], absence_id: FromPath[UUID]
) -> Response[Any]:
    return await _done(request, staff_id, absence.cancel, absence_id)


HANDLERS = [
    *(listed, add, one, change, invite, leave, come_back),
    *(assign, unassign, take, cancel),
]
