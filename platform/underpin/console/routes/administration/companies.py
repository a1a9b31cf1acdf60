"""Client companies: all of them with how far they are, a new one, and whether one is served."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from litestar import Request, Response, get, post
from litestar.params import FromPath

from contracts.calendars import zone
from tenants import company, company_state
from underpin.console import views
from underpin.console.routes import answering, forms, frame
from underpin.console.routes.administration.index import AREA
from underpin.console.routes.administration.onboarding import again
from underpin.console.routes.shaping import companies as shaping
from underpin.desk.onboarding import progress
from underpin.kernel import verb
from underpin.kernel.errors import Conflict, Malformed
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
ALL = "/administration/clients"
ONE = f"{ALL}/{{key:str}}"


@get(ALL, **route.of(progress.of_companies, "desk"))
async def listed(request: AnyRequest) -> Response[Any]:
    found = await route.perform(request, progress.of_companies)
    view = shaping.all_of_them(frame.shell(request, area=AREA), found)
    return answering.page(request, "administration/companies", view)


@get(f"{ALL}/new", **route.of(progress.of_companies, "desk"))
async def new(request: AnyRequest) -> Response[Any]:
    return _form(request, {})


@post(ALL, **route.of(company.open_company, "desk"))
async def add(request: AnyRequest) -> Response[Any]:
    form = await forms.of(request)
    try:
        words = shaping.new_company(form)
        made = await verb.begin(company.open_company, route.principal_of(request), words)
    except (Malformed, Conflict) as wrong:
        return _form(request, form, wrong.detail, wrong.status)
    return answering.Going(f"{ALL}/{made.key}?step=domain")


def _form(
    request: AnyRequest, typed: Mapping[str, str], problem: str = "", status: int = 200
) -> Response[Any]:
    shell = frame.shell(request, area=AREA)
    said = {**shaping.FRESH, "zone": shell.reader.zone, **typed}
    view = views.NewCompanyPage(shell, tuple(sorted(zone.names())), said, problem)
    return answering.page(request, "administration/new_company", view, status)


@post(f"{ONE}/suspension", **route.of(company_state.suspend, "desk"))
async def suspend(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    return await _state(request, key, company_state.suspend)


@post(f"{ONE}/closure", **route.of(company_state.close, "desk"))
async def close(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    return await _state(request, key, company_state.close)


@post(f"{ONE}/reopening", **route.of(company_state.reopen, "desk"))
async def reopen(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    return await _state(request, key, company_state.reopen)


async def _state(request: AnyRequest, key: str, wanted: Any) -> Response[Any]:
    tenant, form = route.tenant_of(request, key), await forms.of(request)
    try:
        await route.perform(request, wanted, form.get("reason", ""), tenant=tenant)
    except (Malformed, Conflict) as wrong:
        return await again(request, key, "company", form, wrong)
    return answering.Going(f"{ALL}/{key.upper()}?step=company")


HANDLERS = [listed, new, add, suspend, close, reopen]
