"""What a month's vendor clocks came to under their UCs, whether or not the client's targets were
missed (PRACTICE 30)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import msgspec

from contracts import clock, clock_history, compiled, instant, version_store, what_if_credit
from contracts import zone as zones
from contracts.agreed import Content
from contracts.compliance_period import Period
from contracts.what_if_tally import Cell, Count, Line, Tally
from underpin.kernel import db
from underpin.kernel.act import Act

LOOK_BACK: Final = timedelta(days=366)
ABOUT: Final = ("month", "metric", "ticket_type", "priority")


@dataclass(frozen=True, slots=True)
class Owed:
    """Of one vendor under one UC version in a month: `missed` of `counted` clocks. `percent` of
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
    now = [row for row in rows if row["decided_at"] >= period.starts_at]
    versions = sorted({row["version_id"] for row in now if row["missed"]})
    if not versions:
        return []
    contents = await version_store.of_provider(versions)
    overs = await _overs(act, [row for row in rows if row["missed"]])
    zone = await db.value("SELECT time_zone FROM tenant WHERE id = $1", act.tenant_id)
    counted = _Counted(period, zone, overs)
    found = [
        counted.owed([row for row in rows if row["version_id"] == each], contents[each])
        for each in versions
    ]
    return [each for each in found if each is not None]


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

    def owed(self, rows: Sequence[db.Row], content: Content) -> Owed | None:
        """None where the schedule owes nothing for this month."""
        month = f"{self.period.year:04}-{self.period.month:02}"
        tally = Tally() + Tally(tuple(self.line(row) for row in rows))
        dues = what_if_credit.due(tally, str(rows[0]["version_id"]), content)
        due = next((each for each in dues if each.months[-1] == month), None)
        if content.credits is not None and due is None:
            return None
        months = due.months if due else (month,)
        judged = [line for line in tally.lines if line.cell.month in months]
        return Owed(
            vendor_id=rows[0]["vendor_id"],
            version_id=rows[0]["version_id"],
            holder=content.settings.holder,
            counted=sum(line.count.met + line.count.breached for line in judged),
            missed=sum(line.count.breached for line in judged),
            percent=due.percent if due else None,
            basis=due.basis if due else None,
            claim_days=content.credits.on_claim_days if content.credits else None,
            detail=_detail(months, judged, rows),
        )

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
