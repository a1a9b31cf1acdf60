"""A case at a vendor: opened with its text in sight, called off, spoken in, written down."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath

from underpin.console.routes import answering, forms, frame
from underpin.console.routes.outside import reading, shaping
from underpin.console.routes.requests import given
from underpin.console.views.outside import NOTHING_TYPED, Record
from underpin.desk.api import addressing
from underpin.desk.cases import by_hand, calling_off, case, case_answering, vendor_link
from underpin.desk.cases.by_hand import Heard
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.verb import Verb
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
OUTSIDE = "/tickets/{name:str}/outside"
CASE = f"{OUTSIDE}/{{case_id:uuid}}"


@get(OUTSIDE, **route.of(reading.outside, "desk"))
async def show(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    return await _drawn(request, name)


async def _drawn(
    request: AnyRequest,
    name: str,
    typed: Record = NOTHING_TYPED,
    link: tuple[str, str] = ("", ""),
) -> Response[Any]:
    tenant, number = addressing.ticket(request, name)
    found = await route.perform(request, reading.outside, tenant, number, tenant=tenant)
    if typed.case_id and typed.case_id not in {str(each) for each in found.sheets}:
        raise NotFound
    shell = frame.shell(request, area="list", now=found.now)
    view = replace(shaping.page(shell, found, route.principal_of(request), typed), link=link)
    return answering.page(request, "outside/ticket", view, 422 if typed.problem else 200)


@post(f"{OUTSIDE}/cases", **route.of(case.open_vendor_case, "desk"))
async def open_case(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """What leaves stood on the page; for ten seconds it can be called off."""
    return await _done(request, name, case.open_vendor_case)


@post(f"{CASE}/calling-off", **route.of(calling_off.call_off, "desk"))
async def call_off(
    request: AnyRequest, name: FromPath[str], case_id: FromPath[UUID]
) -> Response[Any]:
    return await _done(request, name, calling_off.call_off, case_id)


@post(f"{CASE}/messages", **route.of(case_answering.tell, "desk"))
async def tell(request: AnyRequest, name: FromPath[str], case_id: FromPath[UUID]) -> Response[Any]:
    text = forms.field(await forms.of(request), "text")
    return await _done(request, name, case_answering.tell, case_id, text)


@post(f"{CASE}/confirmation", **route.of(case_answering.confirm_fix, "desk"))
async def confirm(
    request: AnyRequest, name: FromPath[str], case_id: FromPath[UUID]
) -> Response[Any]:
    return await _done(request, name, case_answering.confirm_fix, case_id)


@post(f"{CASE}/rejection", **route.of(case_answering.reject_fix, "desk"))
async def reject(
    request: AnyRequest, name: FromPath[str], case_id: FromPath[UUID]
) -> Response[Any]:
    text = forms.field(await forms.of(request), "text")
    return await _done(request, name, case_answering.reject_fix, case_id, text)


@post(f"{CASE}/records", **route.of(by_hand.record, "desk"))
async def record(
    request: AnyRequest, name: FromPath[str], case_id: FromPath[UUID]
) -> Response[Any]:
    """What somebody at the vendor said, with their name and when; given back where it could not be
    taken."""
    form = await forms.of(request)
    fields = ("word", "author", "text", "at", "reference", "reason")
    typed = {each: form.get(each, "") for each in fields}
    try:
        said = {**typed, "at": given.moment(request, form, "at")}
        return await _done(request, name, by_hand.record, case_id, Heard(**said))  # type: ignore[arg-type]
    except Malformed as wrong:
        return await _drawn(request, name, Record(str(case_id), **typed, problem=wrong.detail))


@post(f"{CASE}/link", **route.of(vendor_link.issue, "desk"))
async def new_link(
    request: AnyRequest, name: FromPath[str], case_id: FromPath[UUID]
) -> Response[Any]:
    """Shown this once, to be handed over."""
    tenant, number = addressing.ticket(request, name)
    made = await route.perform(request, vendor_link.issue, number, case_id, tenant=tenant)
    return await _drawn(request, name, link=(str(case_id), made.url))


@post(f"{CASE}/link/revocation", **route.of(vendor_link.revoke, "desk"))
async def no_links(
    request: AnyRequest, name: FromPath[str], case_id: FromPath[UUID]
) -> Response[Any]:
    return await _done(request, name, vendor_link.revoke, case_id)


async def _done(request: AnyRequest, name: str, verb: Verb[Any, Any], *words: Any) -> Response[Any]:
    tenant, number = addressing.ticket(request, name)
    await route.perform(request, verb, number, *words, tenant=tenant)
    return answering.Going(f"/tickets/{name}/outside")


HANDLERS = [show, open_case, call_off, tell, confirm, reject, record, new_link, no_links]
