"""What was issued in a month, for accounting: a row for each document and tax rate."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

import msgspec

from billing.amounts import money
from billing.amounts.money import Money
from billing.exports import month
from billing.exports.month import FIRST, PAGE, After, Page
from billing.papers.letterhead import Letterhead, RateTax
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.csv_rows import Cell
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

COLUMNS: Final = (
    *("kind", "number", "client", "client_name", "buyer", "buyer_vat_id", "buyer_country"),
    *("issued_on", "due_on", "period_start", "period_end", "corrects", "currency"),
    *("tax_category", "tax_rate", "net", "tax", "gross", "local_currency", "local_tax"),
)
# Of a note without a letterhead the rates are not known, its sums are.
ISSUED = f"""
WITH issued AS (
    SELECT 'invoice' AS kind, i.tenant_id, i.id, i.number, i.issued_on, i.due_on, i.period_start,
           i.period_end - 1 AS period_end, NULL::text AS corrects, i.currency, i.net, i.tax
    FROM invoice i
    WHERE i.tenant_id = ANY ($1::int[]) AND i.state = 'final' AND i.issued_on >= $2
      AND i.issued_on < $3
    UNION ALL
    SELECT 'credit_note', n.tenant_id, n.id, n.number, n.issued_on, NULL, NULL, NULL, i.number,
           i.currency, -n.net, -n.tax
    FROM credit_note n JOIN invoice i ON i.tenant_id = n.tenant_id AND i.id = n.invoice_id
    WHERE n.tenant_id = ANY ($1::int[]) AND n.state = 'issued' AND n.issued_on >= $2
      AND n.issued_on < $3
    UNION ALL
    SELECT 'debit_note', m.tenant_id, m.id, m.number, m.issued_on, NULL, m.month,
           (m.month + interval '1 month' - interval '1 day')::date, NULL, m.currency, -m.amount, 0
    FROM debit_note m
    WHERE m.tenant_id = ANY ($1::int[]) AND m.state = 'issued' AND m.issued_on >= $2
      AND m.issued_on < $3
)
SELECT d.*, t.key AS client, t.name AS client_name, l.body
FROM issued d JOIN tenant t ON t.id = d.tenant_id
LEFT JOIN letterhead l ON l.tenant_id = d.tenant_id AND l.id = d.id
WHERE (d.issued_on, d.tenant_id, d.id) > ($4, $5, $6)
ORDER BY d.issued_on, d.tenant_id, d.id LIMIT {PAGE}
"""
TAXES = """
SELECT tenant_id, invoice_id, code, percent, base, tax, wording, exemption FROM invoice_tax
WHERE tenant_id = ANY ($1::int[]) AND invoice_id = ANY ($2::uuid[])
ORDER BY tenant_id, invoice_id, code, percent
"""

_Document = tuple[int, Any]


@read("accounting.export", STAFF)
async def page(act: Act, day: date, after: After = FIRST) -> Page:
    """Up to 500 documents issued in the month that holds `day`, to the clients the asker is
    assigned to; what a credit note takes off and a penalty owes is below zero, so that the
    columns sum."""
    tenants = list(act.principal.tenant_ids)
    found = await db.rows(ISSUED, tenants, *month.span(day), *(after.day, after.tenant, after.id))
    taxes = await _taxes(found)
    rows = [row for each in found for row in _rows(each, taxes.get(_named(each), []))]
    last = found[-1] if len(found) == PAGE else None
    return Page(rows, After(last["issued_on"], *_named(last)) if last else None)


async def _taxes(found: Sequence[db.Row]) -> dict[_Document, list[RateTax]]:
    of = [row for row in found if row["kind"] == "invoice"]
    tenants, ids = list({row["tenant_id"] for row in of}), [row["id"] for row in of]
    taxes: dict[_Document, list[RateTax]] = {}
    for row in await db.rows(TAXES, tenants, ids):
        said = {**row}
        document = (said.pop("tenant_id"), said.pop("invoice_id"))
        taxes.setdefault(document, []).append(RateTax(**said))
    return taxes


def _rows(of: db.Row, taxes: Sequence[RateTax]) -> list[tuple[Cell, ...]]:
    head = msgspec.json.decode(of["body"], type=Letterhead) if of["body"] else None
    if of["kind"] == "credit_note":
        taxes = [_taken_off(each) for each in head.taxes] if head else []
    said = _document(of, head)
    if not taxes:
        return [(*said, *_amounts(of, None, None, of["net"], of["tax"]), *_local(of, head, 0))]
    return [
        (*said, *_amounts(of, each.code, each.percent, each.base, each.tax), *_local(of, head, at))
        for at, each in enumerate(taxes)
    ]


def _document(of: db.Row, head: Letterhead | None) -> tuple[Cell, ...]:
    buyer = (head.buyer.legal_name, head.buyer.vat_id, head.buyer.country) if head else (None,) * 3
    return (
        *(of["kind"], of["number"], of["client"], of["client_name"], *buyer),
        *(of["issued_on"], of["due_on"], of["period_start"], of["period_end"]),
        *(of["corrects"], of["currency"]),
    )


def _amounts(
    of: db.Row, code: str | None, percent: Decimal | None, net: Decimal, tax: Decimal
) -> tuple[Cell, ...]:
    amounts = [money.rounded(Money(each, of["currency"])).amount for each in (net, tax, net + tax)]
    return (code, percent, *amounts)


def _local(of: db.Row, head: Letterhead | None, at: int) -> tuple[Cell, ...]:
    """The whole document's, on its first row alone."""
    local = head.local_tax if head else None
    if local is None or at:
        return (None, None)
    return (local.currency, -local.tax if of["kind"] == "credit_note" else local.tax)


def _taken_off(of: RateTax) -> RateTax:
    return msgspec.structs.replace(of, base=-of.base, tax=-of.tax)


def _named(of: db.Row) -> _Document:
    return of["tenant_id"], of["id"]
