"""The JSON API over whose matter a ticket turned out to be."""

from __future__ import annotations

import msgspec
from litestar import Router, put
from litestar.params import FromPath, JSONBody

from contracts.facts import Verdict
from underpin.desk.api import addressing
from underpin.desk.api.ticket import TicketView, view
from underpin.desk.tickets import judging
from underpin.kernel.web import route
from underpin.kernel.web.route import AnyRequest


class Judgment(msgspec.Struct, forbid_unknown_fields=True):
    verdict: Verdict
    reason: str


@put("/tickets/{name:str}/verdict", **route.of(judging.judge, "desk"))
async def judge(request: AnyRequest, name: FromPath[str], data: JSONBody[Judgment]) -> TicketView:
    tenant, number = addressing.ticket(request, name)
    words = (number, data.verdict, data.reason)
    return view(request, await route.perform(request, judging.judge, *words, tenant=tenant))


ROUTER = Router("/", route_handlers=[judge], tags=["desk"])
