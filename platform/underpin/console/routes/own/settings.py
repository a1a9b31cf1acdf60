"""A member's own settings: language, time zone, appearance, and how they are told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Any

from litestar import Request, Response, get, post

from contracts.calendars import zone
from underpin.console.routes import answering, forms, frame, look
from underpin.console.views.my_settings import MySettingsPage
from underpin.desk.personal import settings
from underpin.desk.personal.settings import Settings
from underpin.kernel.errors import Malformed
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
AT = "/my-settings"


@get(AT, **route.of(settings.mine, "portal"))
async def show(request: AnyRequest) -> Response[Any]:
    mine = await route.perform(request, settings.mine)
    return _page(request, mine, is_kept="kept" in request.query_params)


@post(AT, **route.of(settings.choose_as_member, "portal"))
async def choose(request: AnyRequest) -> Response[Any]:
    """The appearance is the browser's, the rest the person's."""
    form = await forms.of(request)
    try:
        wanted = _wanted(form)
        await route.perform(request, settings.choose_as_member, wanted)
    except Malformed as wrong:
        mine = await route.perform(request, settings.mine)
        return _page(request, mine, problem=wrong.detail, status=422)
    return answering.Going(f"{AT}?kept", look.cookie(form.get("theme", ""), wanted.locale))


def _wanted(form: Mapping[str, str]) -> Settings:
    digest = form.get("digest", "0")
    return Settings(
        form.get("locale", ""),
        form.get("time_zone", ""),
        form.get("by_mail") == "yes",
        _time(form, "quiet_from"),
        _time(form, "quiet_to"),
        int(digest) if digest.isascii() and digest.isdecimal() and len(digest) < 6 else -1,
    )


def _time(form: Mapping[str, str], name: str) -> time | None:
    """Raises Malformed."""
    said = form.get(name, "").strip()
    try:
        return time.fromisoformat(said) if said else None
    except ValueError as wrong:
        raise Malformed(f"{name}: write a time like 22:00.", field=name) from wrong


def _page(
    request: AnyRequest,
    mine: Settings,
    *,
    is_kept: bool = False,
    problem: str = "",
    status: int = 200,
) -> Response[Any]:
    view = MySettingsPage(
        frame.shell(request),
        mine.locale,
        mine.time_zone,
        tuple(sorted(zone.names())),
        mine.by_mail,
        _said(mine.quiet_from),
        _said(mine.quiet_to),
        str(mine.digest_minutes),
        is_kept,
        problem,
    )
    return answering.page(request, "own/settings", view, status)


def _said(at: time | None) -> str:
    return f"{at:%H:%M}" if at else ""


HANDLERS = [show, choose]
