"""What clients were told, said otherwise: at one client, or wherever the same was told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath

from underpin.console import filters, views
from underpin.console.routes import answering, forms, frame
from underpin.console.routes.knowledge.telling import moment_of, texts_of
from underpin.desk.announcements import announcing, broadcasting, reading
from underpin.desk.announcements.announcement import Announcement
from underpin.kernel import verb
from underpin.kernel.errors import Forbidden, Malformed
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
ONE = "/told/{key:str}/{announcement_id:uuid}"


@get(ONE, **route.of(reading.one, "desk"))
async def show(
    request: AnyRequest, key: FromPath[str], announcement_id: FromPath[UUID]
) -> Response[Any]:
    return await _drawn(request, key, announcement_id)


@post(ONE, **route.of(announcing.amend, "desk"))
async def amend(
    request: AnyRequest, key: FromPath[str], announcement_id: FromPath[UUID]
) -> Response[Any]:
    """At this client; with `everywhere` wherever the same was told."""
    form, asker = await forms.of(request), route.principal_of(request)
    tenant = route.tenant_of(request, key)
    try:
        until = moment_of(form, "published_to", asker.time_zone)
        said = (form.get("severity", ""), texts_of(form), until)
        if form.get("everywhere"):
            wanted = forms.identity(form, "everywhere")
            await verb.begin(broadcasting.amend, asker, wanted, *said)
        else:
            about = {"tenant": tenant, "version": forms.version(form)}
            await route.perform(request, announcing.amend, announcement_id, *said, **about)
    except Malformed as wrong:
        return await _drawn(request, key, announcement_id, form, wrong.detail)
    return answering.Going("/told")


async def _drawn(
    request: AnyRequest,
    key: str,
    announcement_id: UUID,
    typed: Mapping[str, str] | None = None,
    problem: str = "",
) -> Response[Any]:
    tenant, asker = route.tenant_of(request, key), route.principal_of(request)
    if not asker.may(announcing.amend.capability):
        raise Forbidden("What clients are told is changed by who leads, or manages the account.")
    found = await route.perform(request, reading.one, tenant, announcement_id, tenant=tenant)
    shell = frame.shell(request, area="told")
    view = views.AmendmentPage(
        shell,
        key.upper(),
        str(found.id),
        found.version,
        found.read_in(shell.reader.language).title,
        str(found.broadcast_id or ""),
        dict(typed) if typed is not None else _kept(found, shell.reader.zone),
        problem,
    )
    return answering.page(request, "told_amend", view, 422 if problem else 200)


def _kept(found: Announcement, zone: str) -> dict[str, str]:
    until = filters.local_input(found.published_to, zone) if found.published_to else ""
    said = {"severity": found.severity, "published_to": until}
    titles = {f"title_{code}": each.title for code, each in found.texts.items()}
    return said | titles | {f"body_{code}": each.body for code, each in found.texts.items()}


HANDLERS = [show, amend]
