"""A client questions a line of a final invoice: what is asked about leaves dunning until it is
answered (PRACTICE 35). Both sides see all of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import asyncpg

from billing.invoicing import billed, credit_note, invoices
from billing.invoicing.credit_note import About
from billing.invoicing.crediting import Part
from billing.invoicing.invoices import Invoice
from billing.receivables import receivable
from underpin.kernel import db, events, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed, NotFound
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import read, write


class AskedAlready(Conflict):
    code = "line-questioned"
    title = "This line is being asked about already"


class Answered(Conflict):
    code = "question-answered"
    title = "This question was answered already"


@dataclass(frozen=True, slots=True)
class Question:
    """About line `ordinal`. Accepted, `credit_note_id` is the note proposed over it."""

    id: UUID
    ordinal: int
    words: str
    state: str
    asked_by: UUID
    asked_at: datetime
    answer: str | None
    answered_at: datetime | None
    credit_note_id: UUID | None


COLUMNS: Final = ", ".join(Question.__dataclass_fields__)


@read("invoice.read", STAFF, MEMBER)
async def of_invoice(act: Act, tenant: int, number: str) -> list[Question]:
    """Oldest first. Raises NotFound."""
    invoice = await invoices.by_number(act, tenant, number)
    rows = await db.rows(
        f"SELECT {COLUMNS} FROM line_question WHERE tenant_id = $1 AND invoice_id = $2 ORDER BY id",
        *(tenant, invoice.id),
    )
    return [Question(**row) for row in rows]


@write("invoice.question", MEMBER)
async def ask(act: Act, number: str, ordinal: int, words: str) -> Question:
    """Raises NotFound for no such invoice or line, AskedAlready, Malformed."""
    said, invoice = _said("words", words), await invoices.held(act, number)
    if ordinal not in {line.ordinal for line in invoice.lines}:
        raise NotFound
    made = ids.new()
    try:
        await db.execute(
            "INSERT INTO line_question (tenant_id, id, invoice_id, ordinal, words, state, "
            "asked_by, asked_at) VALUES ($1, $2, $3, $4, $5, 'open', $6, $7)",
            *(act.tenant_id, made, invoice.id, ordinal, said, act.person_id, act.now),
        )
    except asyncpg.UniqueViolationError as stands:
        raise AskedAlready from stands
    return await _followed(act, invoice, made, "asked")


@write("question.answer", STAFF)
async def explain(act: Act, number: str, question_id: UUID, answer: str) -> Question:
    """The line stands, and is dunned again. Raises NotFound, Answered, Malformed."""
    said, invoice = _said("answer", answer), await invoices.held(act, number)
    await _open(act, invoice, question_id)
    await _change(act, question_id, state="explained", answer=said)
    return await _followed(act, invoice, question_id, "explained")


@write("question.answer", STAFF)
async def accept(
    act: Act, number: str, question_id: UUID, answer: str, net: Decimal | None = None
) -> Question:
    """The client is right: a credit note over `net` of the line, or all that it has left, is
    proposed, and somebody else issues it; the line stays out of dunning until then.

    Raises NotFound, Answered, Malformed, and as `crediting.note`.
    """
    said, invoice = _said("answer", answer), await invoices.held(act, number)
    ordinal = await _open(act, invoice, question_id)
    left = {each.ordinal: each.left for each in await billed.lines(act.tenant_id, invoice.id)}
    part = Part(ordinal, left[ordinal] if net is None else net)
    about = About(said, purpose="question")
    note = await credit_note.write_proposal(act, invoice, [part], about, act.person_id)
    await _change(act, question_id, state="accepted", answer=said, credit_note_id=note.id)
    return await _followed(act, invoice, question_id, "accepted")


async def _open(act: Act, invoice: Invoice, question_id: UUID) -> int:
    """Its line."""
    row = await db.row(
        "SELECT ordinal, state FROM line_question "
        "WHERE tenant_id = $1 AND id = $2 AND invoice_id = $3",
        *(act.tenant_id, question_id, invoice.id),
    )
    if row is None:
        raise NotFound
    if row["state"] != "open":
        raise Answered
    ordinal: int = row["ordinal"]
    return ordinal


async def _change(act: Act, question_id: UUID, **columns: Any) -> None:
    keys = {"tenant_id": act.tenant_id, "id": question_id}
    await db.update(
        "line_question",
        keys,
        {**columns, "answered_by": act.person_id, "answered_at": act.now},
    )


async def _followed(act: Act, invoice: Invoice, question_id: UUID, what: str) -> Question:
    await receivable.refresh(act, invoice.id)
    body = {"invoice": invoice.number, "question": str(question_id)}
    await events.emit(act, events.New(f"invoice.line_{what}", invoice.id, body))
    row = await db.row(
        f"SELECT {COLUMNS} FROM line_question WHERE tenant_id = $1 AND id = $2",
        *(act.tenant_id, question_id),
    )
    assert row is not None, "it was written in this transaction"  # noqa: S101
    return Question(**row)


def _said(field: str, text: str) -> str:
    if not 1 <= len(text.strip()) <= 2000:
        raise Malformed(f"{field}: 1 to 2000 characters; the other side reads them.", field=field)
    return text.strip()
