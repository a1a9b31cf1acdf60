"""Documents as they are asked for: by the provider's staff all, by a client its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec

from billing.amounts import exact
from billing.invoicing import drafting, invoices, windows
from billing.invoicing.invoices import Invoice, InvoiceLine
from billing.metered import meter
from billing.papers import gathering
from billing.papers.letterhead import Letterhead, NoParties, RateTax
from billing.papers.paper import Corrected, Days, Detail, Kind, Line, Paper, Source
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import read

LETTERHEAD = "SELECT shown FROM letterhead WHERE tenant_id = $1 AND id = $2"
BODIES = "SELECT ordinal, shown FROM invoice_line WHERE tenant_id = $1 AND invoice_id = $2"
NOTE = """
SELECT number, issued_on, reason, net, tax, gross FROM credit_note
WHERE tenant_id = $1 AND id = $2 AND invoice_id = $3 AND state = 'issued'
"""
DEBIT_NOTE = """
SELECT number, issued_on, month, reason, amount, currency FROM debit_note
WHERE tenant_id = $1 AND id = $2 AND state = 'issued'
"""
PARTS = """
SELECT ordinal, net FROM credit_note_line WHERE tenant_id = $1 AND credit_note_id = $2
ORDER BY ordinal
"""


@read("invoice.read", STAFF, MEMBER)
async def of_invoice(act: Act, tenant: int, number: str) -> Paper:
    """A final invoice. Raises NotFound, NoParties where none are pinned."""
    invoice: Invoice = await invoices.by_number(act, tenant, number)
    head = await pinned(tenant, invoice.id)
    return await _invoice(tenant, invoice, Kind.INVOICE, head)


@read("invoice.read", STAFF)
async def of_draft(act: Act, tenant: int, month: date) -> Paper:
    """What the month's draft would look like, issued today. Raises NotFound, also for what is
    final, NoParties, NoRate."""
    draft: Invoice = await drafting.drafted(act, tenant, month.replace(day=1))
    if draft.state != "draft":
        raise NotFound("This month's invoice is final: ask for it by its number.")
    letterhead = await gathering.preview(tenant, draft.id, act.now.date())
    return await _invoice(tenant, draft, Kind.DRAFT, letterhead)


@read("invoice.read", STAFF, MEMBER)
async def of_note(act: Act, tenant: int, number: str, note_id: UUID) -> Paper:
    """An issued credit note. Raises NotFound, NoParties where none are pinned."""
    invoice: Invoice = await invoices.by_number(act, tenant, number)
    row = await db.row(NOTE, tenant, note_id, invoice.id)
    if row is None:
        raise NotFound
    head = await pinned(tenant, note_id)
    said = invoices.in_minor_units(row, "net", "tax", "gross", of=invoice.currency)
    return Paper(
        kind=Kind.CREDIT_NOTE,
        currency=invoice.currency,
        lines=await _credited(tenant, invoice, note_id),
        taxes=head.taxes,
        letterhead=head,
        corrects=Corrected(number, _day(invoice)),
        **said,
    )


@read("invoice.read", STAFF, MEMBER)
async def of_debit_note(act: Act, tenant: int, note_id: UUID) -> Paper:
    """An issued debit note: what is owed to the client, outside the tax. Raises NotFound,
    NoParties where none are pinned."""
    act.only_own(tenant)
    row = await db.row(DEBIT_NOTE, tenant, note_id)
    if row is None:
        raise NotFound
    head = await pinned(tenant, note_id)
    days = windows.month(row["month"])
    owed = invoices.in_minor_units(row, "amount")["amount"]
    tax = RateTax("O", exact.ZERO, owed, exact.ZERO, "invoice.tax.outside", "")
    return Paper(
        kind=Kind.DEBIT_NOTE,
        number=row["number"],
        issued_on=row["issued_on"],
        currency=row["currency"],
        lines=(Line(ordinal=1, name=row["reason"], net=owed, tax_code="O", tax_rate=exact.ZERO),),
        taxes=(tax,),
        net=owed,
        tax=exact.ZERO,
        gross=owed,
        letterhead=head,
        days=Days(days.start, days.end),
    )


async def on_paper(tenant: int, documents: Sequence[UUID]) -> frozenset[UUID]:
    """Those of them that say who sold and who bought: they can be printed."""
    rows = await db.rows(
        "SELECT id FROM letterhead WHERE tenant_id = $1 AND id = ANY ($2::uuid[])",
        *(tenant, list(documents)),
    )
    return frozenset(row["id"] for row in rows)


async def pinned(tenant: int, document: UUID) -> Letterhead:
    """As a client may read it too: without what stands behind the lines. Raises NoParties, naming
    the cure."""
    body = await db.value(LETTERHEAD, tenant, document)
    if body is None:
        raise NoParties(
            "It was issued before seller and buyer were known: the provider's finance sets their "
            "details, then pins them on it with PUT on its letterhead."
        )
    return msgspec.json.decode(body, type=Letterhead)


async def _invoice(tenant: int, of: Invoice, kind: Kind, letterhead: Letterhead) -> Paper:
    details = await _details(tenant, of.id)
    prepaid = await db.value(
        "SELECT prepaid FROM invoice WHERE tenant_id = $1 AND id = $2", tenant, of.id
    )
    amount = invoices.in_minor_units({"prepaid": prepaid}, "prepaid", of=of.currency)
    return Paper(
        kind=kind,
        number=of.number or "",
        issued_on=of.issued_on or of.drafted_at.date(),
        currency=of.currency,
        lines=tuple(_line(line, details[line.ordinal]) for line in of.lines),
        taxes=_taxes(of),
        net=of.net,
        tax=of.tax,
        gross=of.gross,
        letterhead=letterhead,
        days=Days(of.period_start, of.period_end),
        due_on=of.due_on,
        **amount,
    )


def _taxes(of: Invoice) -> tuple[RateTax, ...]:
    return tuple(
        RateTax(each.code, each.percent, each.base, each.tax, each.wording, each.exemption)
        for each in of.taxes
    )


async def _credited(tenant: int, invoice: Invoice, note_id: UUID) -> tuple[Line, ...]:
    lines = {line.ordinal: line for line in invoice.lines}
    rows: Sequence[db.Row] = await db.rows(PARTS, tenant, note_id)
    parts = [invoices.in_minor_units(row, "net", of=invoice.currency) for row in rows]
    details = await _details(tenant, invoice.id)
    return tuple(
        Line(
            ordinal=part["ordinal"],
            name=lines[part["ordinal"]].description,
            net=part["net"],
            tax_code=lines[part["ordinal"]].tax_code,
            tax_rate=lines[part["ordinal"]].tax_rate,
            group=_group(details[part["ordinal"]]),
            days=details[part["ordinal"]].days,
        )
        for part in parts
    )


async def _details(tenant: int, invoice: UUID) -> dict[int, Detail]:
    rows = await db.rows(BODIES, tenant, invoice)
    return {row["ordinal"]: msgspec.json.decode(row["shown"], type=Detail) for row in rows}


def _line(of: InvoiceLine, detail: Detail) -> Line:
    is_money = detail.unit == meter.MONEY
    return Line(
        ordinal=of.ordinal,
        name=of.description,
        net=of.net,
        tax_code=of.tax_code,
        tax_rate=of.tax_rate,
        quantity=None if is_money else of.quantity,
        unit="" if is_money else of.unit,
        group=_group(detail),
        days=detail.days,
        included=detail.included,
        prepaid=detail.prepaid,
        amount=detail.amount.amount,
        booked=detail.booked.amount,
    )


def _group(of: Detail) -> tuple[str, ...]:
    """Never a vendor's: whom we buy from is not the client's to read."""
    if of.unit == meter.MONEY or not isinstance(of.source, Source):
        return ()
    return tuple(value for _, value in of.source.group)


def _day(of: Invoice) -> date:
    assert of.issued_on is not None, "what is final has its day"  # noqa: S101
    return of.issued_on
