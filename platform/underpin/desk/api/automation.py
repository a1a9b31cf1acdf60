"""The JSON API over rules that act by themselves, and their log."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import msgspec
from litestar import Router, delete, get, post, put
from litestar.params import FromPath, FromQuery, JSONBody

from underpin.desk.automation import rules, runs, trying
from underpin.desk.automation.rule import Definition, Said
from underpin.desk.automation.rules import Kept, Version
from underpin.desk.automation.runs import Fault, Run
from underpin.desk.automation.trying import Trial
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest

RULES = "/automation/rules"
RULE = f"{RULES}/{{rule_id:uuid}}"
HERE = f"{CLIENT}/automation"


class Wanted(msgspec.Struct, forbid_unknown_fields=True):
    """`client` is the key of the one company it is for; without it, for all."""

    name: str
    definition: Definition
    client: str | None = None
    position: int = 100
    stops: bool = False


class Wish(msgspec.Struct, forbid_unknown_fields=True):
    definition: Definition
    latest: int = 100


@get(RULES, **route.of(rules.listed, "desk"))
async def listed(request: AnyRequest) -> list[Kept]:
    found: list[Kept] = await route.perform(request, rules.listed)
    return found


@post(RULES, **route.of(rules.keep, "desk"))
async def keep(request: AnyRequest, data: JSONBody[Wanted]) -> dict[str, UUID]:
    return {"id": await route.perform(request, rules.keep, _said(data))}


@get(RULE, **route.of(rules.one, "desk"))
async def one(request: AnyRequest, rule_id: FromPath[UUID]) -> Kept:
    found: Kept = await route.perform(request, rules.one, rule_id)
    return found


@put(RULE, status_code=204, **route.of(rules.change, "desk"))
async def change(request: AnyRequest, rule_id: FromPath[UUID], data: JSONBody[Wanted]) -> None:
    version = route.expected_version(request)
    await route.perform(request, rules.change, rule_id, _said(data), version=version)


@delete(RULE, **route.of(rules.retire, "desk"))
async def retire(request: AnyRequest, rule_id: FromPath[UUID]) -> None:
    await route.perform(request, rules.retire, rule_id)


@put(f"{RULE}/activity", status_code=204, **route.of(rules.switch, "desk"))
async def switch_on(request: AnyRequest, rule_id: FromPath[UUID]) -> None:
    await route.perform(request, rules.switch, rule_id, on=True)


@delete(f"{RULE}/activity", **route.of(rules.switch, "desk"))
async def switch_off(request: AnyRequest, rule_id: FromPath[UUID]) -> None:
    await route.perform(request, rules.switch, rule_id, on=False)


@get(f"{RULE}/versions", **route.of(rules.versions, "desk"))
async def versions(request: AnyRequest, rule_id: FromPath[UUID]) -> Sequence[Version]:
    found: Sequence[Version] = await route.perform(request, rules.versions, rule_id)
    return found


@post(f"{HERE}/trials", status_code=200, **route.of(trying.try_out, "desk"))
async def try_out(request: AnyRequest, key: FromPath[str], data: JSONBody[Wish]) -> Trial:
    """Changes nothing."""
    words = ("", data.definition, data.latest)
    found: Trial = await asking.read(request, trying.try_out, key, *words)
    return found


@get(f"{HERE}/runs", **route.of(runs.listed, "desk"))
async def log(
    request: AnyRequest,
    key: FromPath[str],
    *,
    rule_id: FromQuery[UUID | None] = None,
    outcome: FromQuery[str | None] = None,
    before: FromQuery[UUID | None] = None,
) -> list[Run]:
    found: list[Run] = await asking.read(request, runs.listed, key, rule_id, outcome, before)
    return found


@put(f"{HERE}/runs/{{run_id:uuid}}/retry", **route.of(runs.again, "desk"))
async def again(request: AnyRequest, key: FromPath[str], run_id: FromPath[UUID]) -> dict[str, str]:
    return {"state": await asking.change(request, runs.again, key, run_id)}


@get(f"{HERE}/faults", **route.of(runs.faults, "desk"))
async def faults(request: AnyRequest, key: FromPath[str]) -> Sequence[Fault]:
    found: Sequence[Fault] = await asking.read(request, runs.faults, key)
    return found


@delete(f"{HERE}/faults/{{rule_id:uuid}}", **route.of(runs.resume, "desk"))
async def resume(request: AnyRequest, key: FromPath[str], rule_id: FromPath[UUID]) -> None:
    await asking.change(request, runs.resume, key, rule_id)


def _said(data: Wanted) -> Said:
    return Said(data.name, data.definition, data.client, data.position, data.stops)


ROUTER = Router(
    "/",
    route_handlers=[
        *(listed, keep, one, change, retire, switch_on, switch_off, versions),
        *(try_out, log, again, faults, resume),
    ],
    tags=["desk"],
)
