"""The JSON API over who has to approve what: the provider's policy, and a client's own."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
from litestar import Router, delete, get, put
from litestar.params import FromPath, JSONBody

from underpin.desk.api.approval import GroupAsked
from underpin.desk.approvals import policies
from underpin.desk.approvals.policies import Agreed
from underpin.desk.approvals.policy import Risk, Rule
from underpin.kernel.web import asking, route
from underpin.kernel.web.asking import CLIENT, AnyRequest

OURS = "/approval-policies"
THEIRS = f"{CLIENT}/approval-policies"


class RuleSaid(msgspec.Struct, forbid_unknown_fields=True):
    """As `policy.Rule` explains it."""

    groups: list[GroupAsked]
    risk: Risk = ""
    from_amount: Decimal | None = None
    currency: str | None = None

    def rule(self) -> Rule:
        groups = tuple(each.wanted() for each in self.groups)
        return Rule(groups, self.risk, self.from_amount, self.currency)


class Said(msgspec.Struct, forbid_unknown_fields=True):
    rules: list[RuleSaid]

    def read(self) -> tuple[Rule, ...]:
        return tuple(each.rule() for each in self.rules)


@get(OURS, **route.of(policies.default, "desk"))
async def default(request: AnyRequest) -> dict[str, tuple[Rule, ...]]:
    return dict(await route.perform(request, policies.default))


@put(f"{OURS}/{{subject:str}}", status_code=204, **route.of(policies.say, "desk"))
async def say(request: AnyRequest, subject: FromPath[str], data: JSONBody[Said]) -> None:
    await route.perform(request, policies.say, subject, data.read())


@delete(f"{OURS}/{{subject:str}}", **route.of(policies.unsay, "desk"))
async def unsay(request: AnyRequest, subject: FromPath[str]) -> None:
    await route.perform(request, policies.unsay, subject)


@get(THEIRS, **route.of(policies.of_client, "desk"))
async def of_client(request: AnyRequest, key: FromPath[str]) -> Agreed:
    found: Agreed = await asking.read(request, policies.of_client, key)
    return found


@put(f"{THEIRS}/{{subject:str}}", status_code=204, **route.of(policies.agree, "desk"))
async def agree(
    request: AnyRequest, key: FromPath[str], subject: FromPath[str], data: JSONBody[Said]
) -> None:
    await asking.change(request, policies.agree, key, subject, data.read())


@delete(f"{THEIRS}/{{subject:str}}", **route.of(policies.to_default, "desk"))
async def to_default(request: AnyRequest, key: FromPath[str], subject: FromPath[str]) -> None:
    await asking.change(request, policies.to_default, key, subject)


HANDLERS: list[Any] = [default, say, unsay, of_client, agree, to_default]
ROUTER = Router("/", route_handlers=HANDLERS, tags=["approvals"])
