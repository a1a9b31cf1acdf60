"""Outages noted, confirmed, ended, withdrawn; maintenance announced and called off."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from litestar import Request, Response, post
from litestar.params import FromPath

from contracts.compliance.outages import maintenance, outage
from underpin.console.routes import forms
from underpin.console.routes.keeping import doing
from underpin.console.routes.keeping.showing import ONE
from underpin.console.routes.requests import given
from underpin.kernel.errors import Malformed
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
OUTAGE = f"{ONE}/outages/{{outage_id:uuid}}"


@post(f"{ONE}/outages", **route.of(outage.draft, "desk"))
async def draft(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    form = await forms.of(request)
    try:
        words = (forms.identity(form, "service"), _needed(request, form, "starts_at"))
        ends = given.moment(request, form, "ends_at")
    except Malformed as wrong:
        return await doing.refused(request, key, wrong)
    note = form.get("note", "")
    return await doing.done(request, key, outage.draft, *words, ends, note=note)


@post(f"{OUTAGE}/confirmation", **route.of(outage.confirm, "desk"))
async def confirm(
    request: AnyRequest, key: FromPath[str], outage_id: FromPath[UUID]
) -> Response[Any]:
    return await doing.done(request, key, outage.confirm, outage_id)


@post(f"{OUTAGE}/end", **route.of(outage.end, "desk"))
async def end(request: AnyRequest, key: FromPath[str], outage_id: FromPath[UUID]) -> Response[Any]:
    try:
        ends = _needed(request, await forms.of(request), "ends_at")
    except Malformed as wrong:
        return await doing.refused(request, key, wrong)
    return await doing.done(request, key, outage.end, outage_id, ends)


@post(f"{OUTAGE}/withdrawal", **route.of(outage.withdraw, "desk"))
async def withdraw(
    request: AnyRequest, key: FromPath[str], outage_id: FromPath[UUID]
) -> Response[Any]:
    reason = (await forms.of(request)).get("reason", "")
    return await doing.done(request, key, outage.withdraw, outage_id, reason)


@post(f"{ONE}/maintenance", **route.of(maintenance.announce, "desk"))
async def announce(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    form = await forms.of(request)
    try:
        span = (_needed(request, form, "starts_at"), _needed(request, form, "ends_at"))
        service = forms.identity(form, "service")
    except Malformed as wrong:
        return await doing.refused(request, key, wrong)
    note = form.get("note", "")
    return await doing.done(request, key, maintenance.announce, service, *span, note=note)


@post(f"{ONE}/maintenance/{{maintenance_id:uuid}}/end", **route.of(maintenance.withdraw, "desk"))
async def call_off(
    request: AnyRequest, key: FromPath[str], maintenance_id: FromPath[UUID]
) -> Response[Any]:
    return await doing.done(request, key, maintenance.withdraw, maintenance_id)


def _needed(request: AnyRequest, form: Mapping[str, str], name: str) -> datetime:
    """Raises Malformed."""
    at = given.moment(request, form, name)
    if at is None:
        raise Malformed(f"{name}: choose a day and a time.", field=name)
    return at


HANDLERS = [draft, confirm, end, withdraw, announce, call_off]
