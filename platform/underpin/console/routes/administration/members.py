"""A client's people: who they are, what they may do and see, and whether they can come in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath

from tenants import erasing, people, reach
from underpin.console import locale, views
from underpin.console.routes import answering, forms, frame
from underpin.console.routes.administration.index import AREA
from underpin.console.routes.shaping import onboarding as shaping
from underpin.console.views.administration import ShownOnce
from underpin.desk.onboarding import inviting, people_in
from underpin.kernel.errors import Conflict, Malformed, Problem
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
ALL = "/clients/{key:str}/people"
ONE = f"{ALL}/{{person_id:uuid}}"


@get(ALL, **route.of(people.members, "desk"))
async def listed(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    return await _page(request, key)


async def _page(
    request: AnyRequest, key: str, wrong: Problem | None = None, **more: Any
) -> Response[Any]:
    tenant, who = route.tenant_of(request, key), route.principal_of(request)
    found = await route.perform(request, people.members, tenant, tenant=tenant)
    view = views.MembersPage(
        frame.shell(request, area=AREA),
        key.upper(),
        key.upper(),
        tuple(shaping.member(each) for each in found),
        who.may("person.write"),
        who.may("audit.erase"),
        tuple(locale.NAMES.items()),
        problem=wrong.detail if wrong else "",
        **more,
    )
    return answering.page(request, "administration/members", view, wrong.status if wrong else 200)


@post(ALL, **route.of(inviting.add, "desk"))
async def add(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    tenant, form = route.tenant_of(request, key), await forms.of(request)
    words = (form.get("name", ""), form.get("email", ""), await forms.each(request, "roles"))
    try:
        made = await route.perform(request, inviting.add, *words, tenant=tenant)
    except (Malformed, Conflict) as wrong:
        return await _page(request, key, wrong, typed=form)
    return await _page(request, key, once=ShownOnce(made.link, made.mailed_to))


@post(f"{ALL}/sheet", **route.of(people_in.take, "desk"))
async def sheet(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    """Looked at; or taken in, where the form's other button was pressed."""
    tenant, form = route.tenant_of(request, key), await forms.of(request)
    text = form.get("sheet", "")
    try:
        if "take" in form:
            made = await route.perform(request, people_in.take, text, tenant=tenant)
            return await _page(request, key, taken=made)
        found = await route.perform(request, people_in.preview, tenant, text, tenant=tenant)
    except Malformed as wrong:
        return await _page(request, key, wrong, typed=form)
    return await _page(request, key, typed=form, sheet=shaping.sheet_of(found))


@post(f"{ONE}/invitation", **route.of(inviting.invite, "desk"))
async def invite(
    request: AnyRequest, key: FromPath[str], person_id: FromPath[UUID]
) -> Response[Any]:
    tenant = route.tenant_of(request, key)
    made = await route.perform(request, inviting.invite, person_id, tenant=tenant)
    return await _page(request, key, once=ShownOnce(made.link, made.mailed_to))


@post(f"{ONE}/deactivation", **route.of(people.deactivate_member, "desk"))
async def deactivate(
    request: AnyRequest, key: FromPath[str], person_id: FromPath[UUID]
) -> Response[Any]:
    tenant = route.tenant_of(request, key)
    await route.perform(request, people.deactivate_member, person_id, tenant=tenant)
    return answering.Going(f"/clients/{key}/people")


@post(f"{ONE}/reach", **route.of(reach.grant, "desk"))
async def grant(
    request: AnyRequest, key: FromPath[str], person_id: FromPath[UUID]
) -> Response[Any]:
    tenant, form = route.tenant_of(request, key), await forms.of(request)
    wanted = form.get("sees") or None
    await route.perform(request, reach.grant, person_id, wanted, tenant=tenant)
    return answering.Going(f"/clients/{key}/people")


@post(f"{ONE}/language", **route.of(people.speak, "desk"))
async def speak(
    request: AnyRequest, key: FromPath[str], person_id: FromPath[UUID]
) -> Response[Any]:
    tenant, form = route.tenant_of(request, key), await forms.of(request)
    await route.perform(request, people.speak, person_id, form.get("locale", ""), tenant=tenant)
    return answering.Going(f"/clients/{key}/people")


@post(f"{ONE}/erasure", **route.of(erasing.erase, "desk"))
async def erase(
    request: AnyRequest, key: FromPath[str], person_id: FromPath[UUID]
) -> Response[Any]:
    tenant, form = route.tenant_of(request, key), await forms.of(request)
    try:
        await route.perform(
            request, erasing.erase, person_id, form.get("reason", ""), tenant=tenant
        )
    except Malformed as wrong:
        return await _page(request, key, wrong)
    return answering.Going(f"/clients/{key}/people")


HANDLERS = [listed, add, sheet, invite, deactivate, grant, speak, erase]
