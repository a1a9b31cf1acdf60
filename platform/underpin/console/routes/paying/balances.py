"""What a client paid too much, where it went, and paying it back: proposed by one, approved by
another."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery

from billing.receivables import balance, payback
from underpin.console.routes import answering, forms, frame, of_client
from underpin.console.routes.client_money import shaping as client_money
from underpin.console.routes.one_invoice import paid
from underpin.console.routes.one_invoice.paid import ONE
from underpin.console.routes.paying import gathered
from underpin.console.routes.paying.gathered import Balances
from underpin.console.routes.shaping import money
from underpin.console.views import paying as views
from underpin.kernel.errors import Problem
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
BALANCE: Final = "/clients/{slug:str}/balance"
NOTHING: Mapping[str, str] = {}
FIELDS: Final = ("currency", "amount", "reason")


@get(BALANCE, **route.of(gathered.balances, "desk"))
async def shown(
    request: AnyRequest, slug: FromPath[str], before: FromQuery[UUID | None] = None
) -> Response[Any]:
    return await _drawn(request, slug, before)


@post(f"{BALANCE}/paybacks", **route.of(payback.propose, "desk"))
async def propose(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    form = await forms.of(request)
    try:
        words = (forms.field(form, "currency"), forms.amount(form, "amount"))
        said = (*words, form.get("reason", ""))
        await of_client.done(request, slug, payback.propose, *said)
    except of_client.REFUSED as wrong:
        return await _drawn(request, slug, None, form, wrong)
    return answering.Going(f"/clients/{slug}/balance")


@post(f"{ONE}/surplus", **route.of(balance.take_over, "desk"))
async def take_over(
    request: AnyRequest, slug: FromPath[str], number: FromPath[str]
) -> Response[Any]:
    """What was paid beyond the invoice goes into the balance."""
    form = await forms.of(request)
    try:
        words = (number, forms.day(form, "on"))
        await of_client.done(request, slug, balance.take_over, *words)
    except of_client.REFUSED as wrong:
        return await paid.drawn(request, slug, number, form, wrong)
    return answering.Going(paid.path(slug, number))


@post(f"{ONE}/payments/{{payment_id:uuid}}/reversal", **route.of(balance.put_back, "desk"))
async def put_back(
    request: AnyRequest, slug: FromPath[str], number: FromPath[str], payment_id: FromPath[UUID]
) -> Response[Any]:
    """What the invoice took from the balance goes back into it."""
    form = await forms.of(request)
    try:
        words = (number, payment_id, forms.day(form, "on"))
        await of_client.done(request, slug, balance.put_back, *words)
    except of_client.REFUSED as wrong:
        return await paid.drawn(request, slug, number, form, wrong)
    return answering.Going(paid.path(slug, number))


async def _drawn(
    request: AnyRequest,
    slug: str,
    before: UUID | None,
    typed: Mapping[str, str] = NOTHING,
    wrong: Problem | None = None,
) -> Response[Any]:
    found: Balances = await route.perform(request, gathered.balances, slug, before)
    shell = frame.shell(request, area="clients", now=found.now)
    asker, under = route.principal_of(request), f"/clients/{found.company.slug}/balance"
    held = money.balances(found.balances)
    full = len(found.moves) == balance.PAGE
    view = views.BalancePage(
        shell,
        client_money.client(found.company, asker),
        held,
        tuple(
            views.MoveRow(each.amount, each.currency, each.kind, each.moved_at)
            for each in found.moves
        ),
        tuple(
            views.PaybackRow(each.amount, each.currency, each.reason, each.state, each.proposed_at)
            for each in found.paybacks
        ),
        tuple((each.currency, each.currency) for each in held) if _may(request) else (),
        {name: typed.get(name, "") for name in FIELDS},
        f"{under}?before={found.moves[-1].id}" if full else "",
        under if before else "",
        wrong.detail if wrong else "",
    )
    return answering.page(request, "paying/balance", view, wrong.status if wrong else 200)


def _may(request: AnyRequest) -> bool:
    return route.principal_of(request).may("credit.propose")


HANDLERS = [shown, propose, take_over, put_back]
