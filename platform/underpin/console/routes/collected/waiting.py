"""What the card company would not take, of all clients."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromQuery

from billing.payments.pushing import reading
from billing.payments.pushing.reading import Pushed
from tenants.company import Company
from underpin.console.routes import answering, frame
from underpin.console.routes.collected import gathered
from underpin.console.routes.one_invoice import shaping
from underpin.console.routes.shaping import owed
from underpin.console.views import collected as views
from underpin.console.views.one_invoice import PushRow
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
PATH: Final = "/pushes"


@get(PATH, **route.of(gathered.pushes, "desk"))
async def listed(request: AnyRequest, after: FromQuery[UUID | None] = None) -> Response[Any]:
    found = await route.perform(request, gathered.pushes, after)
    named = {each.key: each for each in found.companies}
    may, full = _may(request), len(found.pushed) == reading.PAGE
    view = views.PushesPage(
        frame.shell(request, area="payments", now=found.now),
        tuple(_row(each, named[each.client], may=may) for each in found.pushed),
        f"{PATH}?after={found.pushed[-1].id}" if full else "",
        PATH if after else "",
    )
    return answering.page(request, "collected/pushes", view)


def _may(request: AnyRequest) -> bool:
    return route.principal_of(request).may("collecting.write")


def _row(of: Pushed, whose: Company, *, may: bool) -> PushRow:
    row = shaping.push(of, whose.slug, may=may)
    is_invoice = of.kind in ("invoice", "charge", "void", "settle")
    where = f"{owed.under(whose)}/{of.number}/payments" if is_invoice else ""
    return replace(row, client=whose.name, invoice_path=where)


HANDLERS = [listed]
