"""How content a client's people were, the last twelve months, and what they said."""

from __future__ import annotations

from typing import Any

from dateutil.relativedelta import relativedelta
from litestar import Request, Response, get
from litestar.params import FromQuery

from underpin.console import views
from underpin.console.routes import answering, frame
from underpin.console.routes.knowledge.writing import named
from underpin.console.routes.shaping.knowing import written
from underpin.desk.surveys import figures
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
    )
    return answering.page(request, "satisfaction", view)


HANDLERS = [show]
