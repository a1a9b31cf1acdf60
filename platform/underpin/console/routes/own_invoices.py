"""What a client's own pages about invoices need, each read in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from billing.invoicing import invoices
from billing.invoicing.invoices import Invoice
from billing.papers import papers
from billing.papers.letterhead import NoParties
from billing.parties.party import Seller
from billing.payments import collecting, paying_page
from billing.payments.collecting import Collecting
from billing.payments.provider import HowToPay
from billing.prepaid import blocks
from billing.prepaid.blocks import Holding
from billing.receivables import balance, issued, question, receivable
from billing.receivables.balance import Balance
from billing.receivables.issued import Issued, Note
from billing.receivables.question import Question
from billing.receivables.receivable import Receivable
from tenants import own_company
from tenants.company import Company
from underpin.kernel.act import Act
from underpin.kernel.principal import MEMBER
from underpin.kernel.verb import read


@dataclass(frozen=True, slots=True)
class Every:
    """`notes`, `balances` and `blocks` stand with the first page alone."""

    company: Company
    invoices: Sequence[Issued]
    notes: Sequence[Note]
    balances: Sequence[Balance]
    blocks: Sequence[Holding]
    collecting: Collecting
    now: datetime


@read("invoice.read", MEMBER)
async def every(act: Act, before: str | None = None) -> Every:
    company = (await own_company.own(act)).company
    return Every(
        company,
        await issued.of_tenant(act, company.id, before),
        await issued.notes(act, company.id) if before is None else (),
        await balance.of_tenant(act, company.id),
        await blocks.of_tenant(act, company.id),
        await collecting.of_client(act, company.id),
        act.now,
    )


@dataclass(frozen=True, slots=True)
class One:
    """`seller` is who is named on the invoice, None where nobody is."""

    company: Company
    invoice: Invoice
    stands: Receivable
    notes: Sequence[Note]
    questions: Sequence[Question]
    how_to_pay: HowToPay
    seller: Seller | None
    now: datetime


@read("invoice.read", MEMBER)
async def one(act: Act, number: str) -> One:
    """Raises NotFound."""
    company = (await own_company.own(act)).company
    invoice = await invoices.by_number(act, company.id, number)
    return One(
        company,
        invoice,
        await receivable.of_invoice(act, company.id, number),
        await issued.notes(act, company.id, number),
        await question.of_invoice(act, company.id, number),
        await paying_page.of_invoice(act, company.id, number),
        await seller_on(company.id, invoice),
        act.now,
    )


async def seller_on(tenant: int, invoice: Invoice) -> Seller | None:
    """None for what was issued before seller and buyer were known."""
    try:
        return (await papers.pinned(tenant, invoice.id)).seller
    except NoParties:
        return None
