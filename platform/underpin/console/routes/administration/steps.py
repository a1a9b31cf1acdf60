"""What is done in each step of a company's set-up: the rooms' own verbs, one form each."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Request, Response, post
from litestar.params import FromPath

from contracts.calendars import calendars
from contracts.templates import template_use
from tenants import particulars
from underpin.console.routes import answering, forms
from underpin.console.routes.administration.onboarding import ONE, again, at, page, taken
from underpin.console.routes.shaping import calendar_form
from underpin.desk.mail.names import addresses, domains
from underpin.desk.onboarding import inviting, people_in, test_mail
from underpin.desk.tickets import raising
from underpin.desk.tickets.raising import NewTicket
from underpin.kernel import verb
from underpin.kernel.errors import Conflict, Malformed
from underpin.kernel.outbound_http import OutboundFailed
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
DOMAIN = f"{ONE}/domains/{{mail_domain_id:uuid}}"


@post(f"{ONE}/particulars", **route.of(particulars.change, "desk"))
async def company(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    form = await forms.of(request)
    words = (form.get("name", ""), form.get("zone", ""), form.get("locale", ""))
    return await taken(request, key, "company", particulars.change, *words)


@post(f"{ONE}/domains", **route.of(domains.claim, "desk"))
async def claim(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    domain = (await forms.of(request)).get("domain", "")
    return await taken(request, key, "domain", domains.claim, domain)


@post(f"{DOMAIN}/verification", **route.of(domains.verify, "desk"))
async def verify(
    request: AnyRequest, key: FromPath[str], mail_domain_id: FromPath[UUID]
) -> Response[Any]:
    tenant, asker = route.tenant_of(request, key), route.principal_of(request)
    try:
        await verb.begin(domains.verify, asker, tenant, mail_domain_id)
    except (Conflict, OutboundFailed) as wrong:
        return await again(request, key, "domain", {}, wrong)
    return answering.Going(at(key, "domain"))


@post(f"{DOMAIN}/confirmation", **route.of(domains.confirm, "desk"))
async def confirm(
    request: AnyRequest, key: FromPath[str], mail_domain_id: FromPath[UUID]
) -> Response[Any]:
    reason = (await forms.of(request)).get("reason", "")
    return await taken(request, key, "domain", domains.confirm, mail_domain_id, reason)


@post(f"{DOMAIN}/release", **route.of(domains.release, "desk"))
async def release(
    request: AnyRequest, key: FromPath[str], mail_domain_id: FromPath[UUID]
) -> Response[Any]:
    return await taken(request, key, "domain", domains.release, mail_domain_id)


@post(f"{ONE}/addresses", **route.of(addresses.add, "desk"))
async def add_address(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    local = (await forms.of(request)).get("local_part", "")
    return await taken(request, key, "mail", addresses.add, local)


@post(f"{ONE}/addresses/{{mail_alias_id:uuid}}/removal", **route.of(addresses.remove, "desk"))
async def remove_address(
    request: AnyRequest, key: FromPath[str], mail_alias_id: FromPath[UUID]
) -> Response[Any]:
    return await taken(request, key, "mail", addresses.remove, mail_alias_id)


@post(f"{ONE}/sender", **route.of(addresses.write_as, "desk"))
async def write_as(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    tenant, form = route.tenant_of(request, key), await forms.of(request)
    words = (form.get("name", ""), form.get("address", ""))
    try:
        await verb.begin(addresses.write_as, route.principal_of(request), tenant, *words)
    except Malformed as wrong:
        return await again(request, key, "mail", form, wrong)
    return answering.Going(at(key, "mail"))


@post(f"{ONE}/test-mail", **route.of(test_mail.send, "desk"))
async def send_test(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    return await taken(request, key, "mail", test_mail.send)


@post(f"{ONE}/calendars", **route.of(calendars.create, "desk"))
async def add_calendar(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    form = await forms.of(request)
    try:
        words = (form.get("name", "").strip(), calendar_form.definition(form))
    except Malformed as wrong:
        return await again(request, key, "calendar", form, wrong)
    return await taken(request, key, "calendar", calendars.create, *words)


@post(f"{ONE}/contracts", **route.of(template_use.begin_from, "desk"))
async def add_contract(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    form = await forms.of(request)
    try:
        words = (forms.identity(form, "template"), form.get("name", ""), forms.day(form, "starts"))
    except Malformed as wrong:
        return await again(request, key, "contract", form, wrong)
    return await taken(request, key, "contract", template_use.begin_from, *words)


@post(f"{ONE}/people", **route.of(people_in.take, "desk"))
async def people(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    """Looked at; or taken in, where the form's other button was pressed."""
    tenant, form = route.tenant_of(request, key), await forms.of(request)
    sheet = form.get("sheet", "")
    try:
        if "take" in form:
            made = await route.perform(request, people_in.take, sheet, tenant=tenant)
            return await page(request, key, "people", taken=made)
        found = await route.perform(request, people_in.preview, tenant, sheet, tenant=tenant)
    except Malformed as wrong:
        return await again(request, key, "people", form, wrong)
    return await page(request, key, "people", typed=form, sheet=found)


@post(f"{ONE}/administrator", **route.of(inviting.add, "desk"))
async def administrator(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    tenant, form = route.tenant_of(request, key), await forms.of(request)
    words = (form.get("name", ""), form.get("email", ""), ["client_admin"])
    try:
        made = await route.perform(request, inviting.add, *words, tenant=tenant)
    except (Malformed, Conflict) as wrong:
        return await again(request, key, "admin", form, wrong)
    return await page(request, key, "admin", once=made)


@post(f"{ONE}/tickets", **route.of(raising.raise_ticket, "desk"))
async def first_ticket(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    form = await forms.of(request)
    try:
        subject, whose = forms.field(form, "subject"), forms.identity(form, "requester")
    except Malformed as wrong:
        return await again(request, key, "ticket", form, wrong)
    new = NewTicket(subject, form.get("body", ""), requester_id=whose)
    return await taken(request, key, "ticket", raising.raise_ticket, new)


HANDLERS = [
    *(company, claim, verify, confirm, release, add_address, remove_address, write_as, send_test),
    *(add_calendar, add_contract, people, administrator, first_ticket),
]
