"""Runs and drafts as their pages show them. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Final, get_args

from billing.invoicing.bulk import invoice_run
from billing.invoicing.bulk.client_run import Mode, Outcome
from billing.invoicing.bulk.invoice_run import InvoiceRun
from billing.invoicing.extras import Waiting
from underpin.console import words
from underpin.console.routes.accounts import Billed
from underpin.console.routes.invoicing.gathered import Run, Runs
from underpin.console.views import invoicing as shown
from underpin.console.views.pricing import Choices
from underpin.console.views.shell import Shell
from underpin.kernel.principal import Principal

MONTHS: Final = 6
LINE_FIELDS: Final = ("name", "quantity", "price", "on_day", "tax_class")


def runs_page(
    shell: Shell, found: Runs, asker: Principal, typed: Mapping[str, str], problem: str = ""
) -> shown.RunsPage:
    full = len(found.runs) == invoice_run.PAGE
    today = found.now.date()
    return shown.RunsPage(
        shell,
        tuple(map(_row, found.runs)),
        _choices(shell, get_args(Mode), "run_mode"),
        {"month": typed.get("month", _last_month(today)), "mode": typed.get("mode", "draft")},
        tuple(_exports(today)) if asker.may("accounting.export") else (),
        f"/invoice-runs?before={found.runs[-1].id}" if full else "",
        problem,
    )


def _last_month(today: date) -> str:
    return (today.replace(day=1) - timedelta(days=1)).isoformat()[:7]


def _exports(today: date) -> Iterator[shown.MonthFiles]:
    """This month and those before it."""
    month = today.replace(day=1)
    for _ in range(MONTHS):
        base = f"/api/v1/accounting/{month}"
        yield shown.MonthFiles(month, f"{base}/documents", f"{base}/payments")
        month = (month - timedelta(days=1)).replace(day=1)


def run_page(shell: Shell, found: Run, chosen: str) -> shown.RunPage:
    named = {each.key: each for each in found.companies}
    full = len(found.outcomes) == invoice_run.PAGE
    row = _row(found.run)
    return shown.RunPage(
        shell,
        row,
        tuple(
            shown.OutcomeRow(
                named[each.client].name,
                f"/clients/{named[each.client].slug}/invoice?month={found.run.month}",
                each.outcome,
                each.said,
                each.done_at,
            )
            for each in found.outcomes
            if each.client in named
        ),
        _choices(shell, get_args(Outcome), "run_outcome"),
        chosen,
        f"{row.path}?outcome={chosen}&after={found.outcomes[-1].client}" if full else "",
    )


def _row(of: InvoiceRun) -> shown.RunRow:
    return shown.RunRow(
        f"/invoice-runs/{of.id}",
        of.month,
        of.mode,
        of.clients,
        of.drafted,
        of.issued,
        of.passed_over,
        of.failed,
        of.started_at,
        of.finished_at,
    )


def _choices(shell: Shell, values: tuple[str, ...], category: str) -> Choices:
    return tuple((each, words.word(each, category, shell.reader.language)) for each in values)


def work(
    found: Billed, asker: Principal, typed: Mapping[str, str], problem: str = ""
) -> shown.DraftWork | None:
    """None where it is final already, or the asker drafts nothing."""
    draft = found.draft
    if draft.state != "draft" or not asker.may("invoice.draft"):
        return None
    path = f"/clients/{found.company.slug}/invoice"
    return shown.DraftWork(
        path,
        draft.period_start,
        draft.currency,
        draft.inputs_hash,
        found.reviewed,
        asker.may("invoice.finalise"),
        tuple(_extra(each, path) for each in found.extras if each.currency == draft.currency),
        {name: typed.get(name, "") for name in LINE_FIELDS},
        problem,
    )


def _extra(of: Waiting, path: str) -> shown.ExtraRow:
    where = f"{path}/lines/{of.id}/removal"
    return shown.ExtraRow(of.name, of.quantity, of.price, of.currency, of.on_day, where)
