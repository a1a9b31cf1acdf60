"""A client's invoice. Amounts are billing's own; nothing is rated here."""

from __future__ import annotations

from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from billing.invoicing.invoices import Invoice, InvoiceLine
from tenants.company import Company
from underpin.console import views
from underpin.console.routes.accounts import Billed
from underpin.console.views.shell import Shell

FINEST = Decimal("0.01")


def page(shell: Shell, found: Billed) -> views.InvoicePage:
    draft = found.draft
    pdf = f"/api/v1/clients/{found.company.key}/invoices/{draft.period_start}/draft/pdf"
    files = (views.File("PDF", pdf),) if draft.state == "draft" else ()
    return views.InvoicePage(shell, invoice(found.company, draft), draft.drafted_at, files)


def invoice(of: Company, found: Invoice) -> views.Invoice:
    return views.Invoice(
        client=of.name,
        client_slug=of.slug,
        number=found.number or "",
        state=found.state,
        currency=found.currency,
        starts=found.period_start,
        ends=found.period_end - timedelta(days=1),
        lines=tuple(map(line, found.lines)),
        taxes=tuple(views.TaxLine(t.percent, t.base, t.tax) for t in found.taxes),
        net=found.net,
        tax=found.tax,
        total=found.gross,
        plan=found.plan,
    )


def line(of: InvoiceLine) -> views.InvoiceLine:
    return views.InvoiceLine(
        text=of.description,
        quantity=of.quantity,
        unit=of.unit,
        price=price(of),
        net=of.net,
        tax_rate=of.tax_rate,
    )


def price(line: InvoiceLine) -> Decimal | None:
    """What one unit costs, where one price makes the line's net exactly; None where tiers, an
    allowance or a minimum do."""
    if not line.quantity or not line.net:
        return None
    each = (line.net / line.quantity).quantize(FINEST, ROUND_HALF_UP)
    return each.normalize() if each * line.quantity == line.net else None
