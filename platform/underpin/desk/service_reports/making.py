"""Making a month's report and keeping it: provisional while the client may still object, final once
the month is frozen, told from its evidence. A final one is never made again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from contracts.compliance.counted import compliance
from contracts.compliance.counted.compliance import Compliance
from contracts.compliance.frozen import compliance_month, compliance_period
from underpin.desk.service_reports import contract_figures, desk_figures, misses, told
from underpin.desk.service_reports.told import Miss, Report
from underpin.kernel import db, events, ids
from underpin.kernel.act import Act
from underpin.kernel.errors import Conflict, NotFound
from underpin.kernel.principal import STAFF
from underpin.kernel.verb import write

PROVISIONAL: Final = "provisional"
FINAL: Final = "final"


class NotBegun(Conflict):
    code = "month-not-begun"
    title = "This month has not begun: there is nothing to tell of it"


class IsFinal(Conflict):
    code = "report-final"
    title = "This month's report is final: what turned out differently stands as a correction"


@dataclass(frozen=True, slots=True)
class _Month:
    """Of a client: in `locale`, by the clock of `zone`; `period` is None where nothing of it is
    counted, or nothing is frozen yet."""

    name: str
    locale: str
    zone: str
    starts: datetime
    ends: datetime
    before: datetime
    period: UUID | None


ABOUT: Final = "SELECT name, locale, time_zone FROM tenant WHERE id = $1"
KEPT: Final = """
SELECT id, state, made_at FROM service_report
WHERE tenant_id = $1 AND year = $2 AND month = $3 FOR UPDATE
"""
KEEP: Final = """
INSERT INTO service_report (tenant_id, id, year, month, state, body, made_at, made_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (tenant_id, year, month) DO UPDATE
SET state = excluded.state, body = excluded.body, made_at = excluded.made_at,
    made_by = excluded.made_by
WHERE service_report.state = 'provisional'
RETURNING id
"""


@write("service_report.make", STAFF)
async def make(act: Act, year: int, month: int) -> UUID:
    """A month as far as it came, anew while it is provisional. Raises Malformed, NotBegun,
    IsFinal."""
    kept = await db.row(KEPT, act.tenant_id, year, month)
    if kept is not None and kept["state"] == FINAL:
        raise IsFinal
    report = await _told(act, year, month)
    words = (year, month, report.state, told.encoded(report), act.now, act.principal.person_id)
    made: UUID | None = await db.value(KEEP, act.tenant_id, ids.new(), *words)
    if made is None:
        raise IsFinal
    await events.emit(act, events.New(f"service_report.{report.state}", made))
    return made


async def _told(act: Act, year: int, month: int) -> Report:
    found = await compliance.of_month(act, act.tenant_id, year, month)
    if found.starts > act.now:
        raise NotBegun
    about = await _month(act, found)
    tenant, span = act.tenant_id, (about.starts, about.ends)
    missed = await _missed(tenant, about)
    breached = sum(each.breached for each in found.totals)
    last = (date(*compliance_month.following(year, month), 1)) - timedelta(days=1)
    return Report(
        client=about.name,
        locale=about.locale,
        time_zone=about.zone,
        year=year,
        month=month,
        state=_state(found, act.now),
        made_on=act.now.astimezone(ZoneInfo(about.zone)).date(),
        corrections=found.corrections,
        promises=contract_figures.promises(found),
        trend=await contract_figures.trend(act, tenant, found),
        misses=tuple(missed),
        more_misses=max(0, breached - len(missed)),
        volume=await desk_figures.volume(tenant, about.before, *span),
        satisfaction=await desk_figures.satisfaction(tenant, *span),
        availability=await contract_figures.availability(act, tenant, last),
        outages=await contract_figures.outages(tenant, *span),
        announcements=await desk_figures.announcements(tenant, *span, about.locale),
        credits=await contract_figures.credits_of(tenant, year, month),
        runs=not found.is_over,
    )


def _state(found: Compliance, now: datetime) -> str:
    """A month of which nothing was counted is final when objecting would have ended."""
    if not found.is_over:
        return PROVISIONAL
    if found.provisional_until is not None:
        return FINAL if found.state == "frozen" else PROVISIONAL
    days = timedelta(days=compliance_period.PROVISIONAL_DAYS)
    return FINAL if now > found.ends + days else PROVISIONAL


async def _missed(tenant: int, about: _Month) -> list[Miss]:
    if about.period is not None:
        return await misses.frozen(tenant, about.period)
    return await misses.live(tenant, about.starts, about.ends)


async def _month(act: Act, found: Compliance) -> _Month:
    row = await db.row(ABOUT, act.tenant_id)
    if row is None:
        raise NotFound
    earlier = compliance_month.moved(found.year, found.month, -1)
    before, _ = compliance_month.bounds(*earlier, row["time_zone"])
    return _Month(
        name=row["name"],
        locale=row["locale"],
        zone=row["time_zone"],
        starts=found.starts,
        ends=found.ends,
        before=before,
        period=found.period_id if found.state == "frozen" else None,
    )
