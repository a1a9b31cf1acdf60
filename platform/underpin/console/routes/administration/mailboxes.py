"""Mailboxes elsewhere that we read, and send through."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath

from tenants import house_name
from underpin.console import views
from underpin.console.routes import answering, forms, frame
from underpin.console.routes.administration.index import AREA
from underpin.console.views.administration_intake import MailboxRow
from underpin.desk.mail.fetching import mailbox, trying
from underpin.desk.mail.fetching.mailbox import NewMailbox, Secret
from underpin.kernel import digits, verb
from underpin.kernel.errors import Conflict, Malformed, Problem
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
ALL: Final = "/administration/mailboxes"
ONE: Final = f"{ALL}/{{mailbox_id:uuid}}"
TEXTS: Final = ("address", "kind", "imap_host", "username", "security", "folder")
ELSE: Final = (
    *("smtp_host", "token_url", "oauth_client", "oauth_scope", "authserv_id", "done_folder"),
)
FRESH: Final = {
    **dict.fromkeys((*TEXTS, *ELSE, "client", "smtp_port"), ""),
    "kind": "imap",
    "imap_port": "993",
    "security": "tls",
    "folder": "INBOX",
}


@get(ALL, **route.of(mailbox.every, "desk"))
async def listed(request: AnyRequest) -> Response[Any]:
    return await _page(request, {})


async def _page(
    request: AnyRequest, typed: Mapping[str, str], wrong: Problem | None = None
) -> Response[Any]:
    tenants = route.principal_of(request).tenants
    names = {number: key for key, number in tenants.items()}
    found = await route.perform(request, mailbox.every)
    rows = tuple(
        MailboxRow(
            *(e.id, e.address, names.get(e.client_id or 0, ""), e.imap_host),
            *(e.state == "on", e.polled_at, e.last_error or "", e.smtp_host is not None),
        )
        for e in found
    )
    said = {name: typed.get(name, value) for name, value in FRESH.items()}
    clients = tuple((key, key) for key in sorted(tenants))
    house = typed.get("house_name", await route.perform(request, house_name.chosen) or "")
    problem = wrong.detail if wrong else ""
    shell = frame.shell(request, area=AREA)
    view = views.MailboxesPage(shell, rows, clients, said, house, problem)
    return answering.page(request, "administration/mailboxes", view, wrong.status if wrong else 200)


@post(ALL, **route.of(mailbox.add, "desk"))
async def add(request: AnyRequest) -> Response[Any]:
    form = await forms.of(request)
    try:
        made = await route.perform(request, mailbox.add, _new(request, form))
    except (Malformed, Conflict) as wrong:
        return await _page(request, form, wrong)
    await verb.begin(trying.look, route.principal_of(request), made.id)
    return answering.Going(ALL)


def _new(request: AnyRequest, form: Mapping[str, str]) -> NewMailbox:
    """Raises Malformed."""
    client = form.get("client", "")
    said: dict[str, Any] = {name: form.get(name, "").strip() for name in TEXTS}
    said |= {name: form.get(name, "").strip() or None for name in ELSE}
    return NewMailbox(
        **said,
        secret=_secret(form),
        client_id=route.tenant_of(request, client) if client else None,
        imap_port=_port(form, "imap_port") or 993,
        smtp_port=_port(form, "smtp_port"),
    )


def _secret(form: Mapping[str, str]) -> Secret:
    names = ("password", "client_secret", "refresh_token")
    return Secret(**{name: form.get(name) or None for name in names})


def _port(form: Mapping[str, str], name: str) -> int | None:
    said = form.get(name, "").strip()
    port = digits.read(said, 5)
    if said and not 0 < (port or 0) < 65_536:
        raise Malformed(f"{name}: a port such as 993.", field=name)
    return port


@post(f"{ALL}/house-name", **route.of(house_name.choose, "desk"))
async def name_house(request: AnyRequest) -> Response[Any]:
    form = await forms.of(request)
    try:
        await route.perform(request, house_name.choose, form.get("house_name", ""))
    except Malformed as wrong:
        return await _page(request, form, wrong)
    return answering.Going(ALL)


@post(f"{ONE}/test", **route.of(trying.look, "desk"))
async def test(request: AnyRequest, mailbox_id: FromPath[UUID]) -> Response[Any]:
    await verb.begin(trying.look, route.principal_of(request), mailbox_id)
    return answering.Going(ALL)


@post(f"{ONE}/secret", **route.of(mailbox.give_secret, "desk"))
async def give_secret(request: AnyRequest, mailbox_id: FromPath[UUID]) -> Response[Any]:
    given = _secret(await forms.of(request))
    await route.perform(request, mailbox.give_secret, mailbox_id, given)
    await verb.begin(trying.look, route.principal_of(request), mailbox_id)
    return answering.Going(ALL)


@post(f"{ONE}/pause", **route.of(mailbox.switch, "desk"))
async def pause(request: AnyRequest, mailbox_id: FromPath[UUID]) -> Response[Any]:
    await route.perform(request, mailbox.switch, mailbox_id, "off")
    return answering.Going(ALL)


@post(f"{ONE}/resumption", **route.of(mailbox.switch, "desk"))
async def go_on(request: AnyRequest, mailbox_id: FromPath[UUID]) -> Response[Any]:
    await route.perform(request, mailbox.switch, mailbox_id, "on")
    return answering.Going(ALL)


@post(f"{ONE}/removal", **route.of(mailbox.remove, "desk"))
async def remove(request: AnyRequest, mailbox_id: FromPath[UUID]) -> Response[Any]:
    await route.perform(request, mailbox.remove, mailbox_id)
    return answering.Going(ALL)


HANDLERS = [listed, add, name_house, test, give_secret, pause, go_on, remove]
