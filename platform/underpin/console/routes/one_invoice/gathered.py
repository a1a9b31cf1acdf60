"""What the pages of a final invoice need, each read in one transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from billing.invoicing import billed, credit_note, invoices
from billing.invoicing.credit_note import CreditNote
from billing.invoicing.crediting import Billed
from billing.invoicing.invoices import Invoice
from billing.metered import usage
from billing.metered.usage import Counted
from billing.papers import papers
from billing.payments import collecting, payment, refunding
from billing.payments.collecting import Collecting
from billing.payments.disputed import disputes
from billing.payments.disputed.disputes import Dispute
from billing.payments.dunning import standing
from billing.payments.dunning.standing import CardDunning
from billing.payments.matching import allocation
from billing.payments.matching.allocation import Allocation
from billing.payments.payment import Payment
from billing.payments.pushing import reading
from billing.payments.pushing.reading import Pushed
from billing.payments.refunding import Refund
from billing.receivables import receivable, reminding, write_off
from billing.receivables.receivable import Receivable
from billing.receivables.reminding import Reminder
from billing.receivables.write_off import WriteOff
from tenants.company import Company
from underpin.console.routes import accounts
from underpin.desk.tickets import numbered
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read


@dataclass(frozen=True, slots=True)
class Which:
    company: Company
    invoice: Invoice
    stands: Receivable


async def _which(act: Act, slug: str, number: str) -> Which:
    """Raises NotFound."""
    whose = await accounts.named(act, slug)
    found = await invoices.by_number(act, whose.id, number)
    return Which(whose, found, await receivable.of_invoice(act, whose.id, number))


@dataclass(frozen=True, slots=True)
class Paid:
    """What the asker may not read is empty; `card` is None where none was declined."""

    which: Which
    payments: Sequence[Payment]
    assigned: Sequence[Allocation]
    reminders: Sequence[Reminder]
    disputes: Sequence[Dispute]
    collecting: Collecting
    card: CardDunning | None
    pushes: Sequence[Pushed]
    refunds: Sequence[Refund]
    now: datetime


@read("invoice.read", STAFF)
async def paid(act: Act, slug: str, number: str) -> Paid:
    """Raises NotFound."""
    which = await _which(act, slug, number)
    may, words = act.principal.may, (act, which.company.id, number)
    return Paid(
        which,
        await payment.of_invoice(*words),
        await allocation.of_invoice(*words) if may("bank.read") else (),
        await reminding.of_invoice(*words),
        await disputes.of_invoice(*words),
        await collecting.of_client(act, which.company.id),
        await _card(act, which.company.id, number),
        await reading.of_invoice(*words) if may("collecting.read") else (),
        await refunding.of_invoice(*words) if may("collecting.read") else (),
        act.now,
    )


async def _card(act: Act, tenant: int, number: str) -> CardDunning | None:
    try:
        found: CardDunning = await standing.of_invoice(act, tenant, number)
    except NotFound:
        return None
    return found


@dataclass(frozen=True, slots=True)
class Corrected:
    """`on_paper`: the notes that can be printed."""

    which: Which
    lines: Sequence[Billed]
    notes: Sequence[CreditNote]
    on_paper: frozenset[UUID]
    write_offs: Sequence[WriteOff]
    now: datetime


@read("invoice.read", STAFF)
async def corrected(act: Act, slug: str, number: str) -> Corrected:
    """Raises NotFound."""
    which = await _which(act, slug, number)
    tenant = which.company.id
    notes: list[CreditNote] = await credit_note.of_invoice(act, tenant, number)
    given_up: list[WriteOff] = await write_off.of_invoice(act, tenant, number)
    return Corrected(
        which,
        await billed.lines(tenant, which.invoice.id),
        notes,
        await papers.on_paper(tenant, [each.id for each in notes]),
        given_up,
        act.now,
    )


@dataclass(frozen=True, slots=True)
class Made:
    """`counted`: all that the ledger holds of the invoice's period."""

    which: Which
    counted: Sequence[Counted]
    now: datetime


@read("invoice.read", STAFF)
async def made(act: Act, slug: str, number: str) -> Made:
    """Raises NotFound."""
    which = await _which(act, slug, number)
    days = (which.invoice.period_start, which.invoice.period_end)
    start, end = (_midnight(day, ZoneInfo(which.company.time_zone)) for day in days)
    return Made(which, await usage.of_span(act, which.company.id, start, end), act.now)


@read("invoice.read", STAFF)
async def tickets(act: Act, tenant: int, named: Collection[UUID]) -> Mapping[UUID, int]:
    """The numbers of these tickets of a client."""
    return await numbered.of(tenant, named)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone).astimezone(UTC)
