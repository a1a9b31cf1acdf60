"""Who has to approve what: said for every client, and otherwise for one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from litestar import Request, Response, get, post
from litestar.params import FromPath

from tenants import company
from underpin.console.routes import answering, forms, frame
from underpin.console.routes.approvals import policy_rows
from underpin.console.views.approval_policies import (
    ApprovalPoliciesPage,
    Nameable,
    PolicyCard,
)
from underpin.desk.approvals import policies, policy
from underpin.desk.approvals.policies import Agreed
from underpin.desk.approvals.request import SUBJECTS
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
OURS: Final = "/administration/approval-policies"
PEOPLE: Final = re.compile(r"people_([0-9]{1,2})_([0-9]{1,2})")
THEIRS: Final = "/clients/{key:str}/approval-policies"


@dataclass(frozen=True, slots=True)
class Found:
    client: str
    agreed: Agreed


@read("ticket.read", STAFF)
async def of_client(act: Act, tenant: int) -> Found:
    names = {each.id: each.name for each in await company.companies(act)}
    return Found(names[tenant], await policies.of_client(act, tenant))


@get(OURS, **route.of(policies.default, "desk"))
async def ours(request: AnyRequest) -> Response[Any]:
    return await _ours(request)


@post(f"{OURS}/{{subject:str}}", **route.of(policies.say, "desk"))
async def say(request: AnyRequest, subject: FromPath[str]) -> Response[Any]:
    form = await forms.of(request)
    try:
        rules = policy_rows.read(form, await _named(request))
        await route.perform(request, policies.say, subject, rules)
    except Malformed as wrong:
        return await _ours(request, await _typed(request, form, subject, wrong))
    return answering.Going(OURS)


@post(f"{OURS}/{{subject:str}}/default", **route.of(policies.unsay, "desk"))
async def unsay(request: AnyRequest, subject: FromPath[str]) -> Response[Any]:
    await route.perform(request, policies.unsay, subject)
    return answering.Going(OURS)


@get(THEIRS, **route.of(of_client, "desk"))
async def theirs(request: AnyRequest, key: FromPath[str]) -> Response[Any]:
    return await _theirs(request, key)


@post(f"{THEIRS}/{{subject:str}}", **route.of(policies.agree, "desk"))
async def agree(request: AnyRequest, key: FromPath[str], subject: FromPath[str]) -> Response[Any]:
    tenant, form = route.tenant_of(request, key), await forms.of(request)
    try:
        rules = policy_rows.read(form, await _named(request))
        await route.perform(request, policies.agree, subject, rules, tenant=tenant)
    except Malformed as wrong:
        return await _theirs(request, key, await _typed(request, form, subject, wrong))
    return answering.Going(f"/clients/{key}/approval-policies")


@post(f"{THEIRS}/{{subject:str}}/default", **route.of(policies.to_default, "desk"))
async def to_default(
    request: AnyRequest, key: FromPath[str], subject: FromPath[str]
) -> Response[Any]:
    tenant = route.tenant_of(request, key)
    await route.perform(request, policies.to_default, subject, tenant=tenant)
    return answering.Going(f"/clients/{key}/approval-policies")


async def _named(request: AnyRequest) -> policy_rows.Named:
    """Who was chosen."""
    asked = [match for name in await forms.of(request) if (match := PEOPLE.fullmatch(name))]
    return {(int(each[1]), int(each[2])): await forms.each(request, each[0]) for each in asked}


async def _typed(
    request: AnyRequest, form: Mapping[str, str], subject: str, wrong: Malformed
) -> PolicyCard:
    """The card as it was typed, with what was wrong."""
    rows = policy_rows.typed(form, await _named(request))
    return PolicyCard(subject, rows, "own", problem=wrong.detail)


async def _ours(request: AnyRequest, typed: PolicyCard | None = None) -> Response[Any]:
    said = await route.perform(request, policies.default)
    shell = frame.shell(request, area="administration")
    cards = tuple(
        policy_rows.card(each, said.get(each, ()), "default" if each in said else "house")
        for each in SUBJECTS
    )
    may = route.principal_of(request).may(policies.say.capability)
    view = ApprovalPoliciesPage(shell, "", OURS, _with(cards, typed), (), may)
    return answering.page(request, "settings/approval_policies", view, 422 if typed else 200)


async def _theirs(request: AnyRequest, key: str, typed: PolicyCard | None = None) -> Response[Any]:
    tenant = route.tenant_of(request, key)
    found: Found = await route.perform(request, of_client, tenant, tenant=tenant)
    cards = tuple(_card(each, found.agreed) for each in SUBJECTS)
    people = tuple(
        Nameable(str(each.id), each.name, each.side, each.may) for each in found.agreed.people
    )
    path = f"/clients/{key}/approval-policies"
    may = route.principal_of(request).may(policies.agree.capability)
    shell = frame.shell(request, area="desks")
    view = ApprovalPoliciesPage(shell, found.client, path, _with(cards, typed), people, may)
    return answering.page(request, "settings/approval_policies", view, 422 if typed else 200)


def _card(subject: str, agreed: Agreed) -> PolicyCard:
    """The client's own rules, and what holds beside them."""
    own, default = agreed.own.get(subject, ()), agreed.default.get(subject, ())
    source = "own" if own else "default" if default else "house"
    able = {each.id for each in agreed.people if each.may}
    beside = policy.beside(own, default)
    return policy_rows.card(subject, own, source, beside=beside, able=able)


def _with(cards: tuple[PolicyCard, ...], typed: PolicyCard | None) -> tuple[PolicyCard, ...]:
    if typed is None:
        return cards
    return tuple(
        replace(typed, source=each.source, beside=each.beside) if _same(typed, each) else each
        for each in cards
    )


def _same(one: PolicyCard, other: PolicyCard) -> bool:
    return one.subject == other.subject


HANDLERS = [ours, say, unsay, theirs, agree, to_default]
