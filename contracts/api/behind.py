"""The JSON API over what stands behind the promises: vendors, OLAs, UCs and what they cover.

The provider's own: no client and no vendor is shown any of it (PRACTICE 1, 7).
"""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import msgspec
from litestar import Router, delete, get, post, put
from litestar.params import FromPath, JSONBody

from contracts.agreements import provider_agreement
from contracts.agreements.agreed import Content
from contracts.agreements.provider_agreement import Behind
from contracts.agreements.versions import Version
from contracts.signed import contract, vendor, vendor_contact, vendor_use
from contracts.signed.contract import Covering
from contracts.signed.vendor import Connector, Vendor
from contracts.signed.vendor_contact import Contact, Desk
from contracts.signed.vendor_use import Use
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest, Moment

AGREEMENTS = "/provider/agreements"
VERSION = "/provider/versions/{version_id:uuid}"
COVERAGE = f"{CLIENT}/services/{{service_id:uuid}}/coverage"


class Reached(msgspec.Struct, forbid_unknown_fields=True):
    """How a vendor is reached, in which language, and what a case costs: net, in major units of
    `currency`."""

    email: str
    connector: Connector = "by_hand"
    currency: str = "EUR"
    case_cost: Decimal = Decimal(0)
    locale: str | None = None


class NewVendor(Reached, forbid_unknown_fields=True, kw_only=True):
    name: str


class Person(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    email: str
    phone: str = ""
    locale: str | None = None


class Telephone(msgspec.Struct, forbid_unknown_fields=True):
    """Our number with them, what they ask for, what we may ask, and whom to ask next."""

    phone: str = ""
    customer_number: str = ""
    pin: str = ""
    entitlement: str = ""
    contacts: list[Person] = []


class NewOla(msgspec.Struct, forbid_unknown_fields=True):
    tier: int
    name: str
    content: Content


class NewUc(msgspec.Struct, forbid_unknown_fields=True):
    vendor_id: UUID
    name: str
    content: Content


class Amended(msgspec.Struct, forbid_unknown_fields=True):
    content: Content


class Effective(msgspec.Struct, forbid_unknown_fields=True):
    effective_from: Moment


class Covered(msgspec.Struct, forbid_unknown_fields=True):
    """The UC under which its vendor stands behind the service."""

    agreement_id: UUID


@get("/vendors", **route.of(vendor.every, "desk"))
async def vendors(request: AnyRequest) -> list[Vendor]:
    found: list[Vendor] = await route.perform(request, vendor.every)
    return found


@post("/vendors", **route.of(vendor.add, "desk"))
async def add_vendor(request: AnyRequest, data: JSONBody[NewVendor]) -> Vendor:
    made: Vendor = await route.perform(request, vendor.add, **msgspec.structs.asdict(data))
    return made


@put("/vendors/{vendor_id:uuid}", **route.of(vendor.change, "desk"))
async def change_vendor(
    request: AnyRequest, vendor_id: FromPath[UUID], data: JSONBody[Reached]
) -> Vendor:
    words = msgspec.structs.asdict(data)
    made: Vendor = await route.perform(request, vendor.change, vendor_id, **words)
    return made


@get("/vendors/{vendor_id:uuid}/desk", **route.of(vendor_contact.of_vendor, "desk"))
async def vendor_desk(request: AnyRequest, vendor_id: FromPath[UUID]) -> Desk:
    found: Desk = await route.perform(request, vendor_contact.of_vendor, vendor_id)
    return found


@put("/vendors/{vendor_id:uuid}/desk", **route.of(vendor_contact.reach, "desk"))
async def reach_vendor(
    request: AnyRequest, vendor_id: FromPath[UUID], data: JSONBody[Telephone]
) -> Desk:
    words = msgspec.structs.asdict(data)
    contacts = tuple(
        Contact(each.name, each.email, each.phone, each.locale) for each in data.contacts
    )
    desk = Desk(**(words | {"contacts": contacts}))
    made: Desk = await route.perform(request, vendor_contact.reach, vendor_id, desk)
    return made


@get(AGREEMENTS, **route.of(provider_agreement.of_provider, "desk"))
async def agreements(request: AnyRequest) -> list[Behind]:
    found: list[Behind] = await route.perform(request, provider_agreement.of_provider)
    return found


@post(f"{AGREEMENTS}/ola", **route.of(provider_agreement.draft_ola, "desk"))
async def draft_ola(request: AnyRequest, data: JSONBody[NewOla]) -> Version:
    words = (data.tier, data.name, data.content)
    made: Version = await route.perform(request, provider_agreement.draft_ola, *words)
    return made


@post(f"{AGREEMENTS}/uc", **route.of(provider_agreement.draft_uc, "desk"))
async def draft_uc(request: AnyRequest, data: JSONBody[NewUc]) -> Version:
    words = (data.vendor_id, data.name, data.content)
    made: Version = await route.perform(request, provider_agreement.draft_uc, *words)
    return made


@post(
    f"{AGREEMENTS}/{{agreement_id:uuid}}/versions",
    **route.of(provider_agreement.amend, "desk"),
)
async def amend(
    request: AnyRequest, agreement_id: FromPath[UUID], data: JSONBody[Amended]
) -> Version:
    words = (agreement_id, data.content)
    made: Version = await route.perform(request, provider_agreement.amend, *words)
    return made


@put(f"{VERSION}/approval", **route.of(provider_agreement.approve, "desk"))
async def approve(request: AnyRequest, version_id: FromPath[UUID]) -> Version:
    more = {"seen": route.expected_version(request)}
    made: Version = await route.perform(request, provider_agreement.approve, version_id, **more)
    return made


@put(f"{VERSION}/activation", **route.of(provider_agreement.activate, "desk"))
async def activate(
    request: AnyRequest, version_id: FromPath[UUID], data: JSONBody[Effective]
) -> Version:
    words = (version_id, data.effective_from)
    made: Version = await route.perform(request, provider_agreement.activate, *words)
    return made


@get(f"{CLIENT}/coverage", **route.of(contract.coverage, "desk"))
async def coverage(request: AnyRequest, key: FromPath[str]) -> list[Covering]:
    found: list[Covering] = await asking.read(request, contract.coverage, key)
    return found


@post(COVERAGE, status_code=204, **route.of(contract.cover, "desk"))
async def cover(
    request: AnyRequest, key: FromPath[str], service_id: FromPath[UUID], data: JSONBody[Covered]
) -> None:
    await asking.change(request, contract.cover, key, service_id, data.agreement_id)


@delete(f"{COVERAGE}/{{vendor_id:uuid}}", **route.of(contract.uncover, "desk"))
async def uncover(
    request: AnyRequest,
    key: FromPath[str],
    service_id: FromPath[UUID],
    vendor_id: FromPath[UUID],
) -> None:
    await asking.change(request, contract.uncover, key, service_id, vendor_id)


@get("/vendors/{vendor_id:uuid}/uses", **route.of(vendor_use.of_vendor, "desk"))
async def used(request: AnyRequest, vendor_id: FromPath[UUID]) -> list[Use]:
    """Which services of one's clients lean on them."""
    found: list[Use] = await route.perform(request, vendor_use.of_vendor, vendor_id)
    return found


ROUTER = Router(
    "/",
    route_handlers=[
        used,
        *(vendors, add_vendor, change_vendor, vendor_desk, reach_vendor),
        *(agreements, draft_ola, draft_uc, amend, approve, activate),
        *(coverage, cover, uncover),
    ],
    tags=["vendors"],
)
