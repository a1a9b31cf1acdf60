"""How content a client's people were, the last twelve months, and what they said."""

from __future__ import annotations

from typing import Any

from dateutil.relativedelta import relativedelta
from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery

from underpin.console import views
from underpin.console.routes import answering, forms, frame
from underpin.console.routes.knowledge.writing import named
from underpin.console.routes.shaping.knowing import written
from underpin.desk.api import addressing
from underpin.desk.surveys import answering as answering_surveys
from underpin.desk.surveys import figures, terms
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
MONTHS = 12


@get("/satisfaction", **route.of(figures.of_client, "desk"))
async def show(request: AnyRequest, client: FromQuery[str] = "") -> Response[Any]:
    """Of the first client where none is chosen."""
    shell, clients = frame.shell(request, area="satisfaction"), await named(request)
    key = client or (clients[0][0] if clients else "")
    if not key:
        return answering.page(
            request, "satisfaction", views.SatisfactionPage(shell, clients, "", (), ())
        )
    tenant = route.tenant_of(request, key)
    first = shell.now.date().replace(day=1) - relativedelta(months=MONTHS - 1)
    found = await route.perform(request, figures.of_client, tenant, first, MONTHS, tenant=tenant)
    said = await route.perform(request, figures.comments, tenant, tenant=tenant)
    asked, answered = sum(each.asked for each in found), sum(each.answered for each in found)
    view = views.SatisfactionPage(
        *(shell, clients, key, tuple(map(written.content, found)), tuple(map(written.said, said))),
        asked=asked,
        answered=answered,
        average=written.average(sum(each.total for each in found), answered),
        may_write=route.principal_of(request).may("survey.write"),
        agents_see_all=await route.perform(request, terms.agents_see_all),
    )
    return answering.page(request, "satisfaction", view)


@post("/satisfaction/agents", **route.of(terms.let_agents_see_all, "desk"))
async def agents(request: AnyRequest) -> Response[Any]:
    """Whether agents read what was said of colleagues, at every client."""
    form = await forms.of(request)
    await route.perform(request, terms.let_agents_see_all, form.get("all") == "yes")
    return answering.Going("/satisfaction")


@post("/tickets/{name:str}/survey/revocation", **route.of(answering_surveys.revoke, "desk"))
async def revoke(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """Its link opens nothing any more; what was answered stays."""
    tenant, number = addressing.ticket(request, name)
    await route.perform(request, answering_surveys.revoke, number, tenant=tenant)
    return answering.Going(f"/satisfaction?client={name.rpartition('-')[0]}")


HANDLERS = [show, agents, revoke]
