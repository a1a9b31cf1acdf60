"""The desk's page of what comes again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery

from tenants import company
from underpin.console.routes import answering, forms, frame
from underpin.console.routes.requests import reading, shaping_work
from underpin.desk.recurring import recurring
from underpin.desk.recurring.recurring import Said, Ticketed
from underpin.desk.recurring.rule import Rule
from underpin.kernel.errors import Malformed
from underpin.kernel.verb import Verb
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
NOTHING: Mapping[str, str] = {}
ONE = "/clients/{key:str}/recurring/{recurring_ticket_id:uuid}"
TYPED = ("name", "subject", "body", "rule", "starts_on", "at", "on_closed")


@get("/recurring", **route.of(reading.every, "desk"))
async def every(request: AnyRequest, client: FromQuery[str] = "") -> Response[Any]:
    return await _drawn(request, client)


@post("/clients/{key:str}/recurring", **route.of(recurring.set_up, "desk"))
async def set_up(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    form = await forms.of(request)
    tenant = route.tenant_of(request, key)
    try:
        if "look" in form:
            coming = await _foreseen(request, tenant, _said(form))
            return await _drawn(request, key, coming, typed=form)
        await route.perform(request, recurring.set_up, _said(form), tenant=tenant)
    except Malformed as wrong:
        return await _drawn(request, key, typed=form, problem=wrong.detail)
    return answering.Going("/recurring")


async def _foreseen(request: AnyRequest, tenant: int, said: Said) -> Sequence[datetime]:
    """The next ten of it, with nothing set up. Raises Malformed."""
    known = await route.perform(request, company.companies)
    zone = next(each.time_zone for each in known if each.id == tenant)
    told = Rule(said.rule, said.starts_on, said.at, zone, said.on_closed)
    words = (tenant, told, said.calendar_id)
    found = await route.perform(request, recurring.foresee, *words, tenant=tenant)
    return tuple(each.at for each in found)


def _said(form: Any) -> Said:
    ticket = Ticketed(
        forms.field(form, "subject"),
        forms.identity(form, "person"),
        form.get("body", ""),
        service_id=forms.identity(form, "service") if form.get("service") else None,
        tasks=form.get("tasks", ""),
    )
    calendar = forms.identity(form, "calendar") if form.get("calendar") else None
    return Said(
        forms.field(form, "name"),
        ticket,
        forms.field(form, "rule").upper(),
        forms.day(form, "starts_on"),
        _time(forms.field(form, "at")),
        on_closed=form.get("on_closed", "keep"),
        calendar_id=calendar,
    )


def _time(raw: str) -> time:
    try:
        return time.fromisoformat(raw)
    except ValueError as wrong:
        raise Malformed("at: write a time like 08:30.", field="at") from wrong


@post(f"{ONE}/pause", **route.of(recurring.pause, "desk"))
async def pause(
    request: AnyRequest, key: FromPath[str], recurring_ticket_id: FromPath[UUID]
) -> Response[Any]:
    return await _done(request, key, recurring.pause, recurring_ticket_id)


@post(f"{ONE}/pause/end", **route.of(recurring.go_on, "desk"))
async def go_on(
    request: AnyRequest, key: FromPath[str], recurring_ticket_id: FromPath[UUID]
) -> Response[Any]:
    return await _done(request, key, recurring.go_on, recurring_ticket_id)


@post(f"{ONE}/ending", **route.of(recurring.end, "desk"))
async def end(
    request: AnyRequest, key: FromPath[str], recurring_ticket_id: FromPath[UUID]
) -> Response[Any]:
    return await _done(request, key, recurring.end, recurring_ticket_id)


async def _done(
    request: AnyRequest, key: str, verb: Verb[Any, Any], recurring_id: UUID
) -> Response[Any]:
    tenant = route.tenant_of(request, key)
    await route.perform(request, verb, recurring_id, tenant=tenant)
    return answering.Going("/recurring")


async def _drawn(
    request: AnyRequest,
    client: str,
    coming: Sequence[datetime] = (),
    *,
    typed: Mapping[str, str] = NOTHING,
    problem: str = "",
) -> Response[Any]:
    """`coming`: when the one that is typed would be raised."""
    asker = route.principal_of(request)
    tenant = asker.tenants.get(client.upper())
    found = await route.perform(request, reading.every, tenant)
    shell = frame.shell(request, area="recurring", now=found.now)
    may = asker.may("contract.write")
    view = shaping_work.recurring(shell, found, client.upper(), may_change=may)
    view = replace(view, coming=tuple(coming), problem=problem, **_said_before(typed))
    return answering.page(request, "requests/recurring", view, 422 if problem else 200)


def _said_before(typed: Mapping[str, str]) -> dict[str, Any]:
    return {name: typed[name] for name in TYPED if name in typed}


HANDLERS = [every, set_up, pause, go_on, end]
