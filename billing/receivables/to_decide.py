"""Money that one person proposed and another decides: notes, refunds, write-offs, paybacks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final, Literal
from uuid import UUID

from billing.invoicing import invoices
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

MOST: Final = 200
Kind = Literal["credit_note", "debit_note", "refund", "write_off", "payback"]


@dataclass(frozen=True, slots=True)
class Proposed:
    """`client` is its key, `invoice` the number it is about, None for what is about none. `gross`
    where there is tax. `own`: for a colleague to decide, because the asker proposed it, or is
    judged on the margin of a client who is owed a penalty."""

    client: str
    kind: Kind
    id: UUID
    invoice: str | None
    amount: Decimal
    currency: str
    reason: str
    own: bool
    proposed_at: datetime


_ABOUT: Final = "{0}.id, {1} AS invoice, {0}.{2} AS amount, {3}.currency, {0}.reason, "
_JUDGED: Final = (
    "x.proposed_by = $2 OR EXISTS (SELECT FROM account a "
    "WHERE a.tenant_id = x.tenant_id AND a.manager_id = $2)"
)


def _select(kind: Kind, amount: str, about: str) -> str:
    """`about` joins what is proposed (`x`) to the invoice it is about (`i`), if there is one."""
    number, currency = ("i.number", "i") if " i " in about else ("NULL::text", "x")
    own = _JUDGED if kind == "debit_note" else "x.proposed_by = $2"
    said = _ABOUT.format("x", number, amount, currency) + f"{own} AS own, x.proposed_at FROM "
    where = "x.tenant_id = ANY ($1::int[]) AND x.state = 'proposed'"
    return f"SELECT x.tenant_id, '{kind}' AS kind, {said} {about} WHERE {where}"


INVOICE: Final = "JOIN invoice i ON i.tenant_id = x.tenant_id AND i.id = x.invoice_id"
PAID: Final = (
    "JOIN payment p ON p.tenant_id = x.tenant_id AND p.id = x.payment_id "
    "JOIN invoice i ON i.tenant_id = p.tenant_id AND i.id = p.invoice_id"
)
PARTS: Final = " UNION ALL ".join(
    (
        _select("credit_note", "gross", f"credit_note x {INVOICE}"),
        _select("debit_note", "amount", "debit_note x"),
        _select("refund", "amount", f"refund x {PAID}"),
        _select("write_off", "amount", f"write_off x {INVOICE}"),
        _select("payback", "amount", "payback x"),
    )
)
PROPOSED: Final = f"""
SELECT t.key AS client, u.kind, u.id, u.invoice, u.amount, u.currency, u.reason, u.own,
       u.proposed_at
FROM ({PARTS}) u JOIN tenant t ON t.id = u.tenant_id ORDER BY u.proposed_at, u.id LIMIT {MOST}
"""


@read("invoice.read", STAFF)
async def proposed(act: Act, tenant: int | None = None) -> list[Proposed]:
    """Of the asker's clients, or of one, the longest waiting first; two hundred at most."""
    whose = list(act.principal.tenant_ids) if tenant is None else [tenant]
    rows = await db.rows(PROPOSED, whose, act.person_id)
    return [Proposed(**invoices.in_minor_units(row, "amount")) for row in rows]
