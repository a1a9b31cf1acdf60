"""Objections answered, exclusions proposed and decided by a second person, a month frozen."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Request, Response, post
from litestar.params import FromPath

from contracts.compliance.apart import exclusion, objection
from contracts.compliance.frozen import compliance_freezing
from underpin.console.routes import forms
from underpin.console.routes.keeping import doing
from underpin.console.routes.keeping.showing import ONE
from underpin.kernel.errors import Malformed
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
OBJECTION = f"{ONE}/objections/{{objection_id:uuid}}"
EXCLUSION = f"{ONE}/exclusions/{{exclusion_id:uuid}}"


@post(f"{OBJECTION}/upholding", **route.of(objection.uphold, "desk"))
async def uphold(
    request: AnyRequest, key: FromPath[str], objection_id: FromPath[UUID]
) -> Response[Any]:
    answer = (await forms.of(request)).get("answer", "")
    return await doing.done(request, key, objection.uphold, objection_id, answer)


@post(f"{OBJECTION}/rejection", **route.of(objection.reject, "desk"))
async def reject(
    request: AnyRequest, key: FromPath[str], objection_id: FromPath[UUID]
) -> Response[Any]:
    answer = (await forms.of(request)).get("answer", "")
    return await doing.done(request, key, objection.reject, objection_id, answer)


@post(f"{ONE}/exclusions", **route.of(exclusion.propose, "desk"))
async def propose(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    form = await forms.of(request)
    window = form.get("maintenance", "")
    try:
        clock = forms.identity(form, "clock")
        about = {"maintenance_id": forms.identity(form, "maintenance") if window else None}
    except Malformed as wrong:
        return await doing.refused(request, key, wrong)
    words = (clock, form.get("reason", ""), form.get("explanation", ""))
    return await doing.done(request, key, exclusion.propose, *words, **about)


@post(f"{EXCLUSION}/confirmation", **route.of(exclusion.confirm, "desk"))
async def confirm(
    request: AnyRequest, key: FromPath[str], exclusion_id: FromPath[UUID]
) -> Response[Any]:
    return await doing.done(request, key, exclusion.confirm, exclusion_id)


@post(f"{EXCLUSION}/refusal", **route.of(exclusion.refuse, "desk"))
async def refuse(
    request: AnyRequest, key: FromPath[str], exclusion_id: FromPath[UUID]
) -> Response[Any]:
    answer = (await forms.of(request)).get("answer", "")
    return await doing.done(request, key, exclusion.refuse, exclusion_id, answer)


@post(f"{ONE}/freezing", **route.of(compliance_freezing.freeze, "desk"))
async def freeze(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    """The figures it freezes stand on the page."""
    route.tenant_of(request, key)
    year, month = forms.month((await forms.of(request)).get("month", ""))
    return await doing.done(request, key, compliance_freezing.freeze, year, month)


HANDLERS = [uphold, reject, propose, confirm, refuse, freeze]
