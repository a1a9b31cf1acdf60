"""A credit note's tax by category and rate: what `crediting.note` makes of each alone. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from billing.invoicing import crediting
from billing.invoicing.crediting import Billed, Part
from billing.invoicing.invoices import InvoiceTax
from billing.papers.letterhead import RateTax

Rate = tuple[str, Decimal]


def by_rate(
    billed: Sequence[Billed], parts: Sequence[Part], taxes: Iterable[InvoiceTax], currency: str
) -> tuple[RateTax, ...]:
    """`billed` as it stood before the note; `taxes` are the invoice's, whose wording holds. They
    sum to the note's tax, because a tax is rounded once per rate."""
    wordings = {(each.code, each.percent): each for each in taxes}
    rate_of = {line.ordinal: (line.tax_code, line.tax_percent) for line in billed}
    rates = sorted({rate_of[part.ordinal] for part in parts})
    return tuple(_one(rate, billed, parts, wordings[rate], currency) for rate in rates)


def _one(
    rate: Rate,
    billed: Sequence[Billed],
    parts: Sequence[Part],
    of: InvoiceTax,
    currency: str,
) -> RateTax:
    lines = [line for line in billed if (line.tax_code, line.tax_percent) == rate]
    own = {line.ordinal for line in lines}
    note = crediting.note(lines, [part for part in parts if part.ordinal in own], currency)
    return RateTax(of.code, of.percent, note.net, note.tax, of.wording, of.exemption)
