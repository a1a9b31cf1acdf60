"""Meters that others define: what is counted besides what the product counts itself.

A meter is never changed, because what was rated by it has to come out the same again.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import asyncpg
import msgspec

from billing.amounts import canonical, check
from billing.metered import meter, meter_json
from billing.metered.meter import Aggregation, Filter, Meter
from underpin.kernel import db, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import provide, read

KEY: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
BUILT_IN: Final = {each.key: each for each in meter.BUILT_IN}


class Taken(Conflict):
    code = "meter-exists"
    title = "A meter with this key exists, and meters are never changed: choose another key"


class NewMeter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`distinct`: the dimension whose values a `unique` meter counts. `reads`: another meter whose
    entries it counts; without it, entries reported under its own key."""

    key: str
    name: str
    unit: str
    aggregation: Aggregation = Aggregation.SUM
    distinct: str | None = None
    reads: str = ""
    filters: list[Filter] = []


@dataclass(frozen=True, slots=True)
class Defined:
    """A meter as it is listed; one that is built in has no `created_at`."""

    name: str
    meter: Meter
    created_at: datetime | None = None


@provide("plan.write")
async def define(act: Act, new: NewMeter) -> Defined:
    """Raises Malformed naming the field, Taken."""
    made = await _checked(new)
    try:
        await db.execute(
            "INSERT INTO meter (id, key, name, body, created_by, created_at) "
            "VALUES ($1, $2, $3, $4::text::jsonb, $5, $6)",
            *(ids.new(), made.key, new.name.strip(), canonical.encode(made).decode()),
            *(act.principal.person_id, act.now),
        )
    except asyncpg.UniqueViolationError as there:
        raise Taken from there
    return Defined(new.name.strip(), made, act.now)


@read("plan.read", STAFF)
async def every(act: Act) -> list[Defined]:
    """Those built in first, then the others by key."""
    return [Defined(each.key, each) for each in meter.BUILT_IN] + await defined()


async def defined() -> list[Defined]:
    rows = await db.rows("SELECT name, body, created_at FROM meter ORDER BY key")
    return [Defined(row["name"], _read(row["body"]), row["created_at"]) for row in rows]


async def known(keys: Collection[str]) -> dict[str, Meter]:
    """The meters of these keys, without those that nobody defined."""
    found = {key: BUILT_IN[key] for key in keys if key in BUILT_IN}
    wanted = sorted(set(keys) - found.keys())
    if wanted:
        rows = await db.rows("SELECT body FROM meter WHERE key = ANY ($1::text[])", wanted)
        own: Sequence[Meter] = [_read(row["body"]) for row in rows]
        found |= {each.key: each for each in own}
    return found


async def _checked(new: NewMeter) -> Meter:
    if not KEY.fullmatch(new.key):
        raise Malformed("key: a letter, then letters, digits and _, all small.", field="key")
    if new.key in BUILT_IN:
        raise Taken
    check.name(new.name, "name")
    if len(new.name.strip()) > 200 or len(new.unit) > 40:
        raise Malformed("name, unit: at most 200 and 40 characters.", field="name")
    if new.reads and new.reads not in await known([new.reads]):
        raise Malformed(f"reads: there is no meter {new.reads}.", field="reads")
    return Meter(new.key, new.unit, new.aggregation, new.distinct, new.reads, tuple(new.filters))


def _read(body: str) -> Meter:
    return meter_json.read(msgspec.json.decode(body))


def of_rows(stored: str) -> tuple[Meter, ...]:
    """What `stored` beside a plan's prices says, with the meters that are built in."""
    own: list[object] = msgspec.json.decode(stored)
    return (*meter.BUILT_IN, *(meter_json.read(each) for each in own))
