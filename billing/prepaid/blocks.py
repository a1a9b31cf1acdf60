"""Prepaid blocks as they are kept, and what is drawn from them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from uuid import UUID

import msgspec

from billing.amounts import canonical
from billing.invoicing import booking
from billing.metered import cut
from billing.prepaid import block
from billing.prepaid.block import Block, Draw
from billing.pricing.charge import Prepaid
from billing.pricing.count import Key
from underpin.kernel import db, events, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import read

COLUMNS = "id, unit, size, remaining, starts, expires, group_key"


@dataclass(frozen=True, slots=True)
class Holding:
    """A block as its owner reads it; `size` and `remaining` in `unit`, usable until the day before
    `expires`. `roll_over`: per cent of the size that may go on into a block of its own."""

    id: UUID
    name: str
    unit: str
    size: Decimal
    remaining: Decimal
    starts: date
    expires: date | None
    group: str
    roll_over: Decimal
    rolled_from: UUID | None


@read("invoice.read", STAFF, MEMBER)
async def of_tenant(act: Act, tenant: int) -> list[Holding]:
    """A client's blocks, first-expiring first, those used up among them."""
    act.only_own(tenant)
    rows = await db.rows(
        "SELECT id, name, unit, size, remaining, starts, expires, group_key AS group, roll_over, "
        "rolled_from FROM block WHERE tenant_id = $1 ORDER BY expires NULLS LAST, starts, id",
        tenant,
    )
    return [Holding(**row) for row in rows]


async def held(tenant: int, unit: str) -> list[Block]:
    """The blocks of a unit, locked in the order in which they are drawn."""
    rows = await db.rows(
        f"SELECT {COLUMNS} FROM block WHERE tenant_id = $1 AND unit = $2 "
        "ORDER BY expires NULLS LAST, starts, id FOR UPDATE",
        tenant,
        unit,
    )
    return [_block(row) for row in rows]


@dataclass(frozen=True, slots=True)
class Drawn:
    """`quantity` taken from a block, or given back where it is below zero: for a price of a period,
    or as the payment of an invoice."""

    id: UUID
    quantity: Decimal
    drawn_at: datetime
    period_start: date | None
    price: str | None
    invoice_id: UUID | None


DRAWS = """
SELECT id, quantity, drawn_at, period_start, key ->> 'price' AS price, invoice_id FROM block_draw
WHERE tenant_id = $1 AND block_id = $2 AND ($3::uuid IS NULL OR id < $3)
ORDER BY id DESC LIMIT $4
"""
PAGE: Final = 100


@read("invoice.read", STAFF, MEMBER)
async def draws_of(
    act: Act, tenant: int, block_id: UUID, before: UUID | None = None
) -> list[Drawn]:
    """Up to a hundred, the newest first; go on with `before` the last one's id. Raises NotFound."""
    if block_id not in {each.id for each in await of_tenant(act, tenant)}:
        raise NotFound
    return [Drawn(**row) for row in await db.rows(DRAWS, tenant, block_id, before, PAGE)]


async def usable(tenant: int, on: date) -> list[Block]:
    """The blocks that may be drawn from on a day and are not used up, whoever they are for."""
    rows = await db.rows(
        f"SELECT {COLUMNS} FROM block WHERE tenant_id = $1 AND remaining > 0 AND starts <= $2 "
        "AND (expires IS NULL OR expires > $2)",
        *(tenant, on),
    )
    return [_block(row) for row in rows]


DRAWN = """
SELECT block_id, quantity FROM block_draw
WHERE tenant_id = $1 AND key_hash = $2 ORDER BY drawn_at, id
"""
TAKE = """
UPDATE block b SET remaining = b.remaining - d.quantity
FROM (SELECT block_id, sum(quantity) AS quantity
      FROM unnest($2::uuid[], $3::numeric[]) AS u(block_id, quantity) GROUP BY 1) d
WHERE b.tenant_id = $1 AND b.id = d.block_id
"""
WRITE = """
INSERT INTO block_draw (tenant_id, id, block_id, quantity, key_hash, key, period_start, invoice_id,
                        cut, drawn_at)
VALUES ($1, $2, $3, $4, $5, $6::text::jsonb, $7, $8, $9, $10)
"""


