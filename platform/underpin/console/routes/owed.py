"""What the desk's pages about money owed need, each read in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from billing.invoicing import debit_note, drafting, invoices
from billing.invoicing.debit_note import DebitNote
from billing.invoicing.invoices import Invoice
from billing.papers import papers
from billing.payments.matching import bank_entry, progress, waiting
from billing.payments.matching.bank_entry import BankEntry, State
from billing.payments.matching.progress import Progress
from billing.receivables import ageing, balance, issued, owed_by_all, question, receivable
from billing.receivables.ageing import Aged
from billing.receivables.balance import Balance
from billing.receivables.issued import Issued, Note
from billing.receivables.owed_by_all import OwedBy
from billing.receivables.question import Question
from billing.receivables.receivable import Receivable
from tenants import company
from tenants.company import Company
from underpin.console.routes import accounts, own_invoices
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

EMPTY: Final = frozenset[UUID]()


@dataclass(frozen=True, slots=True)
class Owed:
    """`waiting` is None for who may not read the bank's statements."""

    companies: Sequence[Company]
    aged: Sequence[Aged]
    owed: Sequence[OwedBy]
    waiting: int | None
    now: datetime


@read("invoice.read", STAFF)
async def over_all(act: Act, after_due: date | None = None, after: UUID | None = None) -> Owed:
    """Of the asker's clients."""
    return Owed(
        await company.companies(act),
        await ageing.over_all(act),
        await owed_by_all.listed(act, after_due, after),
        await waiting.count(act) if act.principal.may("bank.read") else None,
        act.now,
    )


@dataclass(frozen=True, slots=True)
class Entries:
    """`going`: big statements that the worker is still matching. `more`: others follow."""

    entries: Sequence[BankEntry]
    more: bool
    going: Sequence[Progress]
    now: datetime


@read("bank.read", STAFF)
async def entries(act: Act, state: State = "open", after: UUID | None = None) -> Entries:
    """What came in and is nobody's yet, or what else became of it."""
    found = await bank_entry.listed(act, state, after)
    full = len(found) == bank_entry.PAGE
    more = full and bool(await bank_entry.in_state(state, found[-1].id))
    return Entries(found, more, await progress.going(act), act.now)


@dataclass(frozen=True, slots=True)
class OfClient:
    """`notes` and `debit_notes` stand with the first page alone; `on_paper`: of the latter, what
    can be printed."""

    company: Company
    invoices: Sequence[Issued]
    notes: Sequence[Note]
    balances: Sequence[Balance]
    has_draft: bool
    debit_notes: Sequence[DebitNote]
    on_paper: frozenset[UUID]
    now: datetime


@read("invoice.read", STAFF)
async def client(act: Act, slug: str) -> Company:
    """Raises NotFound for a client the asker is not assigned to."""
    return await accounts.named(act, slug)


@read("invoice.read", STAFF)
async def of_client(act: Act, slug: str, before: str | None = None) -> OfClient:
    """Raises NotFound for a client the asker is not assigned to."""
    whose = await accounts.named(act, slug)
    first = before is None
    penalties: list[DebitNote] = await debit_note.of_tenant(act, whose.id) if first else []
    return OfClient(
        whose,
        await issued.of_tenant(act, whose.id, before),
        await issued.notes(act, whose.id) if first else (),
        await balance.of_tenant(act, whose.id),
        await _has_draft(act, whose.id),
        penalties,
        await papers.on_paper(whose.id, [each.id for each in penalties]) if penalties else EMPTY,
        act.now,
    )


async def _has_draft(act: Act, tenant: int) -> bool:
    try:
        found: Invoice = await drafting.drafted(act, tenant)
    except NotFound:
        return False
    return found.state == "draft"


@dataclass(frozen=True, slots=True)
class One:
    """`on_paper`: its files can be made."""

    company: Company
    invoice: Invoice
    stands: Receivable
    notes: Sequence[Note]
    questions: Sequence[Question]
    on_paper: bool
    now: datetime


@read("invoice.read", STAFF)
async def one(act: Act, slug: str, number: str) -> One:
    """A final invoice. Raises NotFound."""
    whose = await accounts.named(act, slug)
    found = await invoices.by_number(act, whose.id, number)
    return One(
        whose,
        found,
        await receivable.of_invoice(act, whose.id, number),
        await issued.notes(act, whose.id, number),
        await question.of_invoice(act, whose.id, number),
        await own_invoices.seller_on(whose.id, found) is not None,
        act.now,
    )
