"""The JSON API over contracts, and the calendars and agreements they name."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from litestar import Router, delete, get, patch, post, put
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from contracts.agreements import agreements
from contracts.agreements.agreements import Agreement
from contracts.calendars import calendars
from contracts.calendars.calendars import CalendarVersion
from contracts.signed import amending, amendment, choosing, contract, service
from contracts.signed.amendment import Amendment
from contracts.signed.choosing import Considered
from contracts.signed.contract import Contract, Service
from contracts.signed.contract_terms import Changes
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest

CONTRACT = "/clients/{key:str}/contracts/{contract_id:uuid}"


class NewContract(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    starts_on: date
    ends_on: date | None = None
    notice_days: int = 0
    renewal: Literal["none", "automatic"] = "none"
    renewal_months: int = 12
    uplift_percent: Decimal | None = None
    uplift_on: date | None = None


class Amended(msgspec.Struct, forbid_unknown_fields=True):
    """Only what `changes` names is changed."""

    changes: Changes
    reason: str = ""


class NewNotice(msgspec.Struct, forbid_unknown_fields=True):
    """`given_on`: the day it reached the other side, today where nothing is said."""

    by: Literal["client", "provider"]
    given_on: date | None = None
    reason: str = ""


class NewService(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    starts_on: date
    reason: str = ""


class Leaving(msgspec.Struct, forbid_unknown_fields=True):
    """null keeps one in that was to leave."""

    last_day: date | None
    reason: str = ""


@get(f"{CLIENT}/contracts", **route.of(contract.of_tenant))
async def signed(request: AnyRequest, key: FromPath[str]) -> list[Contract]:
    found: list[Contract] = await asking.read(request, contract.of_tenant, key)
    return found


@post(f"{CLIENT}/contracts", **route.of(contract.sign, "desk"))
async def sign(request: AnyRequest, key: FromPath[str], data: JSONBody[NewContract]) -> Contract:
    words = msgspec.structs.asdict(data)
    made: Contract = await asking.change(request, contract.sign, key, **words)
    return made


@patch(CONTRACT, **route.of(amending.change_terms, "desk"))
async def change_terms(
    request: AnyRequest, key: FromPath[str], contract_id: FromPath[UUID], data: JSONBody[Amended]
) -> Contract:
    more = {"reason": data.reason, "version": route.expected_version(request)}
    words = (contract_id, data.changes)
    made: Contract = await asking.change(request, amending.change_terms, key, *words, **more)
    return made


@put(f"{CONTRACT}/notice", **route.of(amending.give_notice, "desk"))
async def give_notice(
    request: AnyRequest, key: FromPath[str], contract_id: FromPath[UUID], data: JSONBody[NewNotice]
) -> Contract:
    version = route.expected_version(request)
    said = {"given_on": data.given_on, "reason": data.reason}
    words = (contract_id, data.by)
    made: Contract = await asking.change(
        request, amending.give_notice, key, *words, version=version, **said
    )
    return made


@delete(f"{CONTRACT}/notice", status_code=200, **route.of(amending.withdraw_notice, "desk"))
async def withdraw_notice(
    request: AnyRequest, key: FromPath[str], contract_id: FromPath[UUID]
) -> Contract:
    version = route.expected_version(request)
    made: Contract = await asking.change(
        request, amending.withdraw_notice, key, contract_id, version=version
    )
    return made


@get(f"{CONTRACT}/amendments", **route.of(amendment.of_contract))
async def amendments(
    request: AnyRequest,
    key: FromPath[str],
    contract_id: FromPath[UUID],
    before: FromQuery[int | None] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=amendment.LONGEST_PAGE)] = amendment.PAGE,
) -> list[Amendment]:
    """The newest first; `before` is the last version of the page before."""
    words = (contract_id, before, limit)
    found: list[Amendment] = await asking.read(request, amendment.of_contract, key, *words)
    return found


@post(f"{CONTRACT}/services", **route.of(service.take_in, "desk"))
async def take_in(
    request: AnyRequest, key: FromPath[str], contract_id: FromPath[UUID], data: JSONBody[NewService]
) -> Service:
    more = {"reason": data.reason, "version": route.expected_version(request)}
    words = (contract_id, data.name, data.starts_on)
    made: Service = await asking.change(request, service.take_in, key, *words, **more)
    return made


@put(f"{CLIENT}/services/{{service_id:uuid}}/last-day", **route.of(service.take_out, "desk"))
async def take_out(
    request: AnyRequest, key: FromPath[str], service_id: FromPath[UUID], data: JSONBody[Leaving]
) -> Service:
    more = {"reason": data.reason, "version": route.expected_version(request)}
    words = (service_id, data.last_day)
    left: Service = await asking.change(request, service.take_out, key, *words, **more)
    return left


@get(f"{CLIENT}/candidates", **route.of(choosing.candidates))
async def candidates(
    request: AnyRequest,
    key: FromPath[str],
    ticket_type: FromQuery[str],
    service_id: FromQuery[UUID | None] = None,
    at: FromQuery[datetime | None] = None,
) -> list[Considered]:
    """Which agreement wins for such a ticket, and why the others lose."""
    words = (ticket_type, service_id, at)
    found: list[Considered] = await asking.read(request, choosing.candidates, key, *words)
    return found


@get(f"{CLIENT}/calendars", **route.of(calendars.of_tenant))
async def hours(request: AnyRequest, key: FromPath[str]) -> list[CalendarVersion]:
    found: list[CalendarVersion] = await asking.read(request, calendars.of_tenant, key)
    return found


@get(f"{CLIENT}/agreements", **route.of(agreements.of_tenant))
async def named(request: AnyRequest, key: FromPath[str]) -> list[Agreement]:
    found: list[Agreement] = await asking.read(request, agreements.of_tenant, key)
    return found


ROUTER = Router(
    "/",
    route_handlers=[
        *(signed, sign, change_terms, give_notice, withdraw_notice, amendments),
        *(take_in, take_out, candidates, hours, named),
    ],
    tags=["contracts"],
)
