"""What a client's approvers may let be spent, and who decides for them while they are away."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Response, post
from litestar.params import FromPath

from tenants import spending, stand_in
from underpin.console.routes import forms
from underpin.console.routes.settings import showing
from underpin.console.routes.settings.showing import DESK, AnyRequest, Form
from underpin.kernel.principal import Principal
from underpin.kernel.web import route


@post(f"{DESK}/spending", **route.of(spending.set_limit, "desk"))
async def limit(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    def said(form: Form) -> tuple[Any, ...]:
        person, currency = forms.identity(form, "person"), forms.field(form, "currency").upper()
        return person, currency, forms.amount(form, "amount")

    return await showing.kept(request, key, "spending", spending.set_limit, said)


@post(f"{DESK}/stand-ins", **route.of(stand_in.name, "desk"))
async def name_stand_in(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    who = route.principal_of(request)

    def said(form: Form) -> tuple[Any, ...]:
        person, instead = forms.identity(form, "person"), forms.identity(form, "stand_in")
        return instead, *_days(form, who), person

    return await showing.kept(request, key, "stand_ins", stand_in.name, said)


def _days(form: Form, who: Principal) -> tuple[datetime, datetime]:
    """Both days within, as the reader's zone has them."""
    zone = ZoneInfo(who.time_zone)
    first, last = forms.day(form, "first"), forms.day(form, "last")
    ends = datetime.combine(last + timedelta(days=1), time(), zone)
    return datetime.combine(first, time(), zone), ends


@post(f"{DESK}/stand-ins/{{stand_in_id:uuid}}/cancelling", **route.of(stand_in.cancel, "desk"))
async def cancel(
    request: AnyRequest, key: FromPath[str], stand_in_id: FromPath[UUID]
) -> Response[Any]:
    tenant = route.tenant_of(request, key)
    await route.perform(request, stand_in.cancel, stand_in_id, tenant=tenant)
    return showing.back(key, "stand_ins")


HANDLERS = [limit, name_stand_in, cancel]
