"""The JSON API over client companies, people, tokens and the audit trail."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
from litestar import Request, Router, delete, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody

from tenants import (
    administration_api,
    api_token,
    branding_api,
    company,
    erasing,
    invitation,
    own_people,
    people,
    reach,
    seal,
    standing,
)
from tenants.company import Company, NewCompany
from tenants.erasing import Erased
from tenants.handing_over import api as exports
from tenants.people import Person
from tenants.seal import Verdict
from tenants.standing import Standing
from underpin.kernel import installation, verb
from underpin.kernel.web import route


class Me(msgspec.Struct):
    name: str
    audience: str
    roles: list[str]
    capabilities: list[str]
    clients: list[str]


class NewMember(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    email: str
    roles: list[str] = msgspec.field(default_factory=lambda: ["requester"])
    reach: str | None = None


class NewStaff(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    email: str
    roles: list[str]
    tier: int | None = None


class NewToken(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    capabilities: list[str]
    days: int = 90
    client: str | None = None


class Token(msgspec.Struct):
    """`token` is shown this once."""

    id: UUID
    token: str


class Reach(msgspec.Struct, forbid_unknown_fields=True):
    """`company`, `site`, or null for a person's own and watched tickets alone."""

    reach: str | None


class Language(msgspec.Struct, forbid_unknown_fields=True):
    """`locale`: en, pl, zh or ar."""

    locale: str


class Roles(msgspec.Struct, forbid_unknown_fields=True):
    """These and no others."""

    roles: list[str]


class WhyErased(msgspec.Struct, forbid_unknown_fields=True):
    """`reason` stays in the audit trail for good: it may not name the person."""

    reason: str


class Link(msgspec.Struct):
    """`url` is shown this once."""

    url: str


@get("/me", **route.open_to_all("says who asks; refuses who is nobody"))
async def me(request: Request[Any, Any, Any]) -> Me:
    asker = route.principal_of(request)
    return Me(
        asker.name,
        asker.audience,
        sorted(asker.roles),
        sorted(asker.capabilities),
        sorted(asker.tenants),
    )


@post("/tokens", **route.of(api_token.issue))
async def issue_token(request: Request[Any, Any, Any], data: JSONBody[NewToken]) -> Token:
    asker = route.principal_of(request)
    words = (data.name, data.capabilities, timedelta(days=min(data.days, 10_000)))
    client = route.tenant_of(request, data.client) if data.client else None
    return Token(*await verb.begin(api_token.issue, asker, *words, client=client))


@delete("/tokens/{token_id:uuid}", **route.of(api_token.revoke))
async def revoke_token(request: Request[Any, Any, Any], token_id: FromPath[UUID]) -> None:
    await verb.begin(api_token.revoke, route.principal_of(request), token_id)


@get("/clients", **route.of(company.companies, "desk"))
async def clients(request: Request[Any, Any, Any]) -> list[Company]:
    found: list[Company] = await route.perform(request, company.companies)
    return found


@get("/clients/{key:str}", **route.of(company.one, "desk"))
async def one_client(request: Request[Any, Any, Any], key: FromPath[str]) -> Company:
    tenant = route.tenant_of(request, key)
    found: Company = await route.perform(request, company.one, tenant, tenant=tenant)
    return found


@post("/clients", **route.of(company.open_company, "desk"))
async def open_client(request: Request[Any, Any, Any], data: JSONBody[NewCompany]) -> Company:
    made: Company = await verb.begin(company.open_company, route.principal_of(request), data)
    return made


@get("/clients/{key:str}/people", **route.of(people.members))
async def members(
    request: Request[Any, Any, Any], key: FromPath[str], after: FromQuery[UUID | None] = None
) -> list[Person]:
    """Up to a thousand, by name; go on with the last one's id."""
    tenant = route.tenant_of(request, key)
    words = (tenant, after)
    found: list[Person] = await route.perform(request, people.members, *words, tenant=tenant)
    return found


@post("/clients/{key:str}/people", **route.of(people.add_member))
async def add_member(
    request: Request[Any, Any, Any], key: FromPath[str], data: JSONBody[NewMember]
) -> Person:
    tenant = route.tenant_of(request, key)
    fields = msgspec.structs.asdict(data)
    made: Person = await route.perform(request, people.add_member, tenant=tenant, **fields)
    return made


@post("/clients/{key:str}/people/{person_id:uuid}/invitation", **route.of(invitation.invite_member))
async def invite_member(
    request: Request[Any, Any, Any], key: FromPath[str], person_id: FromPath[UUID]
) -> Link:
    tenant = route.tenant_of(request, key)
    token = await route.perform(request, invitation.invite_member, person_id, tenant=tenant)
    return Link(f"{installation.settings().portal_origin}/link/{token}")


@delete("/clients/{key:str}/people/{person_id:uuid}", **route.of(people.deactivate_member))
async def deactivate(
    request: Request[Any, Any, Any], key: FromPath[str], person_id: FromPath[UUID]
) -> None:
    tenant = route.tenant_of(request, key)
    await route.perform(request, people.deactivate_member, person_id, tenant=tenant)


