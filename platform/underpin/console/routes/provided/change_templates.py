"""Templates of standard changes: written by one, approved by another, retired."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath

from underpin.console.routes import answering, forms, frame
from underpin.console.views import provided as views
from underpin.desk.changes import template
from underpin.desk.changes.risk import Assessment
from underpin.desk.changes.template import Said, Template
from underpin.kernel.errors import Conflict, Malformed, Problem
from underpin.kernel.principal import Principal
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
HERE = "/administration/change-templates"
ONE = f"{HERE}/{{template_id:uuid}}"
NAMES = ("name", "plan", "back_out", "test_plan", "likelihood", "effect", "tested", "reversible")
Form = Mapping[str, str]


@get(HERE, **route.of(template.every, "desk"))
async def show(request: AnyRequest) -> Response[Any]:
    return await _drawn(request)


@post(HERE, **route.of(template.write, "desk"))
async def write(request: AnyRequest) -> Response[Any]:
    form = await forms.of(request)
    try:
        await route.perform(request, template.write, _said(form))
    except (Malformed, Conflict) as wrong:
        return await _drawn(request, form, wrong)
    return answering.Going(HERE)


@post(f"{ONE}/approval", **route.of(template.approve, "desk"))
async def approve(request: AnyRequest, template_id: FromPath[UUID]) -> Response[Any]:
    try:
        await route.perform(request, template.approve, template_id)
    except Conflict as wrong:
        return await _drawn(request, wrong=wrong)
    return answering.Going(HERE)


@post(f"{ONE}/retirement", **route.of(template.retire, "desk"))
async def retire(request: AnyRequest, template_id: FromPath[UUID]) -> Response[Any]:
    await route.perform(request, template.retire, template_id)
    return answering.Going(HERE)


def _said(form: Form) -> Said:
    likelihood: Any = form.get("likelihood", "")  # the verb checks them
    effect: Any = form.get("effect", "")
    risk = Assessment(
        likelihood,
        effect,
        is_tested=form.get("tested") == "yes",
        is_reversible=form.get("reversible") == "yes",
    )
    more = {name: form.get(name, "") for name in ("back_out", "test_plan")}
    return Said(forms.field(form, "name"), forms.field(form, "plan"), risk, **more)


async def _drawn(
    request: AnyRequest, typed: Form | None = None, wrong: Problem | None = None
) -> Response[Any]:
    asker = route.principal_of(request)
    found = await route.perform(request, template.every)
    view = views.ChangeTemplatesPage(
        frame.shell(request, area="change_templates"),
        tuple(_row(each, asker) for each in found),
        {name: (typed or {}).get(name, "") for name in NAMES},
        wrong.detail if wrong else "",
        asker.may(template.write.capability),
    )
    status = wrong.status if wrong else 200
    return answering.page(request, "provided/change_templates", view, status)


def _row(each: Template, asker: Principal) -> views.ChangeTemplateRow:
    may = asker.may(template.approve.capability)
    waits = each.approved_at is None and each.risk != "high" and each.author_id != asker.person_id
    return views.ChangeTemplateRow(
        str(each.id), each.name, each.risk, each.plan, each.approved_at, may and waits
    )


HANDLERS = [show, write, approve, retire]
