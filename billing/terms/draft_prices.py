"""The draft of a plan's next version, one price at a time: two who write different prices at once
both keep theirs."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

import msgspec

from billing.amounts import check
from billing.pricing import price_json
from billing.terms import plans
from billing.terms.plans import Content, Every, NoDraft, Version
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import NotFound
from underpin.kernel.verb import provide

# The draft, else what is newest; the plan is locked before.
NEWEST: Final = """
SELECT state, prices, interval_count, interval_unit FROM plan_version
WHERE plan_id = $1 ORDER BY number DESC LIMIT 1
"""


@provide("plan.write")
async def start(act: Act, plan_id: UUID) -> Version:
    """A draft that says what the newest version says; where there is one, it stays. Raises
    NotFound."""
    row = await _newest(plan_id)
    return await _written(act, plan_id, row, msgspec.json.decode(row["prices"]))


@provide("plan.write")
async def put(act: Act, plan_id: UUID, price: Any, key: str | None = None) -> Version:
    """A price in the place of the one with `key`; without `key`, or where none has it, the last
    one. Raises NotFound, NoDraft, Malformed naming the field from the price on."""
    row = await _draft(plan_id)
    prices: list[Any] = msgspec.json.decode(row["prices"])
    written = price_json.write(price_json.read(price))
    places = [place for place, each in enumerate(prices) if each["key"] == key]
    at = places[0] if places else len(prices)
    prices[at : at + 1] = [written]
    try:
        return await _written(act, plan_id, row, prices)
    except check.Invalid as wrong:
        raise _of_price(wrong, at) from wrong


@provide("plan.write")
async def remove(act: Act, plan_id: UUID, key: str) -> Version:
    """The draft without that price. Raises NotFound, NoDraft."""
    row = await _draft(plan_id)
    prices: list[Any] = msgspec.json.decode(row["prices"])
    left = [each for each in prices if each["key"] != key]
    if len(left) == len(prices):
        raise NotFound
    return await _written(act, plan_id, row, left)


@provide("plan.write")
async def every(act: Act, plan_id: UUID, interval: Every) -> Version:
    """What the draft's fees, allowances and bounds are for. Raises NotFound, NoDraft, Malformed."""
    row = await _draft(plan_id)
    prices = msgspec.json.decode(row["prices"])
    made: Version = await plans.redraft(act, plan_id, Content(prices, interval))
    return made


async def _written(act: Act, plan_id: UUID, row: db.Row, prices: list[Any]) -> Version:
    interval = Every(row["interval_count"], row["interval_unit"])
    made: Version = await plans.redraft(act, plan_id, Content(prices, interval))
    return made


async def _draft(plan_id: UUID) -> db.Row:
    row = await _newest(plan_id)
    if row["state"] != "draft":
        raise NoDraft
    return row


async def _newest(plan_id: UUID) -> db.Row:
    await db.row("SELECT id FROM plan WHERE id = $1 FOR UPDATE", plan_id)
    row = await db.row(NEWEST, plan_id)
    if row is None:
        raise NotFound
    return row


def _of_price(wrong: check.Invalid, at: int) -> check.Invalid:
    """An error of the list, seen from the price that was put."""
    prefix = f"prices[{at}]."
    return check.Invalid(wrong.path.removeprefix(prefix), wrong.reason, wrong.cure)
