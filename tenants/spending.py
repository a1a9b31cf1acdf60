"""How much a client's approver may let be spent on one thing, by currency (PRACTICE 3).

Without a limit in a currency they approve only what costs nothing in it. Nobody sets their own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

import asyncpg

from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Forbidden, Malformed, NotFound
from underpin.kernel.principal import MEMBER, STAFF, WORKER, Audience
from underpin.kernel.verb import read, write

CURRENCY: Final = re.compile("[A-Z]{3}")
MOST: Final = Decimal(1_000_000_000)


@dataclass(frozen=True, slots=True)
class Limit:
    """`amount` in major units of `currency` (ISO 4217), net."""

    person_id: UUID
    person: str
    currency: str
    amount: Decimal
    set_at: datetime


SET: Final = """
INSERT INTO spending_limit (tenant_id, person_id, currency, amount, set_by, set_at)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (tenant_id, person_id, currency) DO UPDATE
SET amount = excluded.amount, set_by = excluded.set_by, set_at = excluded.set_at
"""


@write("person.write", STAFF, MEMBER, WORKER)
async def set_limit(act: Act, person_id: UUID, currency: str, amount: Decimal) -> None:
    """From now on; what was approved stays so. Raises Forbidden for one's own, Malformed,
    NotFound."""
    if act.audience is Audience.MEMBER and person_id == act.person_id:
        raise Forbidden("Nobody sets their own spending limit: ask a colleague, or your provider.")
    if not CURRENCY.fullmatch(currency):
        raise Malformed("currency: three letters, such as EUR.", field="currency")
    if not amount.is_finite() or not 0 <= amount <= MOST or amount != round(amount, 2):
        raise Malformed("amount: 0 or more, with two decimals at most.", field="amount")
    words = (person_id, currency, amount, act.principal.person_id, act.now)
    try:
        async with db.savepoint():
            await db.execute(SET, act.tenant_id, *words)
    except asyncpg.ForeignKeyViolationError as unknown:
        raise NotFound from unknown


@read("person.read", STAFF, MEMBER)
async def limits(act: Act, tenant: int) -> list[Limit]:
    """Of a client's people, by name: its administrators are shown all, other members their own.
    A person whom the asker may not know stands there without a name."""
    rows = await db.rows(
        "SELECT l.person_id, coalesce(p.name, '') AS person, l.currency, l.amount, l.set_at "
        "FROM spending_limit l LEFT JOIN person p "
        "ON p.tenant_id = l.tenant_id AND p.id = l.person_id "
        "WHERE l.tenant_id = $1 ORDER BY p.name, p.id, l.currency LIMIT 1000",
        tenant,
    )
    return [Limit(**row) for row in rows]


async def of(tenant: int, people: Sequence[UUID], currency: str) -> Mapping[UUID, Decimal]:
    """What each of them may let be spent; who has no limit in this currency is absent."""
    rows = await db.rows(
        "SELECT person_id, amount FROM spending_limit "
        "WHERE tenant_id = $1 AND person_id = ANY ($2::uuid[]) AND currency = $3",
        *(tenant, list(people), currency),
    )
    return {row["person_id"]: row["amount"] for row in rows}
