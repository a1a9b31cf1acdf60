"""A client's draft invoice. Amounts are billing's own; nothing is rated here."""

from __future__ import annotations

from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from billing.invoicing.invoices import InvoiceLine
from underpin.console import views
from underpin.console.routes.accounts import Billed
from underpin.console.views.shell import Shell

FINEST = Decimal("0.01")


def page(shell: Shell, found: Billed) -> views.InvoicePage:
    draft = found.draft
    invoice = views.Invoice(
        client=found.company.name,
        client_slug=found.company.slug,
        number=draft.number or "",
        state=draft.state,
        currency=draft.currency,
        starts=draft.period_start,
        ends=draft.period_end - timedelta(days=1),
        lines=tuple(map(_line, draft.lines)),
        taxes=tuple(views.TaxLine(t.percent, t.base, t.tax) for t in draft.taxes),
        net=draft.net,
        tax=draft.tax,
        total=draft.gross,
        plan=draft.plan,
    )
    return views.InvoicePage(shell, invoice, draft.drafted_at)


def _line(line: InvoiceLine) -> views.InvoiceLine:
    return views.InvoiceLine(
        text=line.description,
        quantity=line.quantity,
        unit=line.unit,
        price=price(line),
        net=line.net,
        tax_rate=line.tax_rate,
    )


def price(line: InvoiceLine) -> Decimal | None:
    """What one unit costs, where one price makes the line's net exactly; None where tiers, an
    allowance or a minimum do."""
    if not line.quantity or not line.net:
        return None
    each = (line.net / line.quantity).quantize(FINEST, ROUND_HALF_UP)
    return each.normalize() if each * line.quantity == line.net else None
