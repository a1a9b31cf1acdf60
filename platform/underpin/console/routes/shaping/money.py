"""How what was issued stands in lists: of a client's own, and of those at the desk."""

from __future__ import annotations

import typing
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Literal
from urllib.parse import quote

from billing.prepaid.blocks import Holding
from billing.receivables import issued
from billing.receivables.balance import Balance
from billing.receivables.issued import Issued, Note
from billing.receivables.question import Question
from billing.receivables.receivable import Receivable
from underpin.console import views
from underpin.console.views.account import LineQuestion
from underpin.console.views.money import File

Asked = Literal["open", "explained", "accepted"]


def documents(key: str, number: str) -> str:
    """Where the files of an invoice are."""
    return f"/api/v1/clients/{key}/invoices/by-number/{quote(number)}"


def files(key: str, number: str) -> tuple[File, ...]:
    base = documents(key, number)
    named = (("PDF", "pdf"), ("UBL", "ubl"), ("CII", "cii"), ("CSV", "usage"))
    return tuple(File(form, f"{base}/{part}") for form, part in named)


def listed(key: str, under: str, found: Sequence[Issued], notes: Sequence[Note]) -> views.Issued:
    """`under`: the address that the invoices' own begin with."""
    return views.Issued(
        rows(key, under, found),
        tuple(note(key, under, each) for each in notes),
        f"{under}?before={quote(found[-1].stands.number)}" if len(found) == issued.PAGE else "",
    )


def rows(key: str, under: str, found: Sequence[Issued]) -> tuple[views.InvoiceRow, ...]:
    return tuple(_issued(key, under, each) for each in found)


def _issued(key: str, under: str, each: Issued) -> views.InvoiceRow:
    pdf = f"{documents(key, each.stands.number)}/pdf" if each.on_paper else ""
    return replace(row(under, each.stands), issued=each.issued_on, pdf=pdf)


def row(under: str, stands: Receivable) -> views.InvoiceRow:
    return views.InvoiceRow(
        number=stands.number,
        path=f"{under}/{quote(stands.number)}",
        issued=None,
        due=stands.due_on,
        currency=stands.currency,
        gross=stands.gross,
        open=stands.open,
        state=stands.state,
    )


def note(key: str, under: str, each: Note) -> views.NoteRow:
    pdf = f"{documents(key, each.invoice)}/credit-notes/{each.id}/pdf"
    return views.NoteRow(
        number=each.number,
        invoice=each.invoice,
        invoice_path=f"{under}/{quote(each.invoice)}",
        issued=each.issued_on,
        currency=each.currency,
        gross=each.gross,
        reason=each.reason,
        pdf=pdf if each.on_paper else "",
    )


def balances(found: Sequence[Balance]) -> tuple[views.Amount, ...]:
    return tuple(views.Amount(each.amount, each.currency) for each in found if each.amount)


def blocks(found: Sequence[Holding]) -> tuple[views.BlockRow, ...]:
    """Those with something left."""
    return tuple(block(each) for each in found if each.remaining)


def block(held: Holding) -> views.BlockRow:
    return views.BlockRow(held.name, held.unit, held.remaining, held.size, _last(held))


def _last(block: Holding) -> date | None:
    return block.expires - timedelta(days=1) if block.expires else None


def questions(
    found: Sequence[Question], ordinal: int, answered_at: str = ""
) -> tuple[LineQuestion, ...]:
    """`answered_at`: where those that are open are answered, empty for who may not."""
    return tuple(_question(each, answered_at) for each in found if each.ordinal == ordinal)


def _question(each: Question, answered_at: str) -> LineQuestion:
    path = f"{answered_at}/{each.id}" if answered_at and each.state == "open" else ""
    state = typing.cast(Asked, each.state)
    return LineQuestion(state, each.words, each.asked_at, each.answer or "", path)
