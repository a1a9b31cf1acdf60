"""Selling a prepaid block: charged once, with its tax; drawing from it is not taxed again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from billing.amounts import check
from billing.invoicing import extras
from billing.metered import meter, meters
from billing.prepaid import blocks, expiring
from billing.prepaid.block import Block
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Malformed, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import write

UNITS = frozenset(each.unit for each in meter.BUILT_IN if each.unit != meter.MONEY)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBlock:
    """`price` is net for the whole block, in major units of `currency`. A block of money is of the
    unit that is its currency."""

    name: str
    unit: str
    size: Decimal
    price: Decimal
    currency: str
    starts: date
    expires: date | None = None
    group: str = ""
    roll_over: Decimal = Decimal(0)
    tax_class: str = "standard"


@write("invoice.draft", STAFF)
async def sell(act: Act, new: NewBlock) -> UUID:
    """A block, and the line that charges it, with its tax, on the next invoice (PRACTICE 34).

    Raises Malformed naming the field.
    """
    await _check(new)
    held = Block(
        id=ids.new(),
        unit=new.unit,
        size=new.size,
        remaining=new.size,
        starts=new.starts,
        expires=new.expires,
        group=new.group,
    )
    line_id: UUID = await extras.add(
        act,
        new.name,
        Decimal(1),
        new.price,
        currency=new.currency,
        on_day=new.starts,
        tax_class=new.tax_class,
    )
    await blocks.insert(act, held, new.name, roll_over=new.roll_over, line_id=line_id)
    if new.roll_over:
        await expiring.arm(act, held)
    return held.id


AGAIN = """
SELECT b.name, b.unit, b.size, b.group_key AS group, b.roll_over, l.price, l.currency, l.tax_class,
       b.starts, b.expires
FROM block b JOIN extra_line l ON l.tenant_id = b.tenant_id AND l.id = b.line_id
WHERE b.tenant_id = $1 AND b.id = $2
"""


@write("invoice.draft", STAFF)
async def top_up(act: Act, block_id: UUID, starts: date) -> UUID:
    """The same block once more, at the price it was sold for, lasting as long from `starts` on.
    Raises NotFound, also for one that was rolled over from another."""
    row = await db.row(AGAIN, act.tenant_id, block_id)
    if row is None:
        raise NotFound
    lasts = None if row["expires"] is None else row["expires"] - row["starts"]
    ends = None if lasts is None else starts + lasts
    made: UUID = await sell(act, NewBlock(**{**row, "starts": starts, "expires": ends}))
    return made


async def _check(new: NewBlock) -> None:
    units = UNITS | {each.meter.unit for each in await meters.defined()}
    if new.unit not in units | {new.currency}:
        known = ", ".join(sorted(units))
        raise Malformed(f"unit: one of {known}, or the currency {new.currency}.", field="unit")
    if new.expires is not None and new.expires <= new.starts:
        raise Malformed("expires: a day after `starts`, or none.", field="expires")
    if not 1 <= len(new.name.strip()) <= 200:
        raise Malformed("name: 1 to 200 characters.", field="name")
    check.positive(new.size, "size")
    check.percentage(new.roll_over, "roll_over")
