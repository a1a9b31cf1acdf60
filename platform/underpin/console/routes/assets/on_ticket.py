"""What a ticket is about, and remote support from it."""

from __future__ import annotations

from collections.abc import Set
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery

from underpin.console import views
from underpin.console.routes import answering, forms, frame
from underpin.console.routes.assets import desk
from underpin.console.routes.shaping import asset_rows
from underpin.desk.api import addressing
from underpin.desk.assets import assets, linking
from underpin.desk.assets.assets import View, Wanted
from underpin.desk.remote import numbers, sessions, tools
from underpin.desk.remote.sessions import Link, Session
from underpin.desk.tickets import reading
from underpin.desk.tickets.reading import Detail
from underpin.kernel import digits
from underpin.kernel.errors import Malformed
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
HERE = "/tickets/{name:str}/assets"
SESSIONS = "/tickets/{name:str}/remote-sessions"
SESSION = f"{SESSIONS}/{{remote_session_id:uuid}}"
NUMBERS = "/tickets/{name:str}/remote-numbers"
OFFERED = 10
REQUESTER = "requester"
"""Whose number it is, where it is no asset's."""


@get(HERE, **route.of(sessions.links, "desk"))
async def show(
    request: AnyRequest, name: FromPath[str], words: FromQuery[str] = ""
) -> Response[Any]:
    return await _shown(request, name, words)


@post(HERE, **route.of(linking.link, "desk"))
async def link(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    tenant, number = addressing.ticket(request, name)
    asset_id = forms.identity(await forms.of(request), "asset")
    await route.perform(request, linking.link, number, asset_id, tenant=tenant)
    return answering.Going(f"/tickets/{name}/assets")


@post(f"{HERE}/{{asset_id:uuid}}/removal", **route.of(linking.unlink, "desk"))
async def unlink(
    request: AnyRequest, name: FromPath[str], asset_id: FromPath[UUID]
) -> Response[Any]:
    tenant, number = addressing.ticket(request, name)
    await route.perform(request, linking.unlink, number, asset_id, tenant=tenant)
    return answering.Going(f"/tickets/{name}/assets")


@post(SESSIONS, **route.of(sessions.start, "desk"))
async def start(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    """Shows the address that opens it, to be pressed: a page cannot start a program."""
    tenant, number = addressing.ticket(request, name)
    form = await forms.of(request)
    tool = forms.identity(form, "tool")
    whose = form.get("asset", "")
    asset_id = forms.identity(form, "asset") if whose not in ("", REQUESTER) else None
    target = form.get("target", "").strip()
    onto = {"asset_id": asset_id, "target": target, "keep": bool(target and whose)}
    made = await route.perform(request, sessions.start, number, tool, tenant=tenant, **onto)
    return await _shown(request, name, "", made.address)


@post(f"{NUMBERS}/{{tool_id:uuid}}/removal", **route.of(numbers.forget, "desk"))
async def forget(
    request: AnyRequest, name: FromPath[str], tool_id: FromPath[UUID]
) -> Response[Any]:
    tenant, number = addressing.ticket(request, name)
    await route.perform(request, numbers.forget, number, tool_id, tenant=tenant)
    return answering.Going(f"/tickets/{name}/assets")


@post(f"{SESSION}/end", **route.of(sessions.end, "desk"))
async def end(
    request: AnyRequest, name: FromPath[str], remote_session_id: FromPath[UUID]
) -> Response[Any]:
    tenant, number = addressing.ticket(request, name)
    await route.perform(request, sessions.end, number, remote_session_id, tenant=tenant)
    return answering.Going(f"/tickets/{name}/assets")


@post(f"{SESSION}/time", **route.of(sessions.log, "desk"))
async def log(
    request: AnyRequest, name: FromPath[str], remote_session_id: FromPath[UUID]
) -> Response[Any]:
    tenant, number = addressing.ticket(request, name)
    form = await forms.of(request)
    minutes = digits.read(form.get("minutes", ""), 4)
    if minutes is None:
        raise Malformed("minutes: a whole number.", field="minutes")
    words = (number, remote_session_id, minutes, form.get("text", ""))
    await route.perform(request, sessions.log, *words, tenant=tenant)
    return answering.Going(f"/tickets/{name}/assets")


async def _shown(request: AnyRequest, name: str, words: str, address: str = "") -> Response[Any]:
    tenant, number = addressing.ticket(request, name)
    about = (tenant, number)
    linked = await route.perform(request, linking.of_ticket, *about, tenant=tenant)
    links = await route.perform(request, sessions.links, *about, tenant=tenant)
    held = await route.perform(request, sessions.of_ticket, *about, tenant=tenant)
    every = await route.perform(request, tools.usable)
    about_it = await route.perform(request, reading.one, *about, tenant=tenant)
    found = await _offered(request, about_it, words, {each.id for each in linked})
    shell, me = frame.shell(request, area="list"), route.principal_of(request).name
    view = views.TicketAssetsPage(
        shell,
        name,
        tuple(
            asset_rows.of_ticket(each, about_it.names.key, shell, _buttons(links, each.id))
            for each in linked
        ),
        tuple(desk.row(each, shell) for each in found),
        words,
        tuple((str(each.id), each.name) for each in every),
        tuple(_session(each, me) for each in held),
        address,
        about_it.names.requester,
        _buttons(links, None),
    )
    return answering.page(request, "ticket_assets", view)


async def _offered(request: AnyRequest, about: Detail, words: str, linked: Set[UUID]) -> list[View]:
    """What was looked for; unasked what its requester has."""
    tenant, wanted = about.ticket.tenant_id, Wanted(words)
    if not words:
        wanted = Wanted(owner_id=about.ticket.requester_id)
    found = await route.perform(request, assets.listed, tenant, wanted, OFFERED, tenant=tenant)
    return [each for each in found if each.id not in linked]


def _buttons(links: list[Link], asset_id: UUID | None) -> tuple[views.RemoteButton, ...]:
    """Onto the asset, or onto the requester's own."""
    return tuple(
        views.RemoteButton(str(link.tool_id), link.tool, link.target)
        for link in links
        if link.asset_id == asset_id and link.address
    )


def _session(each: Session, me: str) -> views.RemoteSession:
    what = (str(each.id), each.tool, each.target, each.staff, each.started_at, each.ended_at)
    return views.RemoteSession(*what, each.minutes, each.staff == me)


HANDLERS = [show, link, unlink, start, forget, end, log]
