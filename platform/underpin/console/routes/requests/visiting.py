"""Visits on the page of a ticket's work. Before one is arranged or moved, what its technician has
at that time already is shown: it is arranged all the same only when somebody says so."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from litestar import Request, Response, post
from litestar.params import FromPath

from underpin.console.routes import answering, forms
from underpin.console.routes.requests import given, work
from underpin.console.views.requests import Clash, Clashing
from underpin.desk.api import addressing
from underpin.desk.visits import appointment, arranging, sites
from underpin.desk.visits.arranging import Plan
from underpin.desk.visits.sites import Details
from underpin.kernel import digits
from underpin.kernel.errors import Malformed
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
TICKET = work.TICKET
VISIT = f"{TICKET}/visits/{{appointment_id:uuid}}"
MINUTES = range(1441)
OWN = ("csrf", "idempotency_key")


@post(f"{TICKET}/visits", **route.of(arranging.arrange, "desk"))
async def arrange(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    form = await forms.of(request)
    starts, ends = _times(request, form)
    technician = forms.identity(form, "technician")
    travel = _minutes(form.get("travel", "") or "0")
    site = forms.identity(form, "site") if form.get("site") else None
    about = (site, form.get("place", ""), form.get("note", ""), travel)
    way = timedelta(minutes=travel)
    found = await _clashing(request, name, form, (technician, starts - way, ends + way))
    if found is not None:
        return found
    plan = Plan(technician, starts, ends, *about)
    return await work.done(request, name, arranging.arrange, plan)


@post(f"{VISIT}/times", **route.of(arranging.move, "desk"))
async def move(
    request: AnyRequest, name: FromPath[str], appointment_id: FromPath[UUID]
) -> Response[Any]:
    """To another time; both sides are asked anew."""
    tenant, number = addressing.ticket(request, name)
    form = await forms.of(request)
    starts, ends = _times(request, form)
    planned = await route.perform(request, appointment.of_ticket, tenant, number, tenant=tenant)
    who = next((each.technician_id for each in planned if each.id == appointment_id), None)
    if who is not None:
        busy = (who, starts, ends, appointment_id)
        found = await _clashing(request, name, form, busy)
        if found is not None:
            return found
    words, version = (appointment_id, starts, ends), forms.version(form)
    return await work.done(request, name, arranging.move, *words, version=version)


async def _clashing(
    request: AnyRequest, name: str, form: Mapping[str, str], wanted: tuple[Any, ...]
) -> Response[Any] | None:
    """The page with what stands against it; None where nothing does, or it shall be all the
    same."""
    if form.get("anyway") == "yes":
        return None
    found = await route.perform(request, appointment.clashes, *wanted)
    if not found:
        return None
    kept = {key: value for key, value in form.items() if key not in OWN}
    rows = tuple(Clash(each.what, each.starts_at, each.ends_at) for each in found)
    return await work.drawn(request, name, Clashing(request.url.path, kept, rows))


def _times(request: AnyRequest, form: Mapping[str, str]) -> tuple[datetime, datetime]:
    """Raises Malformed."""
    starts = given.moment(request, form, "starts_at")
    if starts is None:
        raise Malformed("starts_at: choose a day and a time.", field="starts_at")
    return starts, starts + timedelta(minutes=_minutes(form.get("minutes", "")))


@post(f"{VISIT}/cancellation", **route.of(arranging.cancel, "desk"))
async def cancel(
    request: AnyRequest, name: FromPath[str], appointment_id: FromPath[UUID]
) -> Response[Any]:
    reason = forms.field(await forms.of(request), "reason")
    return await work.done(request, name, arranging.cancel, appointment_id, reason)


@post(f"{VISIT}/completion", **route.of(arranging.done, "desk"))
async def visited(
    request: AnyRequest, name: FromPath[str], appointment_id: FromPath[UUID]
) -> Response[Any]:
    form = await forms.of(request)
    words = {
        "worked_minutes": _minutes(form.get("worked", "") or "0"),
        "travelled_minutes": _minutes(form.get("travelled", "") or "0"),
        "text": form.get("text", ""),
    }
    return await work.done(request, name, arranging.done, appointment_id, **words)


@post(f"{VISIT}/answer", **route.of(arranging.answer, "portal"))
async def answer(
    request: AnyRequest, name: FromPath[str], appointment_id: FromPath[UUID]
) -> Response[Any]:
    accepted = (await forms.of(request)).get("answer") == "accepted"
    tenant, number = addressing.ticket(request, name)
    words = (number, appointment_id)
    await route.perform(request, arranging.answer, *words, tenant=tenant, accepted=accepted)
    return answering.Going(f"/tickets/{name}")


@post(f"{TICKET}/sites/{{site_id:uuid}}/details", **route.of(sites.describe, "desk"))
async def describe(
    request: AnyRequest, name: FromPath[str], site_id: FromPath[UUID]
) -> Response[Any]:
    """What is to know before going there; of the client, whose ticket this is."""
    tenant, _ = addressing.ticket(request, name)
    form = await forms.of(request)
    said = Details(**{each: form.get(each, "").strip() for each in sites.LONGEST})
    await route.perform(request, sites.describe, site_id, said, tenant=tenant)
    return answering.Going(f"/tickets/{name}/work")


def _minutes(raw: str) -> int:
    """Raises Malformed."""
    found = digits.read(raw, 4)
    if found is None or found not in MINUTES:
        raise Malformed("minutes: 0 to 1440.", field="minutes")
    return found


HANDLERS = [arrange, move, cancel, visited, answer, describe]
