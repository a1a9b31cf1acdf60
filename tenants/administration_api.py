"""The JSON API over what administrators keep: companies' state, staff, teams, tokens, the trail."""

from __future__ import annotations

from uuid import UUID

import msgspec
from litestar import delete, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody

from tenants import (
    account,
    api_token,
    company_state,
    own_audit,
    own_company,
    particulars,
    staff_record,
    teams,
    trail,
)
from tenants.api_token import Token
from tenants.seal import Verdict
from tenants.staff_record import Record, Said
from tenants.teams import Team
from tenants.trail import Line
from underpin.kernel import verb
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest

STAFF = "/staff/{staff_id:uuid}"


class Particulars(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    time_zone: str
    locale: str


class Why(msgspec.Struct, forbid_unknown_fields=True):
    """`reason` stays in the audit trail."""

    reason: str


class StaffSaid(msgspec.Struct, forbid_unknown_fields=True):
    name: str
    roles: list[str]
    tier: int | None = None
    locale: str = "en"
    time_zone: str = "UTC"
    weekly_minutes: int = staff_record.FULL_WEEK


class TeamSaid(msgspec.Struct, forbid_unknown_fields=True):
    """No `tier`: across tiers."""

    name: str
    tier: int | None = None
    people: list[UUID] = []


@get("/tokens", **route.of(api_token.mine))
async def tokens(request: AnyRequest) -> list[Token]:
    found: list[Token] = await route.perform(request, api_token.mine)
    return found


@put(f"{CLIENT}/particulars", status_code=204, **route.of(particulars.change, "desk"))
async def change_company(
    request: AnyRequest, key: FromPath[str], data: JSONBody[Particulars]
) -> None:
    words = (data.name, data.time_zone, data.locale)
    await asking.change(request, particulars.change, key, *words)


@put(f"{CLIENT}/suspension", status_code=204, **route.of(company_state.suspend, "desk"))
async def suspend(request: AnyRequest, key: FromPath[str], data: JSONBody[Why]) -> None:
    await asking.change(request, company_state.suspend, key, data.reason)


@put(f"{CLIENT}/closure", status_code=204, **route.of(company_state.close, "desk"))
async def close(request: AnyRequest, key: FromPath[str], data: JSONBody[Why]) -> None:
    await asking.change(request, company_state.close, key, data.reason)


@put(f"{CLIENT}/reopening", status_code=204, **route.of(company_state.reopen, "desk"))
async def reopen(request: AnyRequest, key: FromPath[str], data: JSONBody[Why]) -> None:
    await asking.change(request, company_state.reopen, key, data.reason)


@get(f"{CLIENT}/audit", **route.of(trail.page, "desk"))
async def audit_trail(
    request: AnyRequest, key: FromPath[str], before: FromQuery[UUID | None] = None
) -> list[Line]:
    found: list[Line] = await asking.read(request, trail.page, key, before)
    return found


@get(STAFF, **route.of(staff_record.one, "desk"))
async def one_of_staff(request: AnyRequest, staff_id: FromPath[UUID]) -> Record:
    found: Record = await route.perform(request, staff_record.one, staff_id)
    return found


@put(STAFF, status_code=204, **route.of(staff_record.change, "desk"))
async def change_staff(
    request: AnyRequest, staff_id: FromPath[UUID], data: JSONBody[StaffSaid]
) -> None:
    said = Said(**{**msgspec.structs.asdict(data), "roles": tuple(data.roles)})
    await route.perform(request, staff_record.change, staff_id, said)


@put(f"{STAFF}/deactivation", status_code=204, **route.of(staff_record.leave, "desk"))
async def leave(request: AnyRequest, staff_id: FromPath[UUID]) -> None:
    await route.perform(request, staff_record.leave, staff_id)


@delete(f"{STAFF}/deactivation", **route.of(staff_record.come_back, "desk"))
async def come_back(request: AnyRequest, staff_id: FromPath[UUID]) -> None:
    await route.perform(request, staff_record.come_back, staff_id)


@get("/teams", **route.of(teams.all_of_them, "desk"))
async def every_team(request: AnyRequest) -> list[Team]:
    found: list[Team] = await route.perform(request, teams.all_of_them)
    return found


@post("/teams", **route.of(teams.found, "desk"))
async def found_team(request: AnyRequest, data: JSONBody[TeamSaid]) -> Team:
    made: Team = await route.perform(request, teams.found, data.name, data.tier)
    return made


@put("/teams/{team_id:uuid}", status_code=204, **route.of(teams.change, "desk"))
async def change_team(
    request: AnyRequest, team_id: FromPath[UUID], data: JSONBody[TeamSaid]
) -> None:
    words = (team_id, data.name, data.tier, data.people)
    await route.perform(request, teams.change, *words)


@get("/account-managers", **route.of(account.managers, "desk"))
async def managers(request: AnyRequest) -> list[account.Managed]:
    """Who manages each of one's clients."""
    found: list[account.Managed] = await route.perform(request, account.managers)
    return found


@get("/me/company", **route.of(own_company.own, "portal"))
async def own(request: AnyRequest) -> own_company.Belonging:
    found: own_company.Belonging = await route.perform(request, own_company.own)
    return found


@get("/me/company/audit", **route.of(own_audit.page, "portal"))
async def own_trail(
    request: AnyRequest, before: FromQuery[int | None] = None
) -> list[own_audit.Line]:
    """The company's own sealed entries, the newest first."""
    return list(await verb.begin(own_audit.page, route.principal_of(request), before))


@get("/me/company/audit/verdict", **route.of(own_audit.verified, "portal"))
async def own_verdict(request: AnyRequest) -> Verdict:
    """The whole chain, recomputed now."""
    asker = route.principal_of(request)
    found: Verdict = await verb.begin(own_audit.verified, asker)
    return found


HANDLERS = [
    *(tokens, change_company, suspend, close, reopen, audit_trail),
    *(one_of_staff, change_staff, leave, come_back, every_team, found_team, change_team),
    *(managers, own, own_trail, own_verdict),
]
