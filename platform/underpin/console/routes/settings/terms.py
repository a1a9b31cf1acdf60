"""Terms agreed with one client: each a form of its own, and the way back to what holds for all."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from underpin.console.routes import answering, forms, frame
from underpin.console.routes.settings import gathering, shaping, showing
from underpin.console.routes.settings.showing import AREA, DESK, AnyRequest, Form
from underpin.desk.chargeable import terms as chargeable
from underpin.desk.chat import hours
from underpin.desk.lifetime import terms as lifetime
from underpin.desk.surveys import terms as surveys
from underpin.desk.terms import differing
from underpin.desk.writing import limits
from underpin.kernel.web import route


@get("/administration/desks", **route.of(differing.clients, "desk"))
async def every(request: AnyRequest, after: FromQuery[str] = "") -> Response[Any]:
    found = await route.perform(request, differing.clients, after)
    last = found[-1].key if len(found) == differing.PAGE else ""
    view = shaping.desks(frame.shell(request, area=AREA), found, last)
    return answering.page(request, "settings/desks", view)


@get(DESK, **route.of(gathering.of_client, "desk"))
async def show(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    return await showing.page(request, key)


@post(f"{DESK}/tickets", **route.of(lifetime.agree, "desk"))
async def tickets(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    def said(form: Form) -> tuple[lifetime.Terms]:
        return (lifetime.Terms(**showing.numbers(form, lifetime.KEPT.ranges)),)

    return await showing.kept(request, key, "tickets", lifetime.agree, said)


@post(f"{DESK}/tickets/default", **route.of(lifetime.to_default, "desk"))
async def tickets_default(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    return await showing.default(request, key, "tickets", lifetime.to_default)


@post(f"{DESK}/satisfaction", **route.of(surveys.agree, "desk"))
async def satisfaction(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    def said(form: Form) -> tuple[surveys.Terms]:
        asks = form.get("asks") == "yes"
        return (surveys.Terms(asks=asks, **showing.numbers(form, surveys.KEPT.ranges)),)

    return await showing.kept(request, key, "satisfaction", surveys.agree, said)


@post(f"{DESK}/satisfaction/default", **route.of(surveys.to_default, "desk"))
async def satisfaction_default(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    return await showing.default(request, key, "satisfaction", surveys.to_default)


@post(f"{DESK}/files", **route.of(limits.agree, "desk"))
async def files(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    def said(form: Form) -> tuple[limits.Limits]:
        numbers = showing.numbers(form, limits.KEPT.ranges)
        return (limits.Limits(**numbers, endings=forms.field(form, "endings")),)

    return await showing.kept(request, key, "files", limits.agree, said)


@post(f"{DESK}/files/default", **route.of(limits.to_default, "desk"))
async def files_default(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    return await showing.default(request, key, "files", limits.to_default)


@post(f"{DESK}/chat", **route.of(hours.keep, "desk"))
async def chat(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    def said(form: Form) -> tuple[UUID | None]:
        return (forms.identity(form, "calendar") if form.get("calendar") else None,)

    return await showing.kept(request, key, "chat", hours.keep, said)


@post(f"{DESK}/chargeable", **route.of(chargeable.agree, "desk"))
async def work(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    def said(form: Form) -> tuple[chargeable.Terms]:
        rate = forms.amount(form, "hourly_rate")
        return (chargeable.Terms(rate, forms.field(form, "currency").upper()),)

    return await showing.kept(request, key, "chargeable", chargeable.agree, said)


@post(f"{DESK}/chargeable/default", **route.of(chargeable.to_default, "desk"))
async def work_default(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    return await showing.default(request, key, "chargeable", chargeable.to_default)


HANDLERS = [
    *(every, show, tickets, tickets_default, satisfaction, satisfaction_default),
    *(files, files_default, chat, work, work_default),
]