async def drawn(tenant: int, key: Key) -> list[Draw]:
    """What was taken for a key so far and given back, in order."""
    rows = await db.rows(DRAWN, tenant, booking.digest(key))
    return [Draw(row["block_id"], row["quantity"]) for row in rows]


async def take(act: Act, holding: Sequence[Block], draws: Sequence[Draw], key: Key) -> None:
    """Write draws for a key from blocks that are locked; the client hears at 80 and 100 %."""
    of_key = (booking.digest(key), canonical.encode(key).decode(), key.period, None)
    await _write(act, holding, draws, of_key)


async def pay(act: Act, holding: Sequence[Block], draws: Sequence[Draw], invoice: UUID) -> None:
    """Write draws of prepaid money as the payment of an invoice."""
    await _write(act, holding, draws, (None, None, None, invoice))


_For = tuple[str | None, str | None, date | None, UUID | None]


async def _write(
    act: Act, holding: Sequence[Block], draws: Sequence[Draw], drawn_for: _For
) -> None:
    if not draws:
        return
    after = {each.id: each for each in block.after(holding, draws)}
    taken = [each.block_id for each in draws], [each.quantity for each in draws]
    await db.execute(TAKE, act.tenant_id, *taken)
    open_cut = await cut.current(act.tenant_id)
    await db.many(
        WRITE,
        [
            (act.tenant_id, ids.new(), each.block_id, each.quantity, *drawn_for, open_cut, act.now)
            for each in draws
        ],
    )
    warned = [
        events.New("block.used", each.id, {"percent": percent})
        for each in holding
        for percent in block.warnings(each, after[each.id])
    ]
    if warned:
        await events.emit(act, *warned)


PREPAID = """
SELECT key, sum(quantity) AS quantity FROM block_draw
WHERE tenant_id = $1 AND period_start = ANY ($2::date[]) AND cut <= $3
GROUP BY key_hash, key ORDER BY key_hash
"""


async def prepaid(tenant: int, periods: Iterable[date], last_cut: int) -> tuple[Prepaid, ...]:
    """What blocks have covered in these periods, by the end of that cut of the ledger."""
    rows = await db.rows(PREPAID, tenant, list(periods), last_cut)
    return tuple(
        Prepaid(msgspec.json.decode(row["key"], type=Key), row["quantity"])
        for row in rows
        if row["quantity"]
    )


@dataclass(frozen=True, slots=True)
class Kept:
    """A block with its name and what of it may roll over, in per cent of its size."""

    block: Block
    name: str
    roll_over: Decimal


async def kept(tenant: int, block_id: UUID) -> Kept:
    """Raises NotFound."""
    row = await db.row(
        f"SELECT {COLUMNS}, name, roll_over FROM block WHERE tenant_id = $1 AND id = $2",
        tenant,
        block_id,
    )
    if row is None:
        raise NotFound
    return Kept(_block(row), row["name"], row["roll_over"])


async def insert(
    act: Act,
    new: Block,
    name: str,
    *,
    roll_over: Decimal = Decimal(0),
    line_id: UUID | None = None,
    rolled_from: UUID | None = None,
) -> None:
    """Of one id, or rolled over from one block, once."""
    await db.execute(
        "INSERT INTO block (tenant_id, id, name, unit, size, remaining, starts, expires, "
        "group_key, roll_over, rolled_from, line_id, sold_by, sold_at) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) "
        "ON CONFLICT DO NOTHING",
        *(act.tenant_id, new.id, name.strip(), new.unit, new.size, new.remaining),
        *(new.starts, new.expires, new.group, roll_over, rolled_from, line_id),
        *(act.principal.person_id, act.now),
    )


def _block(row: db.Row) -> Block:
    return Block(
        id=row["id"],
        unit=row["unit"],
        size=row["size"],
        remaining=row["remaining"],
        starts=row["starts"],
        expires=row["expires"],
        group=row["group_key"],
    )
