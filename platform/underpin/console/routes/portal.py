"""The client portal: a company's month and tickets, and a new ticket."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from litestar import Request, Response, post

from underpin.console import views
from underpin.console.routes import answering, forms, frame, gathering
from underpin.console.routes.kinds import own_fields
from underpin.console.routes.requests import given
from underpin.console.routes.requests.uploads import MOST_AT_ONCE
from underpin.console.routes.shaping import consent, months
from underpin.console.routes.shaping.kinds import ticket_kinds
from underpin.console.routes.shaping.knowing import told
from underpin.console.routes.shaping.own import tickets as own_tickets
from underpin.desk.api.writing import LARGEST_BODY
from underpin.desk.tickets import raising
from underpin.desk.tickets.raising import NewTicket
from underpin.desk.writing.limits import StorageFull
from underpin.kernel.errors import Malformed
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]


@dataclass(frozen=True, slots=True)
class Typed:
    """A ticket that could not be taken, given back as it was typed."""

    subject: str = ""
    text: str = ""
    problem: str = ""
    form: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[str, Any] = field(default_factory=dict)


NOTHING = Typed()


@post(
    "/tickets",
    request_max_body_size=MOST_AT_ONCE * LARGEST_BODY,
    **route.of(raising.raise_ticket, "portal"),
)
async def raise_ticket(request: AnyRequest) -> Response[Any]:
    """With the files that wait for it, and those that come with the form."""
    form, fields = await forms.of(request), await own_fields.given(request)
    tenant = route.principal_of(request).own_tenant
    try:
        with_files = await given.of(request, tenant, None)
        new = _asked(form, fields, _waiting(with_files))
        made = await given.perform(request, raising.raise_ticket, new, tenant=tenant)
    except (Malformed, StorageFull) as wrong:
        said = form.get("subject", ""), form.get("text", "")
        typed = Typed(*said, wrong.detail, form, fields)
        return await drawn(request, status=wrong.status, typed=typed)
    (key,) = route.principal_of(request).tenants
    return answering.Going(f"/tickets/{key}-{made.number}")


def _waiting(form: Mapping[str, str]) -> tuple[UUID, ...]:
    """Those that were ticked, and those that came just now."""
    try:
        ids = [UUID(each) for name in ("attach", "file") for each in form.get(name, "").split()]
    except ValueError as wrong:
        raise Malformed("file: choose it again.", field="file") from wrong
    return tuple(dict.fromkeys(ids))


def _asked(
    form: Mapping[str, str], fields: Mapping[str, Any], attach: tuple[UUID, ...]
) -> NewTicket:
    service = form.get("service", "")
    return NewTicket(
        subject=forms.field(form, "subject"),
        body=forms.field(form, "text"),
        impact=form.get("impact", "medium"),
        urgency=form.get("urgency", "medium"),
        service_id=forms.identity(form, "service") if service else None,
        channel="portal",
        type=form.get("type", "incident"),
        confidential=form.get("confidential") == "yes",
        category_id=forms.identity(form, "category") if form.get("category") else None,
        fields=fields,
        attach=attach,
    )


async def drawn(request: AnyRequest, *, status: int = 200, typed: Typed = NOTHING) -> Response[Any]:
    """A member's start page, with what they typed and what was wrong with it."""
    everybodys = request.query_params.get("scope") == "company"
    found = await route.perform(request, gathering.home, "all" if everybodys else "mine")
    return answering.page(request, "portal_home", _view(request, found, typed), status)


def _view(request: AnyRequest, found: gathering.Home, typed: Typed) -> views.PortalHomePage:
    asker = route.principal_of(request)
    shell = frame.shell(request, area="home", now=found.now)
    scope, key = request.query_params.get("scope", ""), found.belonging.company.key
    return views.PortalHomePage(
        shell,
        found.belonging.company.name,
        months.month(found.month),
        own_tickets.rows(key, found.own, shell),
        services=own_tickets.services(found.contracts),
        scope="company" if scope == "company" else "mine",
        may_see_company=bool(found.belonging.reach),
        reach=found.belonging.reach,
        waiting=own_tickets.rows(key, found.waiting, shell),
        approvals=found.approvals,
        awaited=tuple(map(consent.awaited, found.awaiting)),
        may_raise=asker.may("ticket.raise"),
        typed_subject=typed.subject,
        typed_text=typed.text,
        problem=typed.problem,
        announced=tuple(
            told.row(each, shell.reader.language, found.now) for each in found.announced
        ),
        raised=ticket_kinds.raised(found.asked, typed.form, typed.fields) if found.asked else None,
        staged=tuple((str(each.id), each.name) for each in found.staged),
        key=key,
    )


HANDLERS = [raise_ticket]
