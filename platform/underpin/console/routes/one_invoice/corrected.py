"""What is taken off a final invoice: proposed here, by line or whole, decided by a colleague."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from litestar import Request, Response, get, post
from litestar.params import FromPath

from billing.invoicing import credit_note
from billing.invoicing.crediting import Billed, Part
from billing.receivables import write_off
from underpin.console.routes import answering, forms, frame, of_client
from underpin.console.routes.one_invoice import gathered, shaping
from underpin.console.routes.one_invoice.gathered import Corrected
from underpin.console.routes.one_invoice.paid import NOTHING, ONE
from underpin.console.routes.shaping import money
from underpin.console.views import one_invoice as views
from underpin.console.views.shell import Shell
from underpin.kernel import digits
from underpin.kernel.errors import Malformed, Problem
from underpin.kernel.principal import Principal
from underpin.kernel.web import route

AnyRequest = Request[Any, Any, Any]
LINE = "net_"


@get(f"{ONE}/corrections", **route.of(gathered.corrected, "desk"))
async def shown(request: AnyRequest, slug: FromPath[str], number: FromPath[str]) -> Response[Any]:
    return await _drawn(request, slug, number)


@post(f"{ONE}/credit-notes", **route.of(credit_note.propose, "desk"))
async def propose(request: AnyRequest, slug: FromPath[str], number: FromPath[str]) -> Response[Any]:
    form = await forms.of(request)
    try:
        words = (number, form.get("note_reason", ""), _parts(form))
        anew = form.get("is_correction") == "yes"
        await of_client.done(request, slug, credit_note.propose, *words, is_correction=anew)
    except of_client.REFUSED as wrong:
        return await _drawn(request, slug, number, form, wrong)
    return answering.Going(f"/clients/{slug}/invoices/{quote(number)}/corrections")


@post(f"{ONE}/write-offs", **route.of(write_off.propose, "desk"))
async def give_up(request: AnyRequest, slug: FromPath[str], number: FromPath[str]) -> Response[Any]:
    """All that is open of it."""
    form = await forms.of(request)
    try:
        words = (number, form.get("reason", ""))
        await of_client.done(request, slug, write_off.propose, *words)
    except of_client.REFUSED as wrong:
        return await _drawn(request, slug, number, form, wrong)
    return answering.Going(f"/clients/{slug}/invoices/{quote(number)}/corrections")


def _ordinal(name: str) -> int | None:
    """Of a line's field; None for another."""
    return digits.read(name.removeprefix(LINE), 9) if name.startswith(LINE) else None


def _parts(form: Mapping[str, str]) -> list[Part]:
    """None of them where the whole rest is meant, which must be said. Raises Malformed."""
    if form.get("whole") == "yes":
        return []
    found = [
        Part(ordinal, forms.number(form, name))
        for name, value in form.items()
        if value.strip() and (ordinal := _ordinal(name)) is not None
    ]
    if not found:
        raise Malformed("lines: say how much of which line, or all that is left.", field="lines")
    return found


def _page(
    shell: Shell, found: Corrected, asker: Principal, typed: Mapping[str, str], problem: str
) -> views.CorrectionsPage:
    states = {each.state for each in found.notes} | {each.state for each in found.write_offs}
    names = ("note_reason", "is_correction", "whole", "reason")
    return views.CorrectionsPage(
        shell,
        shaping.head(found.which),
        found.which.stands.open,
        tuple(_lines(found, typed)),
        tuple(_notes(found, may_pin=asker.may("party.write"))),
        tuple(
            views.WriteOffRow(each.amount, each.reason, each.state, each.proposed_at)
            for each in found.write_offs
        ),
        "proposed" in states and asker.may("entitlement.read"),
        asker.may("credit.propose"),
        asker.may("write_off.propose") and found.which.stands.open > 0,
        {name: typed.get(name, "") for name in names},
        problem,
    )


def _lines(found: Corrected, typed: Mapping[str, str]) -> Iterator[views.LineLeft]:
    said = {each.ordinal: each.description for each in found.which.invoice.lines}
    for each in found.lines:
        yield _line(each, said[each.ordinal], typed.get(f"{LINE}{each.ordinal}", ""))


def _line(of: Billed, text: str, typed: str) -> views.LineLeft:
    return views.LineLeft(of.ordinal, text, of.net, of.credited, of.left, typed)


def _notes(found: Corrected, *, may_pin: bool) -> Iterator[views.NoteState]:
    head, key = shaping.head(found.which), found.which.company.key
    for each in found.notes:
        printed, issued = each.id in found.on_paper, each.state == "issued"
        where = f"{head.path}/credit-notes/{each.id}/letterhead"
        pdf = f"{money.documents(key, head.number)}/credit-notes/{each.id}/pdf"
        shown_ = views.NoteState(
            each.number or "",
            each.state,
            each.gross,
            each.reason,
            each.is_correction,
            each.decided_at or each.proposed_at,
            each.refusal or "",
            pdf if printed else "",
            "",
        )
        yield replace(shown_, pin=where) if issued and not printed and may_pin else shown_


async def _drawn(
    request: AnyRequest,
    slug: str,
    number: str,
    typed: Mapping[str, str] = NOTHING,
    wrong: Problem | None = None,
) -> Response[Any]:
    found = await route.perform(request, gathered.corrected, slug, number)
    shell = frame.shell(request, area="clients", now=found.now)
    view = _page(shell, found, route.principal_of(request), typed, wrong.detail if wrong else "")
    return answering.page(request, "one_invoice/corrections", view, wrong.status if wrong else 200)


HANDLERS = [shown, propose, give_up]
