"""A client's draft invoice. Amounts are billing's own; nothing is rated here."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from billing.drafting import Draft, InvoiceLine
from underpin.console import views
from underpin.console.routes.accounts import Billed
from underpin.console.views.shell import Shell

FINEST = Decimal("0.01")


def page(shell: Shell, found: Billed) -> views.InvoicePage:
    draft = found.draft
    invoice = views.Invoice(
        client=found.company.name,
        client_slug=found.company.slug,
        number="",
        state="draft",
        currency=draft.currency,
        starts=draft.period_start,
        ends=draft.period_end - timedelta(days=1),
        lines=tuple(map(_line, draft.lines)),
        taxes=tuple(_taxes(draft)),
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


def _taxes(draft: Draft) -> Sequence[views.TaxLine]:
    """Per rate, on the sum of its nets, half-up (EN 16931); they add up to the invoice's tax."""
    bases: dict[Decimal, Decimal] = {}
    for line in draft.lines:
        bases[line.tax_rate] = bases.get(line.tax_rate, Decimal(0)) + line.net
    return [
        views.TaxLine(rate, base, (base * rate / 100).quantize(draft.net, ROUND_HALF_UP))
        for rate, base in sorted(bases.items())
    ]
