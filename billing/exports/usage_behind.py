"""The usage behind each line of an invoice: the very entries of the ledger it was made of.

A client reads its own, but never what a vendor cost nor the minutes nobody is charged for. The
ledger is closed to members in the database, so it is read here for them, of an invoice that their
own scope shows. By which tier it was served a client reads where it pays by tier.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from billing.amounts import exact
from billing.invoicing import invoices
from billing.invoicing.invoices import Invoice
from billing.metered import ledger_keeping, meter
from billing.papers import papers
from billing.papers.letterhead import Behind
from underpin.kernel import db, verb
from underpin.kernel.csv_rows import Cell
from underpin.kernel.database.scope import Work
from underpin.kernel.principal import MEMBER, STAFF, Audience, Principal
from underpin.kernel.verb import outer

PAGE: Final = 5000
COLUMNS: Final = (
    *("line", "description", "happened_at", "meter", "quantity", "ticket", "tier", "type"),
    *("work_type", "more", "source", "entry", "takes_back"),
)
NAMED: Final = ("ticket", "tier", "type", "work_type")
UNSAID: Final = frozenset({*NAMED, "vendor", "coverage"})
"""Dimensions that have a column, or are not for the client to read."""


@dataclass(frozen=True, slots=True)
class After:
    """The last entry of a page."""

    happened_at: datetime
    id: UUID


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of COLUMNS in the order in which things happened; `after` None when nothing follows."""

    rows: list[tuple[Cell, ...]]
    after: After | None


NOTHING: Final = Page([], None)
OURS: Final = frozenset({meter.VENDOR_COST.key, meter.WORKED_MINUTES.key})
"""Meters that tell what we paid and who worked."""
PINNED: Final = (
    "SELECT coalesce(body -> 'behind', '[]') FROM letterhead WHERE tenant_id = $1 AND id = $2"
)


class Entry(msgspec.Struct, frozen=True):
    id: UUID
    source: str
    event_id: str
    meter: str
    quantity: Decimal
    dimensions: dict[str, str]
    happened_at: datetime
    reverses: str | None


FIELDS = "u.id, u.source, u.event_id, u.meter, u.quantity, u.dimensions, u.happened_at, u.reverses"
ENTRIES = f"""
SELECT {FIELDS} FROM usage_event u
WHERE u.tenant_id = $1 AND u.meter = ANY ($2::text[]) AND u.happened_at >= $3
  AND u.happened_at < $4 AND u.cut <= $5
  AND (u.happened_at, u.id) > ($6, $7)
  AND NOT EXISTS (SELECT FROM jsonb_array_elements($8::text::jsonb) f
                  WHERE NOT (f -> 1) ? coalesce(u.dimensions ->> (f ->> 0), ''))
ORDER BY u.happened_at, u.id LIMIT $9
"""
# Of what is there rather than happens, what was last said before the period holds on in it.
HELD = ledger_keeping.LEVELS.format(columns=FIELDS)


@dataclass(frozen=True, slots=True)
class _Asked:
    """How many entries after which, and whether all of them may be told."""

    after: After | None
    limit: int
    everything: bool


@outer("invoice.read", STAFF, MEMBER)
async def page(
    principal: Principal,
    tenant: int,
    number: str,
    after: After | None = None,
    *,
    line: int | None = None,
    limit: int | None = None,
) -> Page:
    """Up to 5,000 entries behind a final invoice, or behind one of its lines, those from before
    its period first. Raises NotFound, NoParties for an invoice on which nothing is pinned."""
    invoice: Invoice = await verb.perform(
        invoices.by_number, principal, tenant, number, tenant=tenant
    )
    asked = _Asked(after, limit or PAGE, principal.audience is Audience.STAFF)
    async with db.open(Work(tenant)):
        await db.execute("SET TRANSACTION READ ONLY")
        behind = await _behind(tenant, invoice.id, asked)
        wanted = [each for each in behind if line in (None, each.ordinal)]
        return await _page(tenant, invoice, wanted, asked) if wanted else NOTHING


async def _behind(tenant: int, invoice: UUID, asked: _Asked) -> list[Behind]:
    await papers.pinned(tenant, invoice)
    found = msgspec.json.decode(await db.value(PINNED, tenant, invoice), type=tuple[Behind, ...])
    return [each for each in found if asked.everything or each.meter not in OURS]


async def _page(tenant: int, invoice: Invoice, behind: Sequence[Behind], asked: _Asked) -> Page:
    held = await _held(tenant, behind, invoice.cut) if asked.after is None else []
    found = await _entries(tenant, behind, invoice.cut, asked)
    lines = {line.ordinal: line.description for line in invoice.lines}
    zone = ZoneInfo(await db.value("SELECT time_zone FROM tenant WHERE id = $1", tenant))
    told = _Told(lines, zone, everything=asked.everything)
    rows = [row for each in (*held, *found) for row in _rows(each, behind, told)]
    last = found[-1] if len(found) == asked.limit else None
    return Page(rows, After(last.happened_at, last.id) if last else None)


async def _held(tenant: int, behind: Sequence[Behind], cut: int) -> list[Entry]:
    levels = [each for each in behind if each.is_level]
    if not levels:
        return []
    start = min(each.start for each in levels)
    meters = list({each.meter for each in levels})
    return [_entry(row) for row in await db.rows(HELD, tenant, meters, start, cut)]


async def _entries(tenant: int, behind: Sequence[Behind], cut: int, asked: _Asked) -> list[Entry]:
    start, end = min(each.start for each in behind), max(each.end for each in behind)
    last = asked.after or After(start, UUID(int=0))
    meters = list({each.meter for each in behind})
    # what one line counts fills its pages; what several count is sorted out by `counts`
    only = behind[0].dimensions if len(behind) == 1 else ()
    words = (meters, start, end, cut, last.happened_at, last.id)
    rows = await db.rows(ENTRIES, tenant, *words, msgspec.json.encode(only).decode(), asked.limit)
    return [_entry(row) for row in rows]


@dataclass(frozen=True, slots=True)
class _Told:
    """How rows are told: the lines' descriptions, in which zone, and whether to staff."""

    lines: Mapping[int, str]
    zone: ZoneInfo
    everything: bool


def _rows(of: Entry, behind: Sequence[Behind], told: _Told) -> Iterator[tuple[Cell, ...]]:
    """One for each line that counts the entry."""
    for each in behind:
        if counts(each, of):
            named = dict(of.dimensions)
            if not told.everything and "tier" not in dict(each.dimensions):
                named.pop("tier", None)
            yield (each.ordinal, told.lines[each.ordinal], *_said(of, named, told.zone))


def counts(behind: Behind, of: Entry) -> bool:
    begun = behind.is_level or of.happened_at >= behind.start
    return (
        of.meter == behind.meter
        and begun
        and of.happened_at < behind.end
        and all(of.dimensions.get(name, "") in values for name, values in behind.dimensions)
    )


def _said(of: Entry, named: Mapping[str, str], zone: ZoneInfo) -> tuple[Cell, ...]:
    more = [f"{name}={value}" for name, value in sorted(named.items()) if name not in UNSAID]
    return (
        of.happened_at.astimezone(zone),
        of.meter,
        Decimal(exact.plain(of.quantity)),
        *(named.get(name) for name in NAMED),
        "; ".join(more),
        *(of.source, of.event_id, of.reverses),
    )


def _entry(row: db.Row) -> Entry:
    return Entry(**{**row, "dimensions": msgspec.json.decode(row["dimensions"])})
