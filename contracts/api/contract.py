"""The JSON API over contracts, and the calendars and agreements they name."""

from __future__ import annotations

from litestar import Router, get
from litestar.params import FromPath

from contracts import agreements, calendars, contract
from contracts.agreements import Agreement
from contracts.api import asking
from contracts.api.asking import CLIENT, AnyRequest
from contracts.calendars import CalendarVersion
from contracts.contract import Contract
from underpin.kernel.web import route


@get(f"{CLIENT}/contracts", **route.of(contract.of_tenant))
async def signed(request: AnyRequest, key: FromPath[str]) -> list[Contract]:
    found: list[Contract] = await asking.read(request, contract.of_tenant, key)
    return found


@get(f"{CLIENT}/calendars", **route.of(calendars.of_tenant))
async def hours(request: AnyRequest, key: FromPath[str]) -> list[CalendarVersion]:
    found: list[CalendarVersion] = await asking.read(request, calendars.of_tenant, key)
    return found


@get(f"{CLIENT}/agreements", **route.of(agreements.of_tenant))
async def named(request: AnyRequest, key: FromPath[str]) -> list[Agreement]:
    found: list[Agreement] = await asking.read(request, agreements.of_tenant, key)
    return found


ROUTER = Router("/", route_handlers=[signed, hours, named], tags=["contracts"])
