"""What is done about chargeable work and contract changes, each a form's resource."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from litestar import Response, post
from litestar.params import FromPath

from underpin.console.routes import forms
from underpin.console.routes.approvals import plan
from underpin.console.routes.approvals.plan import AnyRequest, Form, Words
from underpin.desk.chargeable import estimate, worked
from underpin.desk.chargeable.estimate import Offer
from underpin.desk.contract_changes import answering, contract_change
from underpin.desk.contract_changes.contract_change import Quote
from underpin.desk.tickets import time_entry
from underpin.kernel import digits
from underpin.kernel.errors import Malformed
from underpin.kernel.web import route

TICKET = "/tickets/{name:str}"


def _offer(form: Form) -> Words:
    said = Offer(
        currency=forms.field(form, "currency"),
        text=forms.field(form, "text"),
        minutes=_minutes(form),
        rate=forms.amount(form, "rate") if form.get("rate", "").strip() else None,
        amount=forms.amount(form, "amount") if form.get("amount", "").strip() else None,
        question=form.get("question", ""),
    )
    return (said,), {}


def _minutes(form: Form) -> int | None:
    """None where a fixed price stands instead, or nothing was typed."""
    given = form.get("minutes", "").strip()
    if not given or (form.get("amount", "").strip() and not form.get("rate", "").strip()):
        return None
    found = digits.read(given, 6)
    if found is None:
        raise Malformed("minutes: a whole number.", field="minutes")
    return found


def _quote(form: Form) -> Words:
    said = Quote(
        forms.amount(form, "amount"),
        forms.field(form, "currency"),
        forms.field(form, "per"),  # type: ignore[arg-type]  # checked by the verb
        forms.field(form, "text"),
    )
    return (said,), {}


@post(f"{TICKET}/estimates", **route.of(estimate.make, "desk"))
async def make(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    return await plan.tried(request, name, estimate.make, _offer)


@post(f"{TICKET}/order-number", **route.of(estimate.set_order, "desk"))
async def order(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    return await plan.tried(
        request, name, estimate.set_order, lambda f: ((f.get("po_number", "").strip() or None,), {})
    )


@post(f"{TICKET}/time/{{entry_id:uuid}}/posting", **route.of(time_entry.post, "desk"))
async def posting(
    request: AnyRequest, name: FromPath[str], entry_id: FromPath[UUID]
) -> Response[Any]:
    return await plan.tried_entry(request, name, time_entry.post, entry_id)


@post(f"{TICKET}/time/{{entry_id:uuid}}/coverage", **route.of(worked.cover, "desk"))
async def coverage(
    request: AnyRequest, name: FromPath[str], entry_id: FromPath[UUID]
) -> Response[Any]:
    words = ("coverage", "reason")
    return await plan.tried_entry(request, name, worked.cover, entry_id, *words)


@post(f"{TICKET}/contract-change/quote", **route.of(contract_change.quote, "desk"))
async def quote(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    return await plan.tried(request, name, contract_change.quote, _quote)


@post(f"{TICKET}/contract-change/replies", **route.of(answering.reply, "desk"))
async def answer(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    return await plan.tried(
        request, name, answering.reply, lambda f: ((forms.field(f, "body"),), {})
    )


@post(f"{TICKET}/contract-change/hand-over", **route.of(contract_change.hand_over, "desk"))
async def hand_over(request: AnyRequest, name: FromPath[str]) -> Response[Any]:
    return await plan.tried(
        request, name, contract_change.hand_over, lambda f: ((forms.field(f, "reference"),), {})
    )


HANDLERS = [make, order, posting, coverage, quote, answer, hand_over]