@put("/clients/{key:str}/people/{person_id:uuid}/reach", status_code=204, **route.of(reach.grant))
async def grant_reach(
    request: Request[Any, Any, Any],
    key: FromPath[str],
    person_id: FromPath[UUID],
    data: JSONBody[Reach],
) -> None:
    tenant = route.tenant_of(request, key)
    await route.perform(request, reach.grant, person_id, data.reach, tenant=tenant)


@put(
    "/clients/{key:str}/people/{person_id:uuid}/language", status_code=204, **route.of(people.speak)
)
async def speak(
    request: Request[Any, Any, Any],
    key: FromPath[str],
    person_id: FromPath[UUID],
    data: JSONBody[Language],
) -> None:
    tenant = route.tenant_of(request, key)
    await route.perform(request, people.speak, person_id, data.locale, tenant=tenant)


@put(
    "/clients/{key:str}/people/{person_id:uuid}/roles",
    status_code=204,
    **route.of(own_people.give_roles),
)
async def give_roles(
    request: Request[Any, Any, Any],
    key: FromPath[str],
    person_id: FromPath[UUID],
    data: JSONBody[Roles],
) -> None:
    tenant = route.tenant_of(request, key)
    await route.perform(request, own_people.give_roles, person_id, data.roles, tenant=tenant)


@post("/clients/{key:str}/people/{person_id:uuid}/erasure", **route.of(erasing.erase, "desk"))
async def erase(
    request: Request[Any, Any, Any],
    key: FromPath[str],
    person_id: FromPath[UUID],
    data: JSONBody[WhyErased],
) -> Erased:
    tenant = route.tenant_of(request, key)
    gone: Erased = await route.perform(
        request, erasing.erase, person_id, data.reason, tenant=tenant
    )
    return gone


@get("/staff", **route.of(people.staff, "desk"))
async def staff(
    request: Request[Any, Any, Any], after: FromQuery[UUID | None] = None
) -> list[Person]:
    """Up to a thousand, by name; go on with the last one's id."""
    found: list[Person] = await route.perform(request, people.staff, after)
    return found


@post("/staff", **route.of(people.add_staff, "desk"))
async def add_staff(request: Request[Any, Any, Any], data: JSONBody[NewStaff]) -> Person:
    fields = msgspec.structs.asdict(data)
    made: Person = await route.perform(request, people.add_staff, **fields)
    return made


@post("/staff/{staff_id:uuid}/invitation", **route.of(invitation.invite_staff, "desk"))
async def invite_staff(request: Request[Any, Any, Any], staff_id: FromPath[UUID]) -> Link:
    token = await route.perform(request, invitation.invite_staff, staff_id)
    return Link(f"{installation.settings().desk_origin}/link/{token}")


@put("/staff/{staff_id:uuid}/clients/{key:str}", **route.of(people.assign, "desk"))
async def assign(
    request: Request[Any, Any, Any], staff_id: FromPath[UUID], key: FromPath[str]
) -> None:
    await route.perform(request, people.assign, staff_id, route.tenant_of(request, key))


@delete("/staff/{staff_id:uuid}/clients/{key:str}", **route.of(people.unassign, "desk"))
async def unassign(
    request: Request[Any, Any, Any], staff_id: FromPath[UUID], key: FromPath[str]
) -> None:
    await route.perform(request, people.unassign, staff_id, route.tenant_of(request, key))


@get("/clients/{key:str}/audit/verdict", **route.of(seal.verify, "desk"))
async def audit_verdict(request: Request[Any, Any, Any], key: FromPath[str]) -> Verdict:
    tenant = route.tenant_of(request, key)
    found: Verdict = await route.perform(request, seal.verify, tenant=tenant)
    return found


@get("/clients/{key:str}/standing", **route.of(standing.of_tenant, "desk"))
async def account_standing(request: Request[Any, Any, Any], key: FromPath[str]) -> Standing:
    tenant = route.tenant_of(request, key)
    found: Standing = await route.perform(request, standing.of_tenant, tenant, tenant=tenant)
    return found


@get("/overdue-clients", **route.of(standing.overdue, "desk"))
async def overdue(request: Request[Any, Any, Any]) -> list[Standing]:
    found: list[Standing] = await route.perform(request, standing.overdue)
    return found


ROUTER = Router(
    "/",
    route_handlers=[
        one_client,
        *(me, issue_token, revoke_token, clients, open_client, members, add_member),
        *(
            invite_member,
            deactivate,
            grant_reach,
            speak,
            give_roles,
            erase,
            staff,
            add_staff,
            invite_staff,
            assign,
            unassign,
        ),
        *(audit_verdict, account_standing, overdue),
        *administration_api.HANDLERS,
        *branding_api.HANDLERS,
        *exports.HANDLERS,
    ],
    tags=["tenants"],
)
