"""The desk's view of what clients owe, and of one client's invoices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import quote

from billing.invoicing.debit_note import DebitNote
from billing.receivables import owed_by_all
from billing.receivables.ageing import Aged
from tenants.company import Company
from underpin.console import views
from underpin.console.routes.owed import OfClient, One, Owed
from underpin.console.routes.shaping import invoices, money
from underpin.console.views.shell import Shell
from underpin.kernel.principal import Principal

Named = Mapping[str, Company]


def under(client: Company) -> str:
    return f"/clients/{client.slug}/invoices"


def page(shell: Shell, found: Owed) -> views.ReceivablesPage:
    named = {each.key: each for each in found.companies}
    last = found.owed[-1].stands if len(found.owed) == owed_by_all.PAGE else None
    return views.ReceivablesPage(
        shell,
        sums=tuple(_aged(each, named) for each in found.aged if each.client is None),
        clients=tuple(_aged(each, named) for each in found.aged if each.client),
        owed=tuple(
            replace(money.row(under(named[each.client]), each.stands), client=_name(each, named))
            for each in found.owed
        ),
        more=f"/receivables?after_due={last.due_on}&after={last.id}" if last else "",
        waiting=found.waiting,
    )


def _name(each: owed_by_all.OwedBy, named: Named) -> str:
    return named[each.client].name


def _aged(each: Aged, named: Named) -> views.AgedRow:
    client = named[each.client] if each.client else None
    return views.AgedRow(
        client.name if client else "",
        under(client) if client else "",
        each.currency,
        (each.current, each.days_1_30, each.days_31_60, each.days_61_90, each.days_91),
        each.total,
        each.questioned,
    )


def of_client(shell: Shell, found: OfClient, asker: Principal) -> views.ClientInvoicesPage:
    client = found.company
    may_pin = asker.may("party.write")
    return views.ClientInvoicesPage(
        shell,
        client.name,
        client.slug,
        money.listed(client.key, under(client), found.invoices, found.notes),
        money.balances(found.balances),
        f"/clients/{client.slug}/invoice" if found.has_draft else "",
        f"/clients/{client.slug}/contract" if asker.may("contract.read") else "",
        debit_notes=tuple(_debit_note(each, found, may_pin=may_pin) for each in found.debit_notes),
    )


def _debit_note(of: DebitNote, found: OfClient, *, may_pin: bool) -> views.DebitNoteRow:
    client, printed = found.company, of.id in found.on_paper
    pin = f"/clients/{client.slug}/debit-notes/{of.id}/letterhead"
    return views.DebitNoteRow(
        of.number or "",
        of.month,
        of.state,
        of.refusal or of.reason,
        of.issued_on,
        of.amount,
        of.currency,
        f"/api/v1/clients/{client.key}/debit-notes/{of.id}/pdf" if printed else "",
        pin if may_pin and of.state == "issued" and not printed else "",
    )


def one(shell: Shell, found: One, asker: Principal) -> views.InvoicePage:
    key, number = found.company.key, found.stands.number
    shown = invoices.invoice(found.company, found.invoice)
    own = f"{under(found.company)}/{quote(number)}"
    answered_at = f"{own}/questions" if asker.may("question.answer") else ""
    lines = tuple(
        replace(
            each,
            questions=money.questions(found.questions, line.ordinal, answered_at),
            path=f"{own}/entries?line={line.ordinal}" if line.unit and found.on_paper else "",
        )
        for each, line in zip(shown.lines, found.invoice.lines, strict=True)
    )
    return views.InvoicePage(
        shell,
        replace(shown, lines=lines),
        found.invoice.drafted_at,
        money.files(key, number) if found.on_paper else (),
        replace(money.row(under(found.company), found.stands), issued=found.invoice.issued_on),
        tuple(money.note(key, under(found.company), each) for each in found.notes),
        pin="" if found.on_paper or not asker.may("party.write") else f"{own}/letterhead",
    )
