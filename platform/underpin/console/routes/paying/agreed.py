"""As whom a client is billed, when it pays, and by what it is collected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final, Literal, cast, get_args
from urllib.parse import quote

import msgspec
from litestar import Request, Response, get, post
from litestar.params import FromPath

from billing.parties import buyer
from billing.parties.party import Buyer
from billing.payments import collecting
from billing.payments.collecting import Method
from billing.payments.disputed.disputes import Dispute
from billing.receivables import payment_terms
from billing.receivables.payment_terms import Terms
from billing.receivables.reminder_plan import Level
from underpin.console.routes import answering, forms, frame, of_client
from underpin.console.routes.client_money import shaping as client_money
from underpin.console.routes.one_invoice import shaping as one_invoice
from underpin.console.routes.paying import gathered, levels
from underpin.console.routes.paying.gathered import Agreed
from underpin.console.routes.shaping import owed
from underpin.console.views import paying as views
from underpin.console.views.one_invoice import DisputeRow
from underpin.kernel import digits
from underpin.kernel.errors import Malformed, NotFound, Problem
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
PAYING: Final = "/clients/{slug:str}/paying"
NOTHING: Mapping[str, str] = {}
BUYER: Final = ("starts_on", *Buyer.__struct_fields__)
Form = Literal["", "buyer", "terms"]


@get(PAYING, **route.of(gathered.agreed, "desk"))
async def shown(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    return await _drawn(request, slug)


@post(f"{PAYING}/buyer", **route.of(buyer.set_buyer, "desk"))
async def set_buyer(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """From a day on; what is issued keeps what it carries."""
    form = await forms.of(request)
    try:
        said = Buyer(**{name: form.get(name, "") for name in Buyer.__struct_fields__})
        words = (forms.day(form, "starts_on"), said)
        await of_client.done(request, slug, buyer.set_buyer, *words)
    except of_client.REFUSED as wrong:
        return await _drawn(request, slug, form, wrong, "buyer")
    return answering.Going(f"/clients/{slug}/paying")


@post(f"{PAYING}/terms", **route.of(payment_terms.agree, "desk"))
async def agree(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    form = await forms.of(request)
    try:
        await of_client.done(request, slug, payment_terms.agree, _terms(form))
    except of_client.REFUSED as wrong:
        return await _drawn(request, slug, form, wrong, "terms")
    return answering.Going(f"/clients/{slug}/paying")


@post(f"{PAYING}/method", **route.of(collecting.collect_by, "desk"))
async def collect_by(request: AnyRequest, slug: FromPath[str]) -> Response[Any]:
    """From the next invoice on."""
    method = (await forms.of(request)).get("method", "")
    if method not in get_args(Method):
        raise NotFound
    try:
        await of_client.done(request, slug, collecting.collect_by, cast(Method, method))
    except of_client.REFUSED as wrong:
        return await _drawn(request, slug, NOTHING, wrong)
    return answering.Going(f"/clients/{slug}/paying")


def _terms(form: Mapping[str, str]) -> Terms:
    """Raises Malformed."""
    given = {
        "payment_days": _whole(form, "payment_days"),
        "end_of_month": form.get("end_of_month") == "yes",
        "grace_days": _whole(form, "grace_days"),
    }
    try:
        return msgspec.convert(given | {"reminders": _reminders(form)}, Terms)
    except msgspec.ValidationError as wrong:
        told = "payment_days: at most 365 days to pay, and 60 of grace."
        raise Malformed(told, field="payment_days") from wrong


def _whole(form: Mapping[str, str], name: str) -> int:
    given = forms.field(form, name)
    found = digits.read(given, 4)
    if found is None:
        raise Malformed(f"{name}: a whole number of days.", field=name)
    return found


def _reminders(form: Mapping[str, str]) -> tuple[Level, ...] | None:
    """None: the provider's."""
    whose = form.get("reminders", "")
    if whose == "own":
        return levels.said(form)
    return () if whose == "none" else None


async def _drawn(
    request: AnyRequest,
    slug: str,
    typed: Mapping[str, str] = NOTHING,
    wrong: Problem | None = None,
    form: Form = "",
) -> Response[Any]:
    """`form`: which of them what was typed is of."""
    found: Agreed = await route.perform(request, gathered.agreed, slug)
    shell = frame.shell(request, area="clients", now=found.now)
    asker = route.principal_of(request)
    of_terms = typed if form == "terms" else NOTHING
    view = views.PayingPage(
        shell,
        client_money.client(found.company, asker),
        tuple((each.details.legal_name, each.starts_on) for each in found.buyers),
        _buyer(found, typed if form == "buyer" else NOTHING),
        _filled(found.terms or Terms(), of_terms),
        found.terms is not None,
        of_terms.get("reminders") or _whose(found.terms),
        levels.fields(found.terms.reminders or () if found.terms else (), of_terms),
        found.collecting.method == "stripe",
        found.collecting.card,
        found.collecting.cards_set_up,
        asker.may("party.write"),
        asker.may("invoice.finalise"),
        asker.may("collecting.write"),
        tuple(_dispute(each, found) for each in found.disputes),
        wrong.detail if wrong else "",
    )
    return answering.page(request, "paying/agreed", view, wrong.status if wrong else 200)


def _dispute(of: Dispute, found: Agreed) -> DisputeRow:
    path = f"{owed.under(found.company)}/{quote(of.invoice)}/payments"
    return replace(one_invoice.dispute(of), path=path)


def _whose(of: Terms | None) -> str:
    if of is None or of.reminders is None:
        return "provider"
    return "own" if of.reminders else "none"


def _filled(of: Terms, typed: Mapping[str, str]) -> Mapping[str, str]:
    if typed:
        names = ("payment_days", "end_of_month", "grace_days")
        return {name: typed.get(name, "") for name in names}
    return {
        "payment_days": str(of.payment_days),
        "end_of_month": "yes" if of.end_of_month else "",
        "grace_days": str(of.grace_days),
    }


def _buyer(found: Agreed, typed: Mapping[str, str]) -> Mapping[str, str]:
    """As it was typed, else as it holds last."""
    known = msgspec.structs.asdict(found.buyers[0].details) if found.buyers else {}
    return {name: (typed or known).get(name, "") for name in BUYER}


HANDLERS = [shown, set_buyer, agree, collect_by]
