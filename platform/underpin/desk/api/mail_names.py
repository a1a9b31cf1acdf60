"""The JSON API over a client's mail addresses and domains."""

from __future__ import annotations

from uuid import UUID

import msgspec
from litestar import Router, delete, get, post, put
from litestar.params import FromPath, JSONBody

from tenants import house_name
from underpin.desk.mail.names import addresses, domains
from underpin.kernel import verb
from underpin.kernel.web import asking, route
from underpin.kernel.web.route import AnyRequest

MAIL = f"{asking.CLIENT}/mail"
DOMAIN = f"{MAIL}/domains/{{mail_domain_id:uuid}}"


class NewDomain(msgspec.Struct, forbid_unknown_fields=True):
    domain: str


class Reason(msgspec.Struct, forbid_unknown_fields=True):
    reason: str


class NewAddress(msgspec.Struct, forbid_unknown_fields=True):
    """What stands before the @; the rest is the installation's mail domain."""

    local_part: str


class HouseName(msgspec.Struct, forbid_unknown_fields=True):
    """As whom the provider's desk writes; empty where nothing was chosen."""

    name: str


class Sender(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    address: str


@get(f"{MAIL}/domains", **route.of(domains.of_client, "desk"))
async def list_domains(request: AnyRequest, key: FromPath[str]) -> list[domains.Domain]:
    found: list[domains.Domain] = await asking.read(request, domains.of_client, key)
    return found


@post(f"{MAIL}/domains", **route.of(domains.claim, "desk"))
async def claim(
    request: AnyRequest, key: FromPath[str], data: JSONBody[NewDomain]
) -> domains.Domain:
    made: domains.Domain = await asking.change(request, domains.claim, key, data.domain)
    return made


@put(f"{DOMAIN}/verification", **route.of(domains.verify, "desk"))
async def verify(
    request: AnyRequest, key: FromPath[str], mail_domain_id: FromPath[UUID]
) -> domains.Domain:
    tenant = route.tenant_of(request, key)
    asker = route.principal_of(request)
    return await verb.begin(domains.verify, asker, tenant, mail_domain_id)


@put(f"{DOMAIN}/confirmation", **route.of(domains.confirm, "desk"))
async def confirm(
    request: AnyRequest,
    key: FromPath[str],
    mail_domain_id: FromPath[UUID],
    data: JSONBody[Reason],
) -> domains.Domain:
    words = (mail_domain_id, data.reason)
    made: domains.Domain = await asking.change(request, domains.confirm, key, *words)
    return made


@delete(DOMAIN, **route.of(domains.release, "desk"))
async def release(request: AnyRequest, key: FromPath[str], mail_domain_id: FromPath[UUID]) -> None:
    await asking.change(request, domains.release, key, mail_domain_id)


@get(f"{MAIL}/addresses", **route.of(addresses.of_client, "desk"))
async def list_addresses(request: AnyRequest, key: FromPath[str]) -> list[addresses.Address]:
    found: list[addresses.Address] = await asking.read(request, addresses.of_client, key)
    return found


@post(f"{MAIL}/addresses", **route.of(addresses.add, "desk"))
async def add(
    request: AnyRequest, key: FromPath[str], data: JSONBody[NewAddress]
) -> addresses.Address:
    made: addresses.Address = await asking.change(request, addresses.add, key, data.local_part)
    return made


@delete(f"{MAIL}/addresses/{{mail_alias_id:uuid}}", **route.of(addresses.remove, "desk"))
async def remove(request: AnyRequest, key: FromPath[str], mail_alias_id: FromPath[UUID]) -> None:
    await asking.change(request, addresses.remove, key, mail_alias_id)


@put(f"{MAIL}/sender", **route.of(addresses.write_as, "desk"))
async def write_as(request: AnyRequest, key: FromPath[str], data: JSONBody[Sender]) -> None:
    tenant = route.tenant_of(request, key)
    asker = route.principal_of(request)
    await verb.begin(addresses.write_as, asker, tenant, data.name, data.address)


@get("/mail/house-name", **route.of(house_name.chosen, "desk"))
async def house_is(request: AnyRequest) -> HouseName:
    return HouseName(await route.perform(request, house_name.chosen) or "")


@put("/mail/house-name", status_code=204, **route.of(house_name.choose, "desk"))
async def name_house(request: AnyRequest, data: JSONBody[HouseName]) -> None:
    await route.perform(request, house_name.choose, data.name)


@get(f"{MAIL}/refused", **route.of(addresses.refused, "desk"))
async def list_refused(request: AnyRequest, key: FromPath[str]) -> list[addresses.Refused]:
    found: list[addresses.Refused] = await asking.read(request, addresses.refused, key)
    return found


@delete(f"{MAIL}/refused/{{mail_refused_id:uuid}}", **route.of(addresses.lift, "desk"))
async def lift(request: AnyRequest, key: FromPath[str], mail_refused_id: FromPath[UUID]) -> None:
    await asking.change(request, addresses.lift, key, mail_refused_id)


@get(f"{MAIL}/sender", **route.of(addresses.sender, "desk"))
async def sender(request: AnyRequest, key: FromPath[str]) -> addresses.Sender | None:
    """null: the provider's name, and the company's own address."""
    found: addresses.Sender | None = await asking.read(request, addresses.sender, key)
    return found


ROUTER = Router(
    "/",
    route_handlers=[
        sender,
        *(list_domains, claim, verify, confirm, release),
        *(list_addresses, add, remove, write_as, list_refused, lift),
        *(house_is, name_house),
    ],
    tags=["mail"],
)
