"""Plans as versioned price lists: a draft by one person, published by another, never changed
after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import asyncpg
import msgspec

from billing.amounts import canonical
from billing.metered import meter, meters
from billing.pricing import price_json, price_list
from billing.pricing.period import Interval, Unit
from billing.pricing.plan import PlanVersion
from billing.pricing.price import Price
from billing.terms import difference
from billing.terms.difference import Difference
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Forbidden, Malformed, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import provide, read


class PlanExists(Conflict):
    code = "plan-exists"
    title = "A plan with this name exists: draft another version of it, or choose another name"


class NoDraft(Conflict):
    code = "no-draft"
    title = "This plan has no draft: write one first"


class OwnDraft(Forbidden):
    code = "own-draft"
    title = "A colleague has to publish this: nobody publishes their own price list"


class NothingPriced(Conflict):
    code = "nothing-priced"
    title = "This version has no price: add one before it is published"


class Every(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Every `count` days, weeks, months or years: a quarter is 3 months."""

    count: int = 1
    unit: Unit = Unit.MONTH


class Content(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Prices in the form of docs/plans.md; fees, allowances and bounds are for one interval."""

    prices: list[Any]
    interval: Every = Every()


@dataclass(frozen=True, slots=True)
class Version:
    """`prices` in the form of docs/plans.md, all that is left out said. `author` wrote the draft
    last; `published_by` None for a draft, and for what an installation came with."""

    plan_id: UUID
    id: UUID
    plan: str
    currency: str
    number: int
    state: str
    interval: Interval
    prices: list[Any]
    author: UUID | None
    published_by: UUID | None
    created_at: datetime


VERSIONS: Final = """
SELECT v.id, v.plan_id, p.name, p.currency, v.number, v.state, v.interval_count, v.interval_unit,
       v.prices, v.meters, v.created_by, v.published_by, v.created_at
FROM plan p JOIN plan_version v ON v.plan_id = p.id
"""
DRAFT: Final = """
INSERT INTO plan_version (id, plan_id, number, effective_from, prices, created_at, state,
                          interval_count, interval_unit, meters, created_by)
SELECT $1, $2, (SELECT coalesce(max(number), 0) + 1 FROM plan_version WHERE plan_id = $2), $3,
       $4::text::jsonb, $3, 'draft', $5, $6, $7::text::jsonb, $8
ON CONFLICT (plan_id) WHERE state = 'draft' DO UPDATE
SET prices = excluded.prices, meters = excluded.meters, created_by = excluded.created_by,
    interval_count = excluded.interval_count, interval_unit = excluded.interval_unit,
    created_at = excluded.created_at
"""


@provide("plan.write")
async def begin(act: Act, name: str, currency: str, content: Content) -> Version:
    """A plan with its first draft. Raises PlanExists, Malformed naming the field."""
    made = await _checked(name.strip(), currency, content)
    plan_id = ids.new()
    try:
        await db.execute(
            "INSERT INTO plan (id, name, currency) VALUES ($1, $2, $3)",
            *(plan_id, made.key, made.currency),
        )
    except asyncpg.UniqueViolationError as there:
        raise PlanExists from there
    return await _draft(act, plan_id, made)


@provide("plan.write")
async def redraft(act: Act, plan_id: UUID, content: Content) -> Version:
    """The draft of the plan's next version, in the place of an earlier draft. Raises NotFound,
    Malformed."""
    row = await db.row("SELECT name, currency FROM plan WHERE id = $1 FOR UPDATE", plan_id)
    if row is None:
        raise NotFound
    return await _draft(act, plan_id, await _checked(row["name"], row["currency"], content))


@provide("plan.write")
async def discard(act: Act, plan_id: UUID) -> None:
    """The draft is gone; the plan and what is published stay. Raises NoDraft."""
    gone = await db.execute(
        "DELETE FROM plan_version WHERE plan_id = $1 AND state = 'draft'", plan_id
    )
    if not gone:
        raise NoDraft


@provide("plan.publish")
async def publish(act: Act, plan_id: UUID, number: int) -> Version:
    """A draft becomes what clients can be put on, and is never changed again; published before, it
    stays. Raises NotFound, NothingPriced, OwnDraft."""
    found = await version(plan_id, number)
    if found.state == "published":
        return found
    if not found.prices:
        raise NothingPriced
    if found.author == act.person_id:
        raise OwnDraft
    await db.update(
        "plan_version",
        {"id": found.id},
        {"state": "published", "published_by": act.person_id, "effective_from": act.now},
    )
    return await version(plan_id, number)


@read("plan.read", STAFF)
async def every(act: Act) -> list[Version]:
    """Of each plan every version, the newest first."""
    return [_view(row) for row in await db.rows(f"{VERSIONS} ORDER BY p.name, v.number DESC")]


@read("plan.read", STAFF)
async def one(act: Act, plan_id: UUID, number: int) -> Version:
    """Raises NotFound."""
    return await version(plan_id, number)


@read("plan.read", STAFF)
async def compared(act: Act, plan_id: UUID, number: int, other: int) -> Difference:
    """What version `other` says otherwise than `number`. Raises NotFound."""
    return difference.between(await stored(plan_id, number), await stored(plan_id, other))


async def stored(plan_id: UUID, number: int) -> PlanVersion:
    """A version, drafted or published. Raises NotFound."""
    return price_list.version_of(await _row(plan_id, number))


async def _draft(act: Act, plan_id: UUID, made: PlanVersion) -> Version:
    own = [each for each in made.meters if each not in meter.BUILT_IN]
    await db.execute(
        DRAFT,
        *(ids.new(), plan_id, act.now, canonical.encode(made.prices).decode()),
        *(made.interval.count, str(made.interval.unit), canonical.encode(own).decode()),
        act.person_id,
    )
    row = await db.row(f"{VERSIONS} WHERE p.id = $1 AND v.state = 'draft'", plan_id)
    assert row is not None, "it was written by this transaction"  # noqa: S101
    return _view(row)


async def _checked(name: str, currency: str, content: Content) -> PlanVersion:
    """Raises Malformed."""
    if not 1 <= len(name) <= 200:
        raise Malformed("name: 1 to 200 characters.", field="name")
    prices = price_json.read_all(content.prices)
    used = await meters.known({price.meter for price in prices if price.meter is not None})
    own = sorted((each for each in used.values() if each not in meter.BUILT_IN), key=_key)
    return PlanVersion(
        key=name,
        number=1,
        currency=currency,
        prices=prices,
        meters=(*meter.BUILT_IN, *own),
        interval=Interval(content.interval.count, content.interval.unit),
    )


def _key(of: meter.Meter) -> str:
    return of.key


async def _row(plan_id: UUID, number: int) -> db.Row:
    row = await db.row(f"{VERSIONS} WHERE p.id = $1 AND v.number = $2", plan_id, number)
    if row is None:
        raise NotFound
    return row


async def version(plan_id: UUID, number: int) -> Version:
    """A version as it is shown. Raises NotFound."""
    return _view(await _row(plan_id, number))


async def versions(version_ids: Sequence[UUID]) -> dict[UUID, Version]:
    """These as they are shown, by their ids."""
    rows = await db.rows(f"{VERSIONS} WHERE v.id = ANY ($1::uuid[])", list(version_ids))
    return {row["id"]: _view(row) for row in rows}


def _view(row: db.Row) -> Version:
    return Version(
        plan_id=row["plan_id"],
        id=row["id"],
        plan=row["name"],
        currency=row["currency"],
        number=row["number"],
        state=row["state"],
        interval=Interval(row["interval_count"], Unit(row["interval_unit"])),
        prices=_written(price_list.version_of(row).prices),
        author=row["created_by"],
        published_by=row["published_by"],
        created_at=row["created_at"],
    )


def _written(prices: Sequence[Price]) -> list[Any]:
    return [price_json.write(each) for each in prices]
