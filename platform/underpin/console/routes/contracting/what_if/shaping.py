"""A what-if as its pages show it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from urllib.parse import urlencode

from contracts.what_if.what_if_question import Result, Run, Side
from contracts.what_if.what_if_step import Changed
from contracts.what_if.what_if_tally import Count, Figure
from underpin.console import formats
from underpin.console.locale import N_
from underpin.console.routes.contracting.what_if.gathered import Answer, Asking
from underpin.console.routes.forms import MONTH
from underpin.console.routes.pricing import trying
from underpin.console.routes.pricing.gathered import Tried
from underpin.console.views.shell import Language, Shell
from underpin.console.views.what_if import (
    CreditRow,
    FigureRow,
    MarginRow,
    Priced,
    RunPage,
    RunRow,
    Turned,
    TurnedTicket,
    WhatIfPage,
)
from underpin.kernel.principal import Principal

MARGIN = {
    "fees": N_("Fees"),
    "recoveries": N_("Recoveries from vendors"),
    "credits": N_("Credits to the client"),
    "work": N_("Cost of the work"),
}
_Owed = dict[tuple[str, str, str], Fraction]


def asking(
    shell: Shell, found: Asking, typed: Mapping[str, str], asker: Principal, problem: str = ""
) -> WhatIfPage:
    costs = asker.may("cost.read")
    return WhatIfPage(
        shell=shell,
        title=found.agreement,
        number=found.version.number,
        client=found.company.name,
        back=_back(found),
        path=f"/clients/{found.company.slug}/versions/{found.version.id}/what-if",
        typed=typed,
        runs=tuple(_run(found, each) for each in found.runs),
        drafts=tuple(_drafts(found)),
        vendors=tuple((str(each.id), each.name) for each in found.vendors) if costs else (),
        costs=costs,
        plans=trying.choices(found.plans),
        currency=found.company.currency,
        problem=problem,
    )


def _back(found: Asking | Answer) -> str:
    return f"/clients/{found.company.slug}/contract?version={found.version.id}"


def _drafts(found: Asking) -> Iterator[tuple[str, str]]:
    for agreement in found.behind:
        newest = agreement.versions[-1]
        if newest.state in ("draft", "approved", "active"):
            yield str(newest.id), f"{agreement.name} v{newest.number}"


def _run(found: Asking, run: Run) -> RunRow:
    window = run.question.history
    return RunRow(
        path=f"/clients/{found.company.slug}/what-if/{run.id}",
        asked=run.asked_at,
        since=window.since if window else None,
        until=window.until if window else None,
        state=run.state,
        share=Fraction(run.done, run.total) if run.total else Fraction(1),
    )


def answer(shell: Shell, found: Answer, plan: str = "") -> RunPage:
    run, window = found.run, found.run.question.history
    base = f"/clients/{found.company.slug}"
    page = RunPage(
        shell=shell,
        title=found.agreement,
        number=found.version.number,
        client=found.company.name,
        back=f"{base}/versions/{found.version.id}/what-if",
        path=f"{base}/what-if/{run.id}",
        state=run.state,
        done=run.done,
        total=run.total,
        since=window.since if window else None,
        until=window.until if window else None,
        problem=run.problem or "",
        plans=trying.choices(found.plans) if window else (),
        plan=plan,
        priced=_priced(found.priced),
    )
    return page if run.result is None else _answered(page, found, run.result)


def _priced(found: Tried | None) -> Priced | None:
    if found is None:
        return None
    of, said = trying.one(found), found.result
    if said is None:
        return Priced(of, "", None, None)
    return Priced(of, said.simulation.currency, said.simulation.did, said.invoiced)


def _answered(page: RunPage, found: Answer, result: Result) -> RunPage:
    after = found.changed.after
    return RunPage(
        **{name: getattr(page, name) for name in _BEFORE},
        changed=result.changed,
        missed=result.missed,
        saved=result.saved,
        figures=tuple(_figure(each) for each in result.figures),
        credits=tuple(
            replace(each, period=_named(each.period, page.shell.reader.language))
            for each in _credits(result, {str(key): name for key, name in found.vendors.items()})
        ),
        margin=tuple(_margin(found)),
        currency=found.margin.currency if found.margin else "",
        no_margin=found.no_margin,
        tickets=tuple(_ticket(found, each) for each in found.changed.tickets),
        next_path="" if after is None else _next(page, after),
        hash=found.run.inputs_hash or "",
    )


def _next(page: RunPage, after: int) -> str:
    words = {"after": str(after), **({"plan": page.plan} if page.plan else {})}
    return f"{page.path}?{urlencode(words)}"


_BEFORE = (
    *("shell", "title", "number", "client", "back", "path"),
    *("state", "done", "total", "since", "until", "problem"),
    *("plans", "plan", "priced"),
)


def _figure(each: Figure) -> FigureRow:
    today, draft = each.today.share, each.draft.share
    better = (draft or Fraction(0)) - (today or Fraction(0))
    known = today is not None and draft is not None
    return FigureRow(
        each.metric,
        each.priority,
        today,
        draft,
        _counts(each.today),
        _counts(each.draft),
        "good" if known and better > 0 else "bad" if known and better < 0 else "",
    )


def _counts(count: Count) -> tuple[int, int]:
    """Met, of how many decided."""
    return count.met, count.met + count.breached


def _credits(result: Result, vendors: Mapping[str, str]) -> Iterator[CreditRow]:
    """The earliest period first, what we owe before what vendors do."""
    today, draft = (_owed(side, vendors) for side in (result.today, result.draft))
    for period, vendor, basis in sorted(today.keys() | draft.keys()):
        key = (period, vendor, basis)
        yield CreditRow(period, vendor, basis, today.get(key), draft.get(key))


def _named(period: str, language: Language) -> str:
    """A month by its name; a quarter and a year as they are counted."""
    is_month = MONTH.fullmatch(period) is not None
    return formats.month(date.fromisoformat(f"{period}-01"), language) if is_month else period


def _owed(side: Side, vendors: Mapping[str, str]) -> _Owed:
    found: _Owed = {}
    own = [("", due) for due in side.credits]
    theirs = [(vendors.get(str(each.vendor_id), "—"), each.due) for each in side.recoveries]
    for vendor, due in [*own, *theirs]:
        key = (due.period, vendor, due.basis)
        found[key] = found.get(key, Fraction(0)) + due.share
    return found


def _margin(found: Answer) -> Iterator[MarginRow]:
    margin = found.margin
    if margin is None:
        return
    for name, what in MARGIN.items():
        yield MarginRow(what, getattr(margin.today, name), getattr(margin.draft, name))
    yield MarginRow(LEFT, margin.today_left, margin.draft_left)


LEFT = N_("What is left")


def _ticket(found: Answer, each: Changed) -> TurnedTicket:
    named = found.tickets.get(each.ticket_id)
    name = f"{found.company.key}-{named.number}" if named else "—"
    return TurnedTicket(
        name=name,
        subject=named.subject if named else "",
        path=f"/tickets/{name}" if named else "",
        raised=each.raised_at,
        clocks=tuple(
            Turned(one.metric, one.priority, one.turn, one.before, one.after) for one in each.clocks
        ),
    )
