"""The availability of a client's service in a period, as its SLA or a vendor's UC counts it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Final
from uuid import UUID

from contracts import instant
from contracts.agreements import version_store
from contracts.agreements.agreed import Content
from contracts.calendars import compiled, zone
from contracts.calendars.calendar import Calendar
from contracts.coherence import coherence_window
from contracts.compliance.counted import figures
from contracts.compliance.outages import availability, outage_rows
from contracts.compliance.outages.availability import Figure, Span, Window
from contracts.compliance.outages.outage_rows import Outage
from underpin.kernel import db
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, Malformed, NotFound
from underpin.kernel.principal import MEMBER, STAFF
from underpin.kernel.verb import read


class NothingPromised(Conflict):
    code = "no-availability-promised"
    title = "No agreement in force on that day promises this service's availability"


@dataclass(frozen=True, slots=True)
class Between:
    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class Reading:
    """A period as it stood at `until`: its end, or now while it runs. Times in microseconds of
    working time; `shown` is rounded down to two decimals, None without any service time;
    `commitment` in percent, compared unrounded. `vendor_id` is None for our own promise.
    `outages` are those of the period that count, drafts and withdrawn ones left out; `maintenance`
    is what excuses. Of a frozen period the figures are those of its evidence; where what is known
    since comes to something else, that is `corrected_down_us`."""

    service_id: UUID
    version_id: UUID
    vendor_id: UUID | None
    starts: datetime
    ends: datetime
    until: datetime
    is_over: bool
    service_us: int
    down_us: int
    excused_us: int
    commitment: Decimal
    shown: str | None
    kept: bool | None
    outages: tuple[Outage, ...]
    calendar_version_id: UUID
    maintenance: tuple[Between, ...] = ()
    state: str = "provisional"
    corrected_down_us: int | None = None

    @property
    def figure(self) -> Figure:
        return Figure(self.service_us, self.down_us, self.excused_us)


@dataclass(frozen=True, slots=True)
class _Promise:
    version: UUID
    content: Content
    calendar: Calendar
    vendor: UUID | None = None


# Of each agreement that may speak of the service, what is in force at an instant: its own first.
IN_FORCE: Final = """
SELECT v.id FROM service s
JOIN agreement a ON a.tenant_id = s.tenant_id AND a.contract_id = s.contract_id
    AND (a.service_id IS NULL OR a.service_id = s.id)
JOIN LATERAL (
    SELECT n.id FROM agreement_version n
    WHERE n.tenant_id = a.tenant_id AND n.agreement_id = a.id AND n.effective_from <= $3
      AND n.state IN ('active', 'superseded')
    ORDER BY n.effective_from DESC LIMIT 1
) v ON true
WHERE s.tenant_id = $1 AND s.id = $2 ORDER BY a.service_id, a.name
"""
BEHIND: Final = """
SELECT c.vendor_id, v.id FROM coverage c
JOIN LATERAL (
    SELECT n.id FROM provider_agreement_version n
    WHERE n.agreement_id = c.agreement_id AND n.effective_from <= $3
      AND n.state IN ('active', 'superseded')
    ORDER BY n.effective_from DESC LIMIT 1
) v ON true
WHERE c.tenant_id = $1 AND c.service_id = $2 ORDER BY c.vendor_id
"""
# One that ended as the period began may go on in one that began then.
CONFIRMED: Final = """
 WHERE o.tenant_id = $1 AND o.service_id = $2 AND o.state = 'confirmed' AND o.starts_at <= $4
   AND (o.ends_at IS NULL OR o.ends_at >= $3) ORDER BY o.starts_at, o.id
"""
WINDOWS: Final = """
SELECT starts_at, ends_at, announced_at FROM maintenance
WHERE tenant_id = $1 AND service_id = $2 AND withdrawn_at IS NULL AND starts_at < $4
  AND ends_at > $3
