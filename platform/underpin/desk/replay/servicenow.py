"""The audit log of a ServiceNow desk (UCI 498): one row for each save of an incident.

What is read, and when it counts as known:

- A case is raised at `opened_at`. Its first row is the record as it was made: caller, priority and
  group are those of the creation; state and resolver are dated at the row's own `sys_updated_at`.
- Rows stand in the order of `sys_updated_at`, then `sys_mod_count`; none counts before `opened_at`.
- `closed_at` holds its final value on every row, so it is used only when the time of the log has
  come to it. A row in state Closed closes the case at its own time. If then, at `closed_at`, the
  case is open, it is closed; if it was closed at an earlier instant, it is reopened and closed
  again at once. The last Close is therefore at `closed_at`, the gap of a reopening included.
- `resolved_at` and `made_sla` are never read.
- A hand-over is one more in `reassignment_count` (the log hides the names of some groups, so a
  group may change unseen), or a changed group. The log has no tiers: all is done at the first.
- The tenant is the `location` of the first row.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from types import MappingProxyType

from underpin.desk.replay import narration, reading, step
from underpin.desk.replay.narration import Snapshot
from underpin.desk.replay.step import State, Wait

RESOLUTION: Mapping[int, timedelta] = MappingProxyType(
    {
        3: timedelta(hours=153, minutes=27),
        4: timedelta(hours=348, minutes=10, seconds=48),
    }
)
"""By priority rank, the working time from opened to closed on a Monday-Friday, 24-hour calendar,
without a pause, that reproduces the log's `made_sla`; for ranks 1 and 2 no time does."""

STATES: Mapping[str, tuple[State, Wait | None]] = MappingProxyType(
    {
        "New": (State.NEW, None),
        "Active": (State.OPEN, None),
        "Resolved": (State.RESOLVED, None),
        "Closed": (State.CLOSED, None),
    }
    | {
        name: (step.WAITING[wait], wait)
        for name, wait in (
            ("Awaiting User Info", Wait.AWAITING_USER_INFO),
            ("Awaiting Vendor", Wait.AWAITING_VENDOR),
            ("Awaiting Problem", Wait.AWAITING_PROBLEM),
            ("Awaiting Evidence", Wait.AWAITING_EVIDENCE),
        )
    }
)

COLUMNS = (
    *("incident_state", "opened_at", "sys_updated_at", "sys_mod_count", "closed_at"),
    *("reassignment_count", "assignment_group", "assigned_to", "impact", "urgency"),
    *("caller_id", "location", "category", "subcategory", "u_symptom"),
)

ONLY_TIER = 1
DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}) (\d{1,2}):(\d{2})")
LEVEL = re.compile(r"([123])\b.*")


@dataclass(frozen=True, slots=True)
class Save:
    """One row, read. `closed_at` is what the row says, which its readers must not know yet."""

    row: reading.Row
    snapshot: Snapshot
    opened_at: datetime
    closed_at: datetime | None
    mods: int


def read(path: Path, zone: tzinfo = UTC) -> Iterator[step.CaseLog | step.Rejected]:
    """The cases of the log; its times carry no zone and are wall times of `zone`.

    Raises UnreadableLog when the file has not the columns of this format.
    """
    for case in reading.cases(path, "number", COLUMNS):
        if isinstance(case, step.Rejected):
            yield case
        else:
            yield from _case(case, zone)


def _case(case: reading.CaseRows, zone: tzinfo) -> Iterator[step.CaseLog | step.Rejected]:
    saves: list[Save] = []
    for row in case.rows:
        try:
            saves.append(_save(row, zone))
        except reading.Unusable as reason:
            yield step.Rejected(row.line, case.key, str(reason))
    if saves:
        yield _told(case.key, sorted(saves, key=lambda save: (save.snapshot.at, save.mods)))


def _told(key: str, saves: list[Save]) -> step.CaseLog:
    first = saves[0].row
    case = step.Case(step.Source.SERVICENOW, key, first.get("location") or step.UNKNOWN)
    said = (first.get(column) for column in ("category", "subcategory", "u_symptom"))
    subject = " / ".join(part for part in said if part) or key
    opening = narration.Opening(subject, first.get("caller_id"))
    return narration.tell(case, opening, _with_closings(list(_from_opening(saves))))


def _from_opening(saves: list[Save]) -> Iterator[Save]:
    """The ticket as it was raised, then each save, none before the opening."""
    first = saves[0]
    opened = first.opened_at
    yield replace(first, snapshot=narration.raised(first.snapshot, opened))
    for place, save in enumerate(saves):
        at = max(save.snapshot.at, opened)
        yield replace(save, snapshot=replace(save.snapshot, row=place, at=at))


def _with_closings(saves: list[Save]) -> Iterator[Snapshot]:
    """The snapshots, with one more at `closed_at` where no row tells of that closing."""
    ends = [*(save.snapshot.at for save in saves[1:]), None]
    for save, end in zip(saves, ends, strict=True):
        said = save.snapshot
        closed = save.closed_at
        told = said.state is State.CLOSED and closed == said.at
        yield replace(said, closes=told)
        if closed is not None and not told and said.at <= closed and (end is None or closed < end):
            yield replace(said, at=closed, state=State.CLOSED, wait_kind=None, closes=True)


def _save(row: reading.Row, zone: tzinfo) -> Save:
    state, wait = _state(row.need("incident_state"))
    closed = row.get("closed_at")
    return Save(
        row,
        Snapshot(
            at=_instant(row, "sys_updated_at", zone),
            row=0,
            state=state,
            wait_kind=wait,
            tier=ONLY_TIER,
            group=row.get("assignment_group"),
            resolver=row.get("assigned_to"),
            priority=step.Priority(_level(row, "impact"), _level(row, "urgency")),
            handoffs=row.count("reassignment_count"),
        ),
        opened_at=_instant(row, "opened_at", zone),
        closed_at=_instant(row, "closed_at", zone) if closed else None,
        mods=row.count("sys_mod_count"),
    )


def _state(name: str) -> tuple[State, Wait | None]:
    if name not in STATES:
        raise reading.Unusable(f"incident_state is unknown: {name}")
    return STATES[name]


def _level(row: reading.Row, column: str) -> int:
    text = row.need(column)
    if (match := LEVEL.fullmatch(text)) is None:
        raise reading.Unusable(f"{column} is no level from 1 to 3: {text}")
    return int(match[1])


def _instant(row: reading.Row, column: str, zone: tzinfo) -> datetime:
    text = row.need(column)
    try:
        return _wall(text).replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise reading.Unusable(f"{column} is no date: {text}") from error


def _wall(text: str) -> datetime:
    if (match := DATE.fullmatch(text)) is None:
        raise ValueError(text)
    day, month, year, hour, minute = map(int, match.groups())
    return datetime(year, month, day, hour, minute)  # noqa: DTZ001 - the log has no zone
