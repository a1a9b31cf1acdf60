"""How old what is open is: per client and currency, exact, in the client's own days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from billing.invoicing import invoices
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import read


@dataclass(frozen=True, slots=True)
class Aged:
    """What is still to be paid, by days past due. `questioned` is part of it; `owed_to_client` is
    apart: what was paid or credited beyond an invoice. `client` None: over all of the list."""

    client: str | None
    currency: str
    current: Decimal
    days_1_30: Decimal
    days_31_60: Decimal
    days_61_90: Decimal
    days_91: Decimal
    total: Decimal
    questioned: Decimal
    owed_to_client: Decimal


AMOUNTS = (
    *("current", "days_1_30", "days_31_60", "days_61_90", "days_91"),
    *("total", "questioned", "owed_to_client"),
)
AGED = """
WITH open AS (
    SELECT t.key, r.currency, r.gross - r.credited - r.paid AS amount, r.questioned,
           (coalesce(t.simulated_now, $2) AT TIME ZONE t.time_zone)::date - r.due_on AS days
    FROM receivable r JOIN tenant t ON t.id = r.tenant_id
    WHERE r.tenant_id = ANY ($1::int[]) AND r.is_open
), owed AS (
    SELECT key, currency, amount, days, least(questioned, amount) AS questioned FROM open
    WHERE amount > 0
)
SELECT o.key AS client, o.currency,
       coalesce(sum(w.amount) FILTER (WHERE w.days <= 0), 0) AS current,
       coalesce(sum(w.amount) FILTER (WHERE w.days BETWEEN 1 AND 30), 0) AS days_1_30,
       coalesce(sum(w.amount) FILTER (WHERE w.days BETWEEN 31 AND 60), 0) AS days_31_60,
       coalesce(sum(w.amount) FILTER (WHERE w.days BETWEEN 61 AND 90), 0) AS days_61_90,
       coalesce(sum(w.amount) FILTER (WHERE w.days > 90), 0) AS days_91,
       coalesce(sum(w.amount), 0) AS total,
       coalesce(sum(w.questioned), 0) AS questioned,
       coalesce((SELECT -sum(b.amount) FROM open b WHERE b.key = o.key
                 AND b.currency = o.currency AND b.amount < 0), 0) AS owed_to_client
FROM (SELECT DISTINCT key, currency FROM open) o
LEFT JOIN owed w ON w.key = o.key AND w.currency = o.currency
GROUP BY o.key, o.currency ORDER BY o.key, o.currency
"""


@read("invoice.read", STAFF, MEMBER)
async def of_tenant(act: Act, tenant: int) -> list[Aged]:
    """One row per currency. Raises NotFound for another's."""
    act.only_own(tenant)
    return [_read(row) for row in await db.rows(AGED, [tenant], act.now)]


@read("invoice.read", STAFF)
async def over_all(act: Act) -> list[Aged]:
    """Of the asker's clients, each per currency, then all of them per currency."""
    found = [_read(row) for row in await db.rows(AGED, list(act.principal.tenant_ids), act.now)]
    currencies = sorted({each.currency for each in found})
    return [*found, *(_summed(found, currency) for currency in currencies)]


def _summed(found: Sequence[Aged], currency: str) -> Aged:
    rows = [each for each in found if each.currency == currency]
    sums = {name: sum((getattr(row, name) for row in rows), Decimal(0)) for name in AMOUNTS}
    return Aged(None, currency, **sums)


def _read(row: db.Row) -> Aged:
    return Aged(**invoices.in_minor_units(row, *AMOUNTS))
