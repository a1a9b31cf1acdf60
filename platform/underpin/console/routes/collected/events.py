"""Events as the card company told them, in every state, and one of them whole."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath, FromQuery

from billing.payments.inbox import inbox
from billing.payments.inbox.inbox import Told
from underpin.console.routes import answering, frame
from underpin.console.routes.collected import gathered
from underpin.console.views import collected as views
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
PATH: Final = "/payment-events"


@get(PATH, **route.of(gathered.events, "desk"))
async def listed(
    request: AnyRequest, which: FromQuery[str] = "applied", before: FromQuery[UUID | None] = None
) -> Response[Any]:
    state = which if which in inbox.STATES else "applied"
    found = await route.perform(request, gathered.events, state, before)
    here, full = f"{PATH}?which={state}", len(found.told) == inbox.PAGE
    view = views.EventsPage(
        frame.shell(request, area="payments", now=found.now),
        tuple(map(_row, found.told)),
        state,
        inbox.STATES,
        f"{here}&before={found.told[-1].id}" if full else "",
        here if before else "",
    )
    return answering.page(request, "collected/events", view)


@get(f"{PATH}/{{event_id:uuid}}", **route.of(gathered.event, "desk"))
async def one(request: AnyRequest, event_id: FromPath[UUID]) -> Response[Any]:
    """As it came, with what became of it."""
    found = await route.perform(request, gathered.event, event_id)
    told = found.whole.told
    may = route.principal_of(request).may("payment_event.retry") and told.state == "set_aside"
    view = views.EventPage(
        frame.shell(request, area="payments", now=found.now),
        _row(told),
        (("id", told.event_id), ("account", told.account), ("provider", told.provider)),
        told.decided_at,
        found.whole.body or "",
        f"/set-aside/payments/{told.id}/retries" if may else "",
    )
    return answering.page(request, "collected/event", view)


def _row(of: Told) -> views.ToldRow:
    return views.ToldRow(
        str(of.id),
        of.type,
        f"{of.object_type} {of.object_id}".strip(),
        of.state,
        of.reason or "",
        of.attempts,
        of.received_at,
        f"{PATH}/{of.id}",
    )


HANDLERS = [listed, one]
