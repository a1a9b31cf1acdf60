"""A client's sites, and one more of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from zoneinfo import available_timezones

from litestar import Request, Response, get, post
from litestar.params import FromPath

from tenants import company
from underpin.console.routes import answering, forms, frame
from underpin.console.routes.administration.index import AREA
from underpin.console.routes.requests import shaping_work
from underpin.console.views.requests import SitesPage
from underpin.desk.visits import sites
from underpin.kernel.errors import Conflict, Malformed, Problem
from underpin.kernel.web import asking, route

AnyRequest = Request[Any, Any, Any]
HERE = "/clients/{key:str}/sites"
NOTHING: Mapping[str, str] = {}


@get(HERE, **route.of(sites.of_client, "desk"))
async def show(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    return await _drawn(request, key)


async def _drawn(
    request: AnyRequest, key: str, typed: Mapping[str, str] = NOTHING, wrong: Problem | None = None
) -> Response[Any]:
    found = await asking.read(request, sites.of_client, key)
    who = route.principal_of(request)
    view = SitesPage(
        frame.shell(request, area=AREA),
        key.upper(),
        tuple(shaping_work.place(each) for each in found),
        who.may("person.write"),
        tuple(sorted(available_timezones())),
        typed.get("zone", "") or (found[0].time_zone if found else who.time_zone),
        typed.get("name", ""),
        wrong.detail if wrong else "",
    )
    return answering.page(request, "requests/sites", view, wrong.status if wrong else 200)


@post(HERE, **route.of(company.add_site, "desk"))
async def add(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    form = await forms.of(request)
    words = (form.get("name", ""), form.get("zone", "").strip())
    try:
        await asking.change(request, company.add_site, key, *words)
    except (Malformed, Conflict) as wrong:
        return await _drawn(request, key, form, wrong)
    return answering.Going(f"/clients/{key}/sites")


HANDLERS = [show, add]
