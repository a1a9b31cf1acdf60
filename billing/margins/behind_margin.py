"""What a client's margin was made of: the documents, and per ticket the work and what vendors took.
The staff's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from billing.amounts import exact
from billing.margins import margin_of_client
from billing.margins.margin_of_client import CREDIT_NOTES, INVOICES, RECOVERIES, ClientMargin
from billing.metered import meter
from billing.metered.ledger import Dated
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read


@dataclass(frozen=True, slots=True)
class Document:
    """`what`: invoice, credits, written_off, penalties or recoveries. `number` is empty of what has
    none; `invoice`: what a note takes off. Net."""

    what: str
    number: str
    invoice: str
    currency: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Entry:
    """Of one ticket, empty where it is of none: `quantity` minutes of a tier's work, or an amount
    in `currency` that vendors took."""

    ticket: str
    tier: str
    currency: str
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class Behind:
    """Documents add up to what the margin says of them in their currency, entries to its minutes
    and to what vendors took."""

    margin: ClientMargin
    documents: list[Document]
    work: list[Entry]
    vendors: list[Entry]


DOCUMENTS: Final = f"""
SELECT 'invoice' AS what, number, '' AS invoice, currency, net AS amount {INVOICES}
UNION ALL
SELECT CASE n.purpose WHEN 'write_off' THEN 'written_off' ELSE 'credits' END, n.number, i.number,
       i.currency, n.net {CREDIT_NOTES}
UNION ALL
SELECT 'penalties', number, '', currency, amount FROM debit_note
WHERE tenant_id = $1 AND state = 'issued' AND month >= $2 AND month < $3
UNION ALL
SELECT 'recoveries', '', '', v.currency, v.amount {RECOVERIES}
ORDER BY what, number, amount
"""


@read("cost.read", STAFF)
async def of_client(act: Act, tenant: int, first: date, last: date) -> Behind:
    """As it stands now, of the months that hold these days and those between. Raises as
    `margin_of_client.of_client`."""
    margin = await margin_of_client.of_client(act, tenant, first, last)
    used = await margin_of_client.used(tenant, margin.start, margin.end)
    rows = await db.rows(DOCUMENTS, tenant, margin.start, margin.end)
    return Behind(
        margin,
        [Document(**row) for row in rows],
        _summed(used, meter.WORKED_MINUTES.key),
        _summed(used, meter.VENDOR_COST.key),
    )


@exact.arithmetic
def _summed(used: Iterable[Dated], key: str) -> list[Entry]:
    """By ticket, the most first; what was taken back whole is left out."""
    found: dict[tuple[str, str, str], Decimal] = {}
    for where, quantity in _placed(used, key):
        found[where] = found.get(where, exact.ZERO) + quantity
    entries = [Entry(*where, quantity) for where, quantity in found.items() if quantity]
    return sorted(entries, key=lambda each: (-each.quantity, each.ticket, each.tier))


def _placed(used: Iterable[Dated], key: str) -> Iterator[tuple[tuple[str, str, str], Decimal]]:
    for _, event in used:
        if event.meter == key:
            said = [event.dimension(name) for name in ("ticket", "tier", "currency")]
            yield (said[0], said[1], said[2]), event.quantity
