"""What a month's vendor clocks came to under their UCs, whether or not the client's targets were
missed (PRACTICE 30)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

from contracts import instant
from contracts.agreements import version_store
from contracts.agreements.agreed import Content
from contracts.calendars import compiled
from contracts.calendars import zone as zones
from contracts.clocks import clock, clock_history
from contracts.compliance.entitlements import entitlement_due
from contracts.compliance.frozen.compliance_period import Period
from contracts.compliance.outages import availability, availability_evidence, availability_reading
from contracts.compliance.outages.availability_reading import Reading
from contracts.metric import AVAILABILITY
from contracts.what_if import what_if_credit
from contracts.what_if.what_if_tally import Cell, Count, Line, Tally
from underpin.kernel import db
from underpin.kernel.act import Act

LOOK_BACK: Final = timedelta(days=366)
ABOUT: Final = ("month", "metric", "ticket_type", "priority")


@dataclass(frozen=True, slots=True)
class Owed:
    """Of one vendor under one UC version in a month: `missed` of `counted` clocks and shares of
    availability. `percent` of
    `basis` where its schedule says so, exact, as a fraction; None where it has no schedule.
    `claim_days` from the period's end. `detail` is JSON."""

    vendor_id: UUID
    version_id: UUID
    holder: str
    counted: int
    missed: int
    percent: str | None
    basis: str | None
    claim_days: int | None
    detail: str


DECIDED: Final = """
SELECT c.id, c.ticket_id, c.metric, c.ticket_type, c.priority, c.version_id, c.decided_at,
       c.caused_by_change, c.breached_at IS NOT NULL AS missed, a.vendor_id
FROM clock c
JOIN provider_agreement_version v ON v.id = c.version_id
JOIN provider_agreement a ON a.id = v.agreement_id
WHERE c.tenant_id = $1 AND c.kind = 'UC' AND c.decided_at >= $2 AND c.decided_at < $3
  AND c.state <> 'merged' AND (c.breached_at IS NOT NULL OR c.withdrawn_at IS NULL)
ORDER BY c.decided_at, c.id
"""


async def of_period(act: Act, period: Period) -> list[Owed]:
    """As it stands now, by vendor and version."""
    since = period.starts_at - LOOK_BACK
    rows = await db.rows(DECIDED, act.tenant_id, since, period.ends_at)
    down = await _readings(act, period)
    vendors = {row["version_id"]: row["vendor_id"] for row in rows if row["missed"]}
    vendors |= {each.version_id: each.vendor_id for each in down if each.kept is False}
    versions = sorted(vendors)
    if not versions:
        return []
    contents = await version_store.of_provider(versions)
    overs = await _overs(act, [row for row in rows if row["missed"]])
    zone = await db.value("SELECT time_zone FROM tenant WHERE id = $1", act.tenant_id)
    counted = _Counted(period, zone, overs)
    found = [
        counted.owed(
            (vendors[version], version),
            [row for row in rows if row["version_id"] == version],
            [each for each in down if each.version_id == version],
            contents[version],
        )
        for version in versions
    ]
    return [each for each in found if each is not None]


async def _readings(act: Act, period: Period) -> list[Reading]:
    """Of each service a vendor stands behind, where its UC's availability period ends with this
    month."""
    rows = await db.rows(
        "SELECT DISTINCT service_id FROM coverage WHERE tenant_id = $1 ORDER BY service_id",
        act.tenant_id,
    )
    day = availability_evidence.last_day(period)
    every = [
        reading
        for row in rows
        for reading in await availability_reading.of_vendors(
            act, act.tenant_id, row["service_id"], day
        )
    ]
    return [each for each in every if each.is_over]


async def _overs(act: Act, missed: Sequence[db.Row]) -> dict[UUID, int]:
    """By how much working time each missed clock is over by now."""
    kept = await clock_history.read(act.tenant_id, [row["id"] for row in missed])
    calendars = await compiled.of_provider(clock_history.versions(kept.values()))
    overs: dict[UUID, int] = {}
    for clock_id, each in kept.items():
        history = clock_history.told(each, calendars)
        if history is not None:
            folded = clock.fold(history.calendar, history.target, history.events)
            at = instant.of(act.now) if folded.ended_at is None else folded.ended_at
            overs[clock_id] = max(0, clock.elapsed(folded, at) - folded.target.duration)
    return overs


@dataclass(frozen=True, slots=True)
class _Counted:
    """For a period, by the tenant's months."""

    period: Period
    zone: str
    overs: dict[UUID, int]

    def owed(
        self,
        whose: tuple[UUID, UUID],
        rows: Sequence[db.Row],
        readings: Sequence[Reading],
        content: Content,
    ) -> Owed | None:
        """None where nothing is owed for this month; `whose`: the vendor and the version."""
        month = f"{self.period.year:04}-{self.period.month:02}"
        lines = [*map(self.line, rows), *self.shares(readings, content)]
        tally = Tally() + Tally(tuple(lines))
        dues = what_if_credit.due(tally, str(whose[1]), content)
        due = next((each for each in dues if each.months[-1] == month), None)
        months = due.months if due else (month,)
        judged = [line for line in tally.lines if line.cell.month in months]
        clocks = [line.count for line in judged if line.cell.metric != AVAILABILITY]
        missed = sum(each.breached for each in clocks)
        missed += sum(each.kept is False for each in readings)
        if not missed or (content.credits is not None and due is None):
            return None
        return Owed(
            *whose,
            holder=content.settings.holder,
            counted=sum(each.met + each.breached for each in clocks) + len(readings),
            missed=missed,
            percent=due.percent if due else None,
            basis=due.basis if due else None,
            claim_days=content.credits.on_claim_days if content.credits else None,
            detail=_detail(months, judged, rows),
        )

    def shares(self, readings: Sequence[Reading], content: Content) -> list[Line]:
        given = content.availability
        if given is None:
            return []
        return [
            entitlement_due.up_and_down(
                availability.measured(given, each.figure), self.period, each.version_id
            )
            for each in readings
        ]

    def line(self, row: db.Row) -> Line:
        about = (row["metric"], row["ticket_type"], row["priority"], str(row["version_id"]))
        cell = Cell(_month(row["decided_at"], self.zone), *about)
        if not row["missed"]:
            return Line(cell, Count(met=1))
        changed = int(row["caused_by_change"])
        over = () if changed else (self.overs.get(row["id"], 0),)
        return Line(cell, Count(breached=1, caused_by_change=changed), over)


def _month(at: datetime, zone: str) -> str:
    local = at.astimezone(zones.named(zone))
    return f"{local.year:04}-{local.month:02}"


def _detail(months: tuple[str, ...], lines: Iterable[Line], rows: Sequence[db.Row]) -> str:
    said = {
        "months": months,
        "counted": [
            {
                **{name: getattr(line.cell, name) for name in ABOUT},
                "met": line.count.met,
                "breached": line.count.breached,
                "over": list(line.overs),
            }
            for line in lines
        ],
        "missed_clocks": [str(row["id"]) for row in rows if row["missed"]],
    }
    return msgspec.json.encode(said).decode()
