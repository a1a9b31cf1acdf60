"""The page for an edit against an older state: who changed it, what happened meanwhile, each field
that both said, and what was typed, to be sent again on top of how it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from litestar import Request

from underpin.console import views
from underpin.console.routes import again, differing, forms, frame
from underpin.console.routes.shaping import talking
from underpin.console.views.shell import Shell
from underpin.desk.api import addressing
from underpin.desk.tickets import reading
from underpin.desk.tickets.reading import Colleague, Detail
from underpin.kernel.errors import Problem
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
UUID7, UUID7_TIME_BITS = 7, 80
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Told:
    """`colleagues` is empty where a member reads."""

    timeline: tuple[views.Message | views.Event, ...]
    colleagues: tuple[Colleague, ...] = ()


async def page(request: AnyRequest, kept: str) -> views.ConflictPage | None:
    """For a form about a ticket, the ticket as it stands; None for anything else."""
    name = request.path_params.get("name")
    if not isinstance(name, str) or not request.url.path.startswith("/tickets/"):
        return None
    try:
        tenant, number = addressing.ticket(request, name)
        detail = await route.perform(request, reading.one, tenant, number, tenant=tenant)
        told = await _told(request, tenant, detail)
    except Problem:
        return None
    form = await forms.of(request)
    shown = _shown(frame.shell(request), name, detail, told, form)
    sent = await forms.sent(request)
    language = shown.shell.reader.language
    once_more = again.of_conflict(sent, request.url.path, detail.ticket.version, language)
    return replace(shown, again=once_more, kept="" if once_more.fields else kept)


async def _told(request: AnyRequest, tenant: int, detail: Detail) -> Told:
    """The timeline as the reader may see it, and whom a ticket may be given to."""
    if not frame.is_staff(request):
        return Told(talking.public(detail))
    found = await route.perform(request, reading.colleagues, tenant)
    return Told(talking.whole(detail, found), tuple(found))


def _shown(
    shell: Shell, name: str, detail: Detail, told: Told, form: Mapping[str, str]
) -> views.ConflictPage:
    since = opened_at(form.get("idempotency_key", ""))
    return views.ConflictPage(
        shell,
        subject=name.upper(),
        by=_who(detail),
        at=detail.ticket.touched_at,
        back=f"/tickets/{name}",
        conflicts=differing.of_ticket(form, detail, told.colleagues, shell.reader.language),
        meanwhile=tuple(each for each in told.timeline if since is not None and each.at >= since),
    )


def opened_at(form_key: str) -> datetime | None:
    """When the page was drawn that carried this form: its key is a UUIDv7 and so tells its
    millisecond. None for any other."""
    try:
        key = UUID(form_key)
    except ValueError:
        return None
    if key.version != UUID7:
        return None
    return EPOCH + timedelta(milliseconds=key.int >> UUID7_TIME_BITS)


def _who(detail: Detail) -> str:
    """Who acted or said something last, as far as the reader may know. Some deeds are told by what
    was said only; at one instant the deed counts."""
    said = [(each.happened_at, each.author_name) for each in detail.messages]
    acted = [(each.at, each.actor) for each in detail.happenings if each.actor]
    last = max(acted + said, key=lambda told: told[0], default=None)
    return last[1] if last else detail.names.client
