"""Numbers of documents: without a gap, in a series per client, kind and year (PRACTICE 35)."""

from __future__ import annotations

from datetime import date
from typing import Literal

from underpin.kernel import db
from underpin.kernel.act import Act

Kind = Literal["invoice", "credit_note", "debit_note"]
MARKS: dict[Kind, str] = {"invoice": "", "credit_note": "C", "debit_note": "D"}

NEXT = """
WITH taken AS (
    INSERT INTO invoice_series (tenant_id, kind, year, last) VALUES ($1, $2, $3, 1)
    ON CONFLICT (tenant_id, kind, year) DO UPDATE SET last = invoice_series.last + 1
    RETURNING last
)
SELECT t.key, taken.last FROM taken JOIN tenant t ON t.id = $1
"""


async def take(act: Act, kind: Kind, day: date) -> str:
    """The next number, such as ACME-2026-0007 (a credit note's: ACME-2026-C0007, a debit note's
    with a D).

    Taken in the transaction that makes the document final: where that fails, it was never given.
    """
    row = await db.row(NEXT, act.tenant_id, kind, day.year)
    assert row is not None, "an upsert gives its row"  # noqa: S101
    return f"{row['key']}-{day.year}-{MARKS[kind]}{row['last']:04}"
