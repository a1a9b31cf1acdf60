"""What a client's administrator keeps: people and roles, seats, contracts, the audit trail."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery

from billing.metered import seats
from tenants import invitation, own_audit, own_people, people, reach, spending
from tenants.seal import Head
from underpin.console import locale
from underpin.console.routes import answering, forms, frame
from underpin.console.routes.own import company_gathered
from underpin.console.routes.shaping.own import company as shaping
from underpin.console.views.own_people import OwnPersonPage
from underpin.kernel import digits, installation, verb
from underpin.kernel.errors import Conflict, Malformed
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
AREA = "company"
ONE = "/people/{person_id:uuid}"
HASH = re.compile("[0-9a-f]{64}")


@get("/people", **route.of(own_people.of_own, "portal"))
async def every(request: AnyRequest) -> Response[Any]:
    return await _people(request)


async def _people(request: AnyRequest, status: int = 200, **more: str) -> Response[Any]:
    asker = route.principal_of(request)
    found = await verb.begin(own_people.of_own, asker)
    view = shaping.people(frame.shell(request, area=AREA), found, asker, **more)
    return answering.page(request, "own/people", view, status)


@post("/people", **route.of(people.add_member, "portal"))
async def invite(request: AnyRequest) -> Response[Any]:
    """Adds them and makes their link, which is shown this once."""
    form, roles = await forms.of(request), await forms.each(request, "role")
    name, email = form.get("name", ""), form.get("email", "")
    site = forms.identity(form, "site") if form.get("site") else None
    more: dict[str, Any] = {"site_id": site, "reach": form.get("reach") or None}
    try:
        words = (forms.field(form, "name"), email, roles)
        made = await route.perform(request, people.add_member, *words, **more)
    except (Malformed, Conflict) as wrong:
        said = {"typed_name": name, "typed_email": email, "problem": wrong.detail}
        return await _people(request, 422, **said)
    return await _link(request, made.id, made.name)


@post(f"{ONE}/invitation", **route.of(invitation.invite_member, "portal"))
async def invite_again(request: AnyRequest, person_id: FromPath[UUID]) -> Response[Any]:
    found = await verb.begin(own_people.of_own, route.principal_of(request), person_id)
    return await _link(request, person_id, found.people[0].name)


async def _link(request: AnyRequest, person_id: UUID, name: str) -> Response[Any]:
    """Made anew at each sending of the form: what was shown once is kept nowhere."""
    asker = route.principal_of(request)
    token = await verb.perform(invitation.invite_member, asker, person_id, source="page")
    link = f"{installation.settings().portal_origin}/link/{token}"
    return await _people(request, link=link, invited=name)


@get(ONE, **route.of(own_people.of_own, "portal"))
async def one(request: AnyRequest, person_id: FromPath[UUID]) -> Response[Any]:
    return await _person(request, person_id)


async def _person(
    request: AnyRequest, person_id: UUID, problem: str = "", typed: str = "", status: int = 200
) -> Response[Any]:
    asker = route.principal_of(request)
    found = await verb.begin(own_people.of_own, asker, person_id)
    shown = shaping.person(found.people[0], asker)
    shell = frame.shell(request, area=AREA)
    money, languages = _currency(shown.limits), tuple(locale.NAMES.items())
    view = OwnPersonPage(shell, shown, shaping.ROLES, money, languages, typed, problem)
    return answering.page(request, "own/person", view, status)


def _currency(limits: tuple[tuple[str, Any], ...]) -> str:
    return limits[0][0] if limits else "EUR"


@post(f"{ONE}/deactivation", **route.of(people.deactivate_member, "portal"))
async def deactivate(request: AnyRequest, person_id: FromPath[UUID]) -> Response[Any]:
    if person_id == route.principal_of(request).person_id:
        raise Conflict("You cannot take your own way in: ask another administrator.")
    await route.perform(request, people.deactivate_member, person_id)
    return answering.Going("/people")


@post(f"{ONE}/roles", **route.of(own_people.give_roles, "portal"))
async def give_roles(request: AnyRequest, person_id: FromPath[UUID]) -> Response[Any]:
    wanted = await forms.each(request, "role")
    try:
        await route.perform(request, own_people.give_roles, person_id, wanted)
    except (Malformed, Conflict) as wrong:
        return await _person(request, person_id, wrong.detail, status=wrong.status)
    return answering.Going(f"/people/{person_id}")


@post(f"{ONE}/reach", **route.of(reach.grant, "portal"))
async def grant(request: AnyRequest, person_id: FromPath[UUID]) -> Response[Any]:
    wanted = (await forms.of(request)).get("reach") or None
    await route.perform(request, reach.grant, person_id, wanted)
    return answering.Going(f"/people/{person_id}")


@post(f"{ONE}/language", **route.of(people.speak, "portal"))
async def speak(request: AnyRequest, person_id: FromPath[UUID]) -> Response[Any]:
    wanted = (await forms.of(request)).get("locale", "")
    await route.perform(request, people.speak, person_id, wanted)
    return answering.Going(f"/people/{person_id}")


@post(f"{ONE}/limit", **route.of(spending.set_limit, "portal"))
async def limit(request: AnyRequest, person_id: FromPath[UUID]) -> Response[Any]:
    form = await forms.of(request)
    try:
        words = (forms.field(form, "currency").upper(), forms.amount(form, "amount"))
        await route.perform(request, spending.set_limit, person_id, *words)
    except Malformed as wrong:
        return await _person(request, person_id, wrong.detail, form.get("amount", ""), 422)
    return answering.Going(f"/people/{person_id}")


@get("/seats", **route.of(company_gathered.seated, "portal"))
async def seated(request: AnyRequest) -> Response[Any]:
    return await _seats(request)


async def _seats(request: AnyRequest, problem: str = "", status: int = 200) -> Response[Any]:
    found = await verb.begin(company_gathered.seated, route.principal_of(request))
    shell = frame.shell(request, area=AREA, now=found.now)
    return answering.page(
        request, "own/seats", shaping.seats(shell, found, problem=problem), status
    )


@post("/seats", **route.of(seats.confirm, "portal"))
async def confirm(request: AnyRequest) -> Response[Any]:
    form = await forms.of(request)
    try:
        chosen = await forms.identities(request, "seat")
        await route.perform(request, seats.confirm, forms.day(form, "from_day"), chosen)
    except Malformed as wrong:
        return await _seats(request, wrong.detail, 422)
    return answering.Going("/seats")


@get("/contracts", **route.of(company_gathered.contracts, "portal"))
async def contracts(request: AnyRequest) -> Response[Any]:
    found = await route.perform(request, company_gathered.contracts)
    shell = frame.shell(request, area=AREA, now=found.now)
    return answering.page(request, "own/contracts", shaping.contracts(shell, found))


@get("/audit-trail", **route.of(own_audit.page, "portal"))
async def audit(request: AnyRequest, before: FromQuery[int | None] = None) -> Response[Any]:
    found = await verb.begin(own_audit.page, route.principal_of(request), before)
    view = shaping.audit(frame.shell(request, area=AREA), found, later=before is not None)
    return answering.page(request, "own/audit", view)


@get("/audit-trail/verdict", **route.of(own_audit.verified, "portal"))
async def verdict(request: AnyRequest) -> Response[Any]:
    """The chain recomputed now, against a head that the reader kept if they name one."""
    query, asker = request.query_params, route.principal_of(request)
    count, known_hash = query.get("count", "").strip(), query.get("hash", "").strip().lower()
    named = bool(count or known_hash)
    told = digits.read(count, 15) if HASH.fullmatch(known_hash) else None
    known = None if told is None else Head(told, known_hash)
    lines = await verb.begin(own_audit.page, asker)
    found = await verb.begin(own_audit.verified, asker, known)
    shell = frame.shell(request, area=AREA)
    view = replace(
        shaping.audit(shell, lines, later=False),
        checked=shaping.checked(found, known),
        known_count=count,
        known_hash=known_hash,
        problem="" if known or not named else "hash",
    )
    return answering.page(request, "own/audit", view, 200 if known or not named else 422)


HANDLERS = [
    *(every, invite, invite_again, one, deactivate, give_roles, grant, speak, limit),
    *(seated, confirm, contracts, audit, verdict),
]
