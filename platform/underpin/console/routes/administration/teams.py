"""Teams, and each team's rota by the week."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery

from tenants import teams
from underpin.console.routes import answering, forms, frame
from underpin.console.routes.administration import gathered_staff
from underpin.console.routes.administration.index import AREA
from underpin.console.routes.shaping import drafts
from underpin.console.routes.shaping import rotas as shaping
from underpin.console.routes.shaping import staff as of_staff
from underpin.console.routes.shaping.drafts import Draft
from underpin.desk.on_call import rotas
from underpin.kernel.errors import Conflict, Malformed, Problem
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
ALL = "/administration/teams"
ONE = f"{ALL}/{{team_id:uuid}}"
ROTA = f"{ONE}/rota"


@get(ALL, **route.of(gathered_staff.every_team, "desk"))
async def listed(request: AnyRequest) -> Response[Any]:
    return await _all(request)


async def _all(
    request: AnyRequest, typed: Mapping[str, str] | None = None, wrong: Problem | None = None
) -> Response[Any]:
    found = await route.perform(request, gathered_staff.every_team)
    may = route.principal_of(request).may("staff.write")
    said = wrong.detail if wrong else ""
    view = shaping.teams(frame.shell(request, area=AREA), found, typed or {}, said, may=may)
    return answering.page(request, "administration/teams", view, wrong.status if wrong else 200)


@post(ALL, **route.of(teams.found, "desk"))
async def found(request: AnyRequest) -> Response[Any]:
    form = await forms.of(request)
    try:
        await route.perform(request, teams.found, form.get("name", ""), of_staff.tier(form))
    except (Malformed, Conflict) as wrong:
        return await _all(request, form, wrong)
    return answering.Going(ALL)


@post(ONE, **route.of(teams.change, "desk"))
async def change(request: AnyRequest, team_id: FromPath[UUID]) -> Response[Any]:
    form = await forms.of(request)
    try:
        chosen = await forms.identities(request, "people")
        words = (team_id, form.get("name", ""), of_staff.tier(form), chosen)
        await route.perform(request, teams.change, *words)
    except (Malformed, Conflict) as wrong:
        return await _all(request, {}, wrong)
    return answering.Going(ALL)


@get(ROTA, **route.of(gathered_staff.rota, "desk"))
async def rota(
    request: AnyRequest,
    team_id: FromPath[UUID],
    week: FromQuery[date | None] = None,
    draft: FromQuery[bool] = False,
) -> Response[Any]:
    """With `draft` the form proposes an order for the coming weeks; nothing is kept by that."""
    found = await route.perform(request, gathered_staff.rota, team_id, week)
    zone = route.principal_of(request).time_zone
    return _drawn(request, found, week, draft=drafts.of(found, zone) if draft else None)


async def _rota(
    request: AnyRequest, team_id: UUID, week: date | None = None, wrong: Problem | None = None
) -> Response[Any]:
    found = await route.perform(request, gathered_staff.rota, team_id, week)
    return _drawn(request, found, week, wrong)


def _drawn(
    request: AnyRequest,
    found: gathered_staff.Rota,
    week: date | None,
    wrong: Problem | None = None,
    draft: Draft | None = None,
) -> Response[Any]:
    shell = frame.shell(request, area=AREA, now=found.now)
    may = route.principal_of(request).may("rota.write")
    view = shaping.rota(shell, found, week, wrong.detail if wrong else "", may=may, draft=draft)
    return answering.page(request, "administration/rota", view, wrong.status if wrong else 200)


async def _done(request: AnyRequest, team_id: UUID, wanted: Any, *words: Any) -> Response[Any]:
    try:
        await route.perform(request, wanted, *words)
    except (Malformed, Conflict) as wrong:
        return await _rota(request, team_id, None, wrong)
    return answering.Going(f"{ALL}/{team_id}/rota")


@post(ROTA, **route.of(rotas.establish, "desk"))
async def establish(request: AnyRequest, team_id: FromPath[UUID]) -> Response[Any]:
    form = await forms.of(request)
    try:
        wanted = shaping.said(form)
    except Malformed as wrong:
        return await _rota(request, team_id, None, wrong)
    return await _done(request, team_id, rotas.establish, team_id, wanted)


@post(f"{ROTA}/{{rota_id:uuid}}/overrides", **route.of(rotas.override, "desk"))
async def override(
    request: AnyRequest, team_id: FromPath[UUID], rota_id: FromPath[UUID]
) -> Response[Any]:
    form = await forms.of(request)
    try:
        who = forms.identity(form, "who")
        span = of_staff.span(form, form.get("zone", "UTC"))
    except Malformed as wrong:
        return await _rota(request, team_id, None, wrong)
    return await _done(request, team_id, rotas.override, rota_id, who, *span)


@post(f"{ROTA}/{{rota_id:uuid}}/swaps", **route.of(rotas.swap, "desk"))
async def swap(
    request: AnyRequest, team_id: FromPath[UUID], rota_id: FromPath[UUID]
) -> Response[Any]:
    form = await forms.of(request)
    try:
        weeks = (forms.day(form, "one"), forms.day(form, "other"))
    except Malformed as wrong:
        return await _rota(request, team_id, None, wrong)
    return await _done(request, team_id, rotas.swap, rota_id, *weeks)


@post(f"{ROTA}/overrides/{{override_id:uuid}}/cancellation", **route.of(rotas.cancel, "desk"))
async def cancel(
    request: AnyRequest, team_id: FromPath[UUID], override_id: FromPath[UUID]
) -> Response[Any]:
    return await _done(request, team_id, rotas.cancel, override_id)


HANDLERS = [listed, found, change, rota, establish, override, swap, cancel]