"""


@dataclass(frozen=True, slots=True)
class _Question:
    """A client's service in the period of a day, asked now; `zone` is the client's."""

    tenant: int
    service: UUID
    on: date
    zone: str
    now: datetime

    @property
    def since(self) -> datetime:
        """When the day begins."""
        return instant.at(coherence_window.begins(self.on, self.zone))


FROZEN: Final = """
SELECT e.service_us, e.down_us, e.excused_us, c.down_us AS corrected
FROM availability_evidence e LEFT JOIN LATERAL (
    SELECT n.down_us FROM availability_correction n
    WHERE n.tenant_id = e.tenant_id AND n.evidence_id = e.id ORDER BY n.number DESC LIMIT 1
) c ON true
WHERE e.tenant_id = $1 AND e.service_id = $2 AND e.starts_at = $3
"""


@read("compliance.read", STAFF, MEMBER)
async def of_service(act: Act, tenant: int, service_id: UUID, on: date) -> Reading:
    """The period of that day under the SLA in force as the day begins in the client's zone; once
    frozen, as it was frozen. Raises NotFound for no such service, NothingPromised, Malformed."""
    found = await measured(act, tenant, service_id, on)
    kept = await db.row(FROZEN, tenant, service_id, found.starts) if found.is_over else None
    return _as_frozen(found, kept) if kept else found


async def promised(act: Act, tenant: int, service_id: UUID, on: date) -> Reading | None:
    """None where nothing is promised. Raises as `of_service` for the rest."""
    try:
        found: Reading = await of_service(act, tenant, service_id, on)
    except NothingPromised:
        return None
    return found


def _as_frozen(found: Reading, kept: db.Row) -> Reading:
    figure = Figure(*(kept[name] for name in ("service_us", "down_us", "excused_us")))
    shown, is_kept = _judged(figure, found.commitment)
    return replace(
        found,
        service_us=figure.service_us,
        down_us=figure.down_us,
        excused_us=figure.excused_us,
        shown=shown,
        kept=is_kept,
        state="frozen",
        corrected_down_us=kept["corrected"],
    )


async def measured(act: Act, tenant: int, service_id: UUID, on: date) -> Reading:
    """The same from the outages as they are known now. Raises as `of_service`."""
    asked = await _asked(act, tenant, service_id, on)
    versions = [row["id"] for row in await db.rows(IN_FORCE, tenant, service_id, asked.since)]
    contents = await version_store.of_tenant(tenant, versions)
    chosen = next((each for each in versions if contents[each].availability), None)
    if chosen is None:
        raise await _why_none(tenant, service_id)
    counted = contents[chosen].availability_calendar
    calendars = await compiled.of_tenant(tenant, [counted])
    promise = _Promise(chosen, contents[chosen], calendars[counted])
    return await _reading(act, asked, promise, asked.zone)


@read("contract.read", STAFF)
async def of_vendors(act: Act, tenant: int, service_id: UUID, on: date) -> list[Reading]:
    """The same for each vendor behind the service whose UC promises it, from the outages laid at
    its door; in the zone of the UC's calendar. Raises NotFound for no such client."""
    asked = await _asked(act, tenant, service_id, on)
    rows = await db.rows(BEHIND, tenant, service_id, asked.since)
    contents = await version_store.of_provider([row["id"] for row in rows])
    promising = [row for row in rows if contents[row["id"]].availability]
    calendars = await compiled.of_provider(
        {contents[row["id"]].availability_calendar for row in promising}
    )
    found = []
    for row in promising:
        promise = _promise(row, contents[row["id"]], calendars)
        named = promise.calendar.definition.time_zone
        found.append(await _reading(act, asked, promise, named))
    return found


def _promise(row: db.Row, content: Content, calendars: Mapping[UUID, Calendar]) -> _Promise:
    calendar = calendars[content.availability_calendar]
    return _Promise(row["id"], content, calendar, row["vendor_id"])


async def _reading(act: Act, asked: _Question, promise: _Promise, named: str) -> Reading:
    given = promise.content.availability
    if given is None:
        raise NothingPromised
    whole = availability.period(given, asked.on, named)
    until = max(whole.start, min(whole.end, instant.of(asked.now)))
    within = Span(whole.start, until)
    outages = await _outages(act, asked, within, promise.vendor)
    excused = availability.announced(promise.content, await _windows(asked, within))
    spans = _spans(outages, asked.now)
    figure = availability.measure(given, promise.calendar, within, spans, excused)
    shown, kept = _judged(figure, given.percent)
    return Reading(
        service_id=asked.service,
        version_id=promise.version,
        vendor_id=promise.vendor,
        starts=instant.at(whole.start),
        ends=instant.at(whole.end),
        until=instant.at(until),
        is_over=until == whole.end,
        service_us=figure.service_us,
        down_us=figure.down_us,
        excused_us=figure.excused_us,
        commitment=given.percent,
        shown=shown,
        kept=kept,
        outages=tuple(outages),
        calendar_version_id=promise.content.availability_calendar,
        maintenance=tuple(Between(*map(instant.at, each)) for each in excused),
    )


def _judged(figure: Figure, commitment: Decimal) -> tuple[str | None, bool | None]:
    """Rounded down as shown, and whether it is kept, compared unrounded."""
    percent = None if figure.share is None else 100 * figure.share
    return figures.shown(percent), None if percent is None else percent >= Fraction(commitment)


async def _outages(act: Act, asked: _Question, within: Span, vendor: UUID | None) -> list[Outage]:
    rows = await db.rows(
        outage_rows.select(act) + CONFIRMED, asked.tenant, asked.service, *map(instant.at, within)
    )
    found = [Outage(**row) for row in rows]
    return [each for each in found if vendor in (None, each.vendor_id)]


def _spans(outages: Sequence[Outage], now: datetime) -> list[Span]:
    return [
        Span(instant.of(each.starts_at), instant.of(min(each.ends_at or now, now)))
        for each in outages
    ]


async def _windows(asked: _Question, within: Span) -> list[Window]:
    rows = await db.rows(WINDOWS, asked.tenant, asked.service, *map(instant.at, within))
    return [
        Window(*(instant.of(row[name]) for name in ("starts_at", "ends_at", "announced_at")))
        for row in rows
    ]


async def _asked(act: Act, tenant: int, service_id: UUID, on: date) -> _Question:
    act.only_own(tenant)
    if not 1970 <= on.year <= 9000:
        raise Malformed("on: a day of a year from 1970 to 9000.", field="on")
    row = await db.row("SELECT time_zone, simulated_now FROM tenant WHERE id = $1", tenant)
    if row is None:
        raise NotFound
    now = row["simulated_now"] or act.now
    return _Question(tenant, service_id, on, row["time_zone"], now)


def local_day(moment: datetime, time_zone: str) -> date:
    """The date on which that falls in the zone."""
    return moment.astimezone(zone.named(time_zone)).date()


async def _why_none(tenant: int, service_id: UUID) -> NotFound | NothingPromised:
    known = await db.value(
        "SELECT true FROM service WHERE tenant_id = $1 AND id = $2", tenant, service_id
    )
    return NothingPromised() if known else NotFound()
