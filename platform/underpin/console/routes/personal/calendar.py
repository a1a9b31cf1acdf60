"""One's own visits as a calendar to subscribe to: its address is shown once, and ended here."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get, post

from underpin.console.routes import answering, frame
from underpin.console.views.personal import CalendarPage
from underpin.desk.personal import settings
from underpin.desk.visits import feed
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
HERE = "/me/calendar"


@get(HERE, **route.of(settings.mine, "desk"))
async def show(request: AnyRequest) -> Response[Any]:
    return answering.page(request, "personal/calendar", CalendarPage(frame.shell(request)))


@post(HERE, **route.of(feed.open_own, "desk"))
async def open_own(request: AnyRequest) -> Response[Any]:
    """Good for a year; the address before stops at once."""
    made = await route.perform(request, feed.open_own)
    view = CalendarPage(frame.shell(request), made.url)
    return answering.page(request, "personal/calendar", view)


@post(f"{HERE}/end", **route.of(feed.close_own, "desk"))
async def close_own(request: AnyRequest) -> Response[Any]:
    await route.perform(request, feed.close_own)
    return answering.page(
        request, "personal/calendar", CalendarPage(frame.shell(request), ended=True)
    )


HANDLERS = [show, open_own, close_own]
