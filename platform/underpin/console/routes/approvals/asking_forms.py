"""An approval is asked for on a ticket."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from litestar import Response, post
from litestar.params import FromPath

from underpin.console.routes import forms
from underpin.console.routes.approvals import plan
from underpin.console.routes.approvals.plan import AnyRequest, Form
from underpin.desk.approvals import asking
from underpin.desk.approvals.approvers import Wanted
from underpin.desk.approvals.asking import New
from underpin.desk.approvals.voting import CLIENT, PROVIDER
from underpin.kernel import digits
from underpin.kernel.errors import Malformed
from underpin.kernel.web import route

SIDES = ((CLIENT, "member:"), (PROVIDER, "staff:"))


@post("/tickets/{name:str}/approvals", **route.of(asking.ask, "desk"))
async def ask(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    form, named = await forms.of(request), await forms.each(request, "person")

    async def perform(tenant: int, number: int) -> None:
        await route.perform(request, asking.ask, number, _new(form, named), tenant=tenant)

    return await plan.attempt(request, name, form, perform)


def _new(form: Form, named: Sequence[str]) -> New:
    """Raises Malformed."""
    amount = forms.amount(form, "amount") if form.get("amount", "").strip() else None
    return New(
        forms.field(form, "subject"),  # type: ignore[arg-type]  # checked by the verb
        forms.field(form, "title"),
        _groups(form, named),
        form.get("detail", ""),
        amount,
        forms.field(form, "currency") if amount is not None else None,
        plan.moment(form, "deadline"),
        form.get("question", ""),
    )


def _groups(form: Form, named: Sequence[str]) -> tuple[Wanted, ...]:
    """A side is asked where it is ticked, or somebody of it is named. Raises Malformed."""
    quorum = digits.read(form.get("quorum", "1").strip(), 2)
    if quorum is None:
        raise Malformed("quorum: how many have to agree, from 1.", field="quorum")
    groups = []
    for side, mark in SIDES:
        people = tuple(_id(each.removeprefix(mark)) for each in named if each.startswith(mark))
        if people or form.get(side) == "yes":
            groups.append(Wanted(side, quorum, people))
    if not groups:
        raise Malformed("client, provider: tick who is asked.", field="client")
    return tuple(groups)


def _id(given: str) -> UUID:
    try:
        return UUID(given)
    except ValueError as wrong:
        raise Malformed("person: choose from the list.", field="person") from wrong


HANDLERS = [ask]
