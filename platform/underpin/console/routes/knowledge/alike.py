"""What may be known already, beside a ticket: articles with its words, and tickets like it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from litestar import Request, Response, get
from litestar.params import FromPath

from underpin.console import views
from underpin.console.routes import answering, frame
from underpin.console.routes.shaping.kinds import ticket_kinds
from underpin.console.routes.shaping.knowing import articles
from underpin.desk.api import addressing
from underpin.desk.knowledge import quoting
from underpin.desk.knowledge.finding import Found
from underpin.desk.problems import similar
from underpin.desk.search.hits import Hit
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
FEW = 3
"""Of each; the picker has more articles, the page of its kind more tickets."""


@dataclass(frozen=True, slots=True)
class Alike:
    articles: Sequence[Found]
    tickets: Sequence[Hit]


@read("knowledge.read", STAFF)
async def of_ticket(act: Act, tenant: int, number: int) -> Alike:
    """Raises NotFound."""
    offered = await quoting.offered(act, tenant, number)
    seen = await similar.of_ticket(act, tenant, number)
    return Alike(offered[:FEW], seen[:FEW])


@get("/tickets/{name:str}/alike", **route.of(of_ticket, "desk"))
async def alike(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """Loaded beside the ticket once its page stands, and not again when the ticket changes."""
    tenant, number = addressing.ticket(request, name)
    found = await route.perform(request, of_ticket, tenant, number, tenant=tenant)
    view = views.TicketAlikePage(
        frame.shell(request, area="list"),
        name,
        tuple(articles.row(each) for each in found.articles),
        tuple(map(ticket_kinds.hit, found.tickets)),
    )
    return answering.page(request, "ticket_alike", view)


HANDLERS = [alike]
