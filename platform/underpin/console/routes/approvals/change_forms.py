"""What is done with a ticket's change, each a resource that a form is posted to."""

from __future__ import annotations

from typing import Any

from litestar import Response, post
from litestar.params import FromPath

from underpin.console.routes import forms
from underpin.console.routes.approvals import plan
from underpin.console.routes.approvals.plan import AnyRequest, Form, Words
from underpin.desk.changes import approving, doing, planning
from underpin.desk.changes.planning import Plan
from underpin.desk.changes.risk import Assessment
from underpin.kernel.web import route

CHANGE = "/tickets/{name:str}/change"


def _plan(form: Form) -> Words:
    assessed = Assessment(
        forms.field(form, "likelihood"),  # type: ignore[arg-type]  # checked by the verb
        forms.field(form, "effect"),  # type: ignore[arg-type]  # checked by the verb
        "is_tested" in form,
        "is_reversible" in form,
    )
    said = Plan(
        forms.field(form, "plan"),
        assessed,
        forms.field(form, "kind"),  # type: ignore[arg-type]  # checked by the verb
        form.get("back_out", ""),
        form.get("test_plan", ""),
        plan.moment(form, "starts"),
        plan.moment(form, "ends"),
    )
    return (said,), {}


def _window(form: Form) -> Words:
    window = (plan.moment(form, "starts"), plan.moment(form, "ends"))
    return window, {"body": form.get("body", ""), **plan.version(form)}


@post(CHANGE, **route.of(planning.draft, "desk"))
async def draft(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    return await plan.tried(request, name, planning.draft, _plan)


@post(f"{CHANGE}/template", **route.of(planning.from_template, "desk"))
async def of_template(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    return await plan.tried(
        request, name, planning.from_template, lambda f: ((forms.identity(f, "template"),), {})
    )


@post(f"{CHANGE}/approval", **route.of(approving.ask, "desk"))
async def ask(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    return await plan.tried(
        request,
        name,
        approving.ask,
        lambda f: ((), {"question": f.get("question", ""), **plan.version(f)}),
    )


@post(f"{CHANGE}/schedule", **route.of(doing.schedule, "desk"))
async def schedule(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    return await plan.tried(request, name, doing.schedule, _window)


@post(f"{CHANGE}/start", **route.of(doing.begin, "desk"))
async def begin(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    return await plan.tried(request, name, doing.begin, lambda f: ((), plan.version(f)))


@post(f"{CHANGE}/outcome", **route.of(doing.finish, "desk"))
async def finish(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    return await plan.tried(
        request,
        name,
        doing.finish,
        lambda f: ((forms.field(f, "outcome"), f.get("note", "")), plan.version(f)),
    )


@post(f"{CHANGE}/review", **route.of(doing.review, "desk"))
async def review(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    return await plan.tried(
        request, name, doing.review, lambda f: ((forms.field(f, "note"),), plan.version(f))
    )


@post(f"{CHANGE}/cancellation", **route.of(planning.cancel, "desk"))
async def cancel(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    return await plan.tried(
        request, name, planning.cancel, lambda f: ((forms.field(f, "reason"),), plan.version(f))
    )


HANDLERS = [draft, of_template, ask, schedule, begin, finish, review, cancel]
