"""The frame around every page: who reads it, in what language, and the proof its forms carry."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from litestar import Request

from tenants.branding import STATE, Branding
from underpin.console import navigation
from underpin.console.routes import answering, look, moment
from underpin.console.views.shell import Area, Brand, Notice, Reader, Shell
from underpin.kernel import csrf, ids, installation
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import Audience, Principal

AnyRequest = Request[Any, Any, Any]
LIVE = "/live"


def asker(request: AnyRequest) -> Principal | None:
    """Who asks, None for a visitor."""
    found: Principal | None = request.scope["state"].get("principal")
    return found


def is_desk(request: AnyRequest) -> bool:
    return bool(request.scope["state"].get("origin") == "desk")


def is_staff(request: AnyRequest) -> bool:
    """Whether this is a staff person at the desk; a member is at the portal. Raises NotFound for
    anybody at the other's origin: neither page stands there."""
    who = asker(request)
    staff = who is not None and who.audience is Audience.STAFF
    if staff is not is_desk(request):
        raise NotFound
    return staff


def shell(
    request: AnyRequest,
    *,
    area: Area | None = None,
    now: datetime | None = None,
    notice: Notice | None = None,
) -> Shell:
    """The frame for this request; `now` is the transaction's time where the page had one."""
    who = asker(request)
    return Shell(
        reader=reader(request, who),
        now=now or moment.of_request(),
        csrf=_proof(request),
        form_key=str(ids.new()),
        path=here(request),
        area=area,
        live=LIVE if who and who.session_id else None,
        notice=notice,
        look=_look(request),
    )


def of_link(request: AnyRequest, client: str) -> Shell:
    """The frame of a page that a link opens: in the name of the client whose link it is."""
    found = shell(request)
    own = found.look is not None and found.look.name == client
    return found if own else replace(found, look=Brand(client, "", ""))


def _look(request: AnyRequest) -> Brand | None:
    """The client's own name, colour and logo, on its portal."""
    found: Branding | None = request.scope["state"].get(STATE)
    if found is None:
        return None
    css = f"/brand.css?v={found.accent.removeprefix('#')}" if found.accent else ""
    return Brand(found.name, css, f"/brand/logo?v={found.logo}" if found.logo else "")


def reader(request: AnyRequest, who: Principal | None) -> Reader:
    return Reader(
        name=who.name if who else "",
        language=look.language(request, who),
        zone=who.time_zone if who else "UTC",
        theme=look.theme(request),
        areas=navigation.names(who) if who else frozenset(),
        may=who.capabilities if who else frozenset(),
    )


def here(request: AnyRequest) -> str:
    """The page to come back to: this one, for a form the one it stood on, for a part of a ticket
    the list it stands beside."""
    if request.method != "GET":
        return _own(request, "referer")
    around = _own(request, "hx-current-url")
    beside = around.startswith("/list?") and request.url.path.startswith("/tickets/")
    return around if beside else address(request)


def _own(request: AnyRequest, header: str) -> str:
    origin = f"{request.url.scheme}://{request.url.netloc}"
    return answering.own_path(request.headers.get(header, "").removeprefix(origin))


def address(request: AnyRequest) -> str:
    """The path and query of this request."""
    query = request.url.query
    return f"{request.url.path}?{query}" if query else request.url.path


def _proof(request: AnyRequest) -> str:
    session: bytes | None = request.scope["state"].get("session")
    return csrf.token(installation.ring(), session) if session else ""


def first_page(who: Principal) -> str:
    """Where a staff person begins."""
    return "/clients" if "list" not in navigation.names(who) else "/list"
