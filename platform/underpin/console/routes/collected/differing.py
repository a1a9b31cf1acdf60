"""Where the card company's book differs from ours, night by night, and saying why."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, cast, get_args
from uuid import UUID

from litestar import Request, Response, get, post
from litestar.params import FromPath, FromQuery

from billing.payments.reconciling import differences
from billing.payments.reconciling.differences import Kept, State
from billing.payments.reconciling.runs import Shown
from tenants.company import Company
from underpin.console.routes import answering, forms, frame, of_client
from underpin.console.routes.collected import gathered
from underpin.console.views import collected as views
from underpin.kernel.errors import Problem
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
PATH: Final = "/payment-differences"
NOTHING: Mapping[str, str] = {}


@get(PATH, **route.of(gathered.differing, "desk"))
async def listed(
    request: AnyRequest, which: FromQuery[str] = "open", before: FromQuery[UUID | None] = None
) -> Response[Any]:
    return await _drawn(request, which, before)


@post(
    "/clients/{slug:str}/payment-differences/{payment_difference_id:uuid}/explanation",
    **route.of(differences.explain, "desk"),
)
async def explain(
    request: AnyRequest, slug: FromPath[str], payment_difference_id: FromPath[UUID]
) -> Response[Any]:
    """It stays among the explained until a night no longer finds it."""
    form = await forms.of(request)
    said = form.get("explanation", "")
    try:
        words = (payment_difference_id, said)
        await of_client.done(request, slug, differences.explain, *words)
    except of_client.REFUSED as wrong:
        return await _drawn(request, "open", None, {request.url.path: said}, wrong)
    return answering.Going(PATH)


async def _drawn(
    request: AnyRequest,
    which: str,
    before: UUID | None,
    typed: Mapping[str, str] = NOTHING,
    wrong: Problem | None = None,
) -> Response[Any]:
    state = cast(State, which if which in get_args(State) else "open")
    found = await route.perform(request, gathered.differing, state, before)
    named = {each.key: each for each in found.companies}
    may = route.principal_of(request).may("payment_difference.explain")
    here, full = f"{PATH}?which={state}", len(found.kept) == differences.PAGE
    view = views.DifferencesPage(
        frame.shell(request, area="payments", now=found.now),
        tuple(_row(each, named[each.client], may=may) for each in found.kept),
        state,
        get_args(State),
        tuple(map(_night, found.nights)),
        f"{here}&before={found.kept[-1].id}" if full else "",
        here if before else "",
        typed,
        wrong.detail if wrong else "",
    )
    return answering.page(request, "collected/differences", view, wrong.status if wrong else 200)


def _row(of: Kept, whose: Company, *, may: bool) -> views.DifferenceRow:
    where = f"/clients/{whose.slug}/payment-differences/{of.id}/explanation"
    return views.DifferenceRow(
        whose.name,
        whose.slug,
        of.kind,
        of.external_id,
        of.what,
        of.here,
        of.there,
        of.found_at,
        of.explanation or "",
        where if may and of.state != "closed" else "",
    )


def _night(of: Shown) -> views.NightRow:
    report = of.report
    return views.NightRow(
        report.since,
        report.until,
        report.state,
        of.agrees,
        report.trouble,
        (report.invoices, report.payments, report.refunds, report.disputes),
        report.standing,
        report.strangers,
    )


HANDLERS = [listed, explain]
