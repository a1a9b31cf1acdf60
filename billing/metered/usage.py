"""Usage that others count (seats, assets, storage, messages), told in batches, each entry once."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

import msgspec

from billing.amounts import check
from billing.metered import ledger, ledger_keeping, meter, meters
from billing.metered.ledger import UsageEvent
from billing.metered.meter import Meter
from billing.prepaid import drawing
from contracts import instant
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import read, write

LARGEST_BATCH: Final = 1000
AHEAD: Final = timedelta(minutes=5)
"""How far ahead of ours a reporter's clock may be."""
OURS: Final = frozenset({meter.TICKETS, meter.STAFF_MINUTES, meter.WORKED_MINUTES})
REPORTED: Final = {each.key: each for each in meter.BUILT_IN if each not in OURS}
MOST_DIMENSIONS: Final = 10


class UnknownEntry(Conflict):
    code = "unknown-usage"
    title = "What is to be taken back is not in the ledger, or was taken back already"


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`event_id` is the reporter's own; told again it changes nothing. Of a meter that counts what
    is there (seats, assets, storage), `quantity` is how many there are from then on."""

    event_id: str
    meter: str
    quantity: Decimal
    happened_at: datetime
    dimensions: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Taken:
    """How many entries of a batch were new, and how many were there already."""

    stored: int
    known: int


@write("usage.report", STAFF)
async def report(act: Act, source: str, entries: Sequence[Entry]) -> Taken:
    """All of a batch or nothing. Raises Malformed naming the entry and the field."""
    if not 1 <= len(source) <= 40 or source == "desk":
        raise Malformed("source: 1 to 40 characters, and not `desk`.", field="source")
    if not 1 <= len(entries) <= LARGEST_BATCH:
        raise Malformed(f"entries: 1 to {LARGEST_BATCH} in a batch.", field="entries")
    counted = await _reported({entry.meter for entry in entries})
    told = [_read(act, source, entry, place, counted) for place, entry in enumerate(entries)]
    new = await ledger_keeping.store(act, told)
    await drawing.follow(act, new)
    return Taken(len(new), len(told) - len(new))


@write("usage.report", STAFF)
async def take_back(act: Act, source: str, event_id: str) -> Taken:
    """Reverse an entry, in its own period. Told again it changes nothing. Raises UnknownEntry."""
    entry = await ledger_keeping.one(act.tenant_id, source, event_id)
    if entry is None or entry.reverses is not None:
        raise UnknownEntry
    new = await ledger_keeping.store(act, [ledger.reversal(entry, f"taken back: {event_id}")])
    await drawing.follow(act, new)
    return Taken(len(new), 1 - len(new))


async def _reported(wanted: Collection[str]) -> Mapping[str, Meter]:
    """Those of the wanted meters that others report, by the key that their entries carry."""
    every = await meters.known(set(wanted) - {each.key for each in OURS})
    return {key: each for key, each in every.items() if not each.reads}


def _read(
    act: Act, source: str, entry: Entry, place: int, counted: Mapping[str, Meter]
) -> UsageEvent:
    field = f"entries[{place}]"
    quantity = check.number(entry.quantity, f"{field}.quantity")
    _check(act, entry, field, counted)
    return UsageEvent(
        tenant_id=act.tenant_id,
        source=source,
        event_id=entry.event_id,
        meter=entry.meter,
        quantity=quantity,
        happened_at=instant.of(entry.happened_at),
        dimensions=ledger.dimensions(**entry.dimensions),
    )


def _check(act: Act, entry: Entry, field: str, counted: Mapping[str, Meter]) -> None:
    wrong = {
        "event_id: 1 to 200 characters": not 1 <= len(entry.event_id) <= 200,
        f"meter: one of {', '.join(sorted(REPORTED))}, or one you defined": entry.meter
        not in counted,
        "happened_at: with an offset": entry.happened_at.tzinfo is None,
        f"dimensions: at most {MOST_DIMENSIONS}, of 200 characters": _too_much(entry.dimensions),
    }
    for said, is_wrong in wrong.items():
        if is_wrong:
            name = said.split(":")[0]
            raise Malformed(f"{field}.{said}.", field=f"{field}.{name}")
    if entry.happened_at > act.now + AHEAD:
        raise Malformed(f"{field}.happened_at: not in the future.", field=f"{field}.happened_at")
    if counted[entry.meter].aggregation in meter.LEVELS and entry.quantity < 0:
        raise Malformed(f"{field}.quantity: how many there are, 0 or more.", field=field)


def _too_much(dimensions: dict[str, str]) -> bool:
    every = [*dimensions, *dimensions.values()]
    return len(dimensions) > MOST_DIMENSIONS or any(len(each) > 200 for each in every)


@dataclass(frozen=True, slots=True)
class Counted:
    """One meter's entries of a span: how many, and the last quantity said."""

    meter: str
    entries: int
    total: Decimal
    last: Decimal
    last_at: datetime


OF_SPAN = """
SELECT meter, count(*) AS entries, sum(quantity) AS total,
       (array_agg(quantity ORDER BY happened_at DESC, event_id DESC))[1] AS last,
       max(happened_at) AS last_at
FROM usage_event WHERE tenant_id = $1 AND happened_at >= $2 AND happened_at < $3
GROUP BY meter ORDER BY meter
"""


@read("invoice.read", STAFF)
async def of_span(act: Act, tenant: int, start: datetime, end: datetime) -> list[Counted]:
    """What the ledger holds of a span, by meter, reversals among it. Raises Malformed."""
    if start.tzinfo is None or end.tzinfo is None or end <= start:
        raise Malformed("start, end: instants with an offset, the end later.", field="end")
    return [Counted(**row) for row in await db.rows(OF_SPAN, tenant, start, end)]
