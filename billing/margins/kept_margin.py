"""Clients' margins by month as the worker last reckoned them, so that a page over a thousand
clients asks once. The staff's own (PRACTICE 1, 3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from billing.amounts import exact
from billing.margins import margin_of_client
from billing.margins.margin_of_client import ClientMargin
from billing.receivables import local_day
from underpin.kernel import db, ids, rounds
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read

MONTHS: Final = 12
"""How far back a client is first reckoned."""
ANEW: Final = 3
"""The last months are reckoned anew each night: invoices, credits and costs still come in."""
MOST_MONTHS: Final = 36

AMOUNTS: Final = (
    *("revenue", "credits", "written_off", "penalties", "recoveries"),
    *("work", "vendors", "left_over"),
)
KNOWN: Final = "SELECT month FROM client_margin WHERE tenant_id = $1 AND month >= $2"


@dataclass(frozen=True, slots=True)
class KeptMargin:
    """Net amounts over the months asked for, as `margin_of_client` defines them; `left_over` is
    what was left. `is_whole`: no tier worked at no known cost, and nothing stood in a currency
    without a rate. `reckoned_at`: the oldest of its months."""

    tenant_id: int
    currency: str
    revenue: Decimal
    credits: Decimal
    written_off: Decimal
    penalties: Decimal
    recoveries: Decimal
    work: Decimal
    vendors: Decimal
    left_over: Decimal
    is_whole: bool
    reckoned_at: datetime


OF_CLIENTS: Final = f"""
SELECT m.tenant_id, m.currency, {", ".join(f"sum(m.{name}) AS {name}" for name in AMOUNTS)},
       bool_and(m.is_whole) AS is_whole, min(m.reckoned_at) AS reckoned_at
FROM client_margin m
WHERE m.tenant_id = ANY ($1::int[]) AND m.month >= $2 AND m.month <= $3
GROUP BY m.tenant_id, m.currency ORDER BY m.tenant_id, m.currency
"""


@read("cost.read", STAFF)
async def of_clients(act: Act, first: date, last: date) -> list[KeptMargin]:
    """Of all the asker's clients, over the months that hold these days; one for each currency.
    Raises Malformed."""
    start, end = first.replace(day=1), last.replace(day=1)
    if not 0 <= (end.year - start.year) * 12 + end.month - start.month < MOST_MONTHS:
        raise Malformed(f"last: after `first`, at most {MOST_MONTHS} months on.", field="last")
    rows = await db.rows(OF_CLIENTS, list(act.principal.tenant_ids), start, end)
    return [KeptMargin(**row) for row in rows]


async def everywhere() -> int:
    """Returns how many months were reckoned."""
    return await rounds.each("margins", of_client)


async def at(tenant: int) -> int:
    """The round at one client."""
    return await rounds.one("margins", of_client, tenant, "round")


async def of_client(act: Act) -> int:
    """The last months anew, and earlier ones that were never reckoned."""
    today = await local_day.today(act, act.tenant_id)
    months = list(_back(today, MONTHS))
    known = {row["month"] for row in await db.rows(KNOWN, act.tenant_id, months[-1])}
    wanted = [month for place, month in enumerate(months) if place < ANEW or month not in known]
    for month in wanted:
        await _keep(act, month, await margin_of_client.of_client(act, act.tenant_id, month, month))
    return len(wanted)


async def _keep(act: Act, month: date, of: ClientMargin) -> None:
    costs = [each.cost for each in of.work if each.cost is not None]
    amounts = (of.revenue, of.credits, of.written_off, of.penalties, of.recoveries, _sum(costs))
    figures = {
        **dict(zip(AMOUNTS, (*amounts, of.vendors, of.left), strict=True)),
        "currency": of.currency,
        "is_whole": not of.unpriced and not of.unconverted,
        "reckoned_at": act.now,
    }
    await db.put(
        "client_margin", {"tenant_id": act.tenant_id, "month": month}, figures, id=ids.new()
    )


@exact.arithmetic
def _sum(amounts: list[Decimal]) -> Decimal:
    return sum(amounts, exact.ZERO)


def _back(today: date, count: int) -> Iterator[date]:
    """The first days of this month and those before it."""
    month = today.replace(day=1)
    for _ in range(count):
        yield month
        month = (month - timedelta(days=1)).replace(day=1)
