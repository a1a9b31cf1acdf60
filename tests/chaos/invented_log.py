"""A small incident log in the ServiceNow format that calls for everything an escalation does:
two clients, breaches, cases for the vendor, proposals, reopenings, waits, changes of priority."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

COLUMNS = (
    *("number", "incident_state", "reassignment_count", "sys_mod_count", "opened_at"),
    *("sys_updated_at", "closed_at", "caller_id", "location", "category", "subcategory"),
    *("u_symptom", "impact", "urgency", "assignment_group", "assigned_to"),
)
MONDAY = datetime(2024, 3, 4, tzinfo=UTC)
LEVELS = {1: "1 - High", 2: "2 - Medium", 3: "3 - Low"}
NORTH, SOUTH = "Location North", "Location South"


@dataclass(frozen=True)
class Save:
    """One save of an incident: hours after it was opened, and what it says from then on."""

    after: float
    state: str
    level: tuple[int, int] | None = None
    group: int | None = None
    by: int | None = None


@dataclass(frozen=True)
class Incident:
    """`at`: day and hour after the first Monday, 00:00."""

    number: int
    location: str
    at: tuple[int, float]
    level: tuple[int, int]
    saves: tuple[Save, ...]

    @property
    def opened(self) -> datetime:
        return MONDAY + timedelta(days=self.at[0], hours=self.at[1])


def _ends(*saves: Save, resolved: float, closed: float) -> tuple[Save, ...]:
    return (*saves, Save(resolved, "Resolved"), Save(closed, "Closed"))


NEW = Save(0, "New")
TAKEN = Save(0.25, "Active", group=2, by=4)

# P1 has 4 h and P2 8 h, so those raised in the morning pass L2 and L3 within office hours and end
# with the vendor; those raised in the evening find nobody there, and the steps are proposed.
INCIDENTS = (
    Incident(1, NORTH, (0, 9), (1, 1), _ends(NEW, TAKEN, resolved=30, closed=54)),
    Incident(2, NORTH, (0, 17.5), (1, 1), _ends(NEW, TAKEN, resolved=20, closed=40)),
    Incident(3, NORTH, (1, 9), (1, 2), _ends(NEW, TAKEN, resolved=50, closed=60)),
    Incident(
        4,
        NORTH,
        (1, 11),
        (2, 2),
        (*_ends(NEW, TAKEN, resolved=5, closed=20), Save(30, "Active"), Save(44, "Closed")),
    ),
    Incident(
        5,
        NORTH,
        (2, 8),
        (3, 3),
        _ends(NEW, Save(1, "Active", (2, 2)), Save(5, "Active", (1, 1)), resolved=26, closed=30),
    ),
    Incident(
        6,
        NORTH,
        (2, 10),
        (2, 2),
        _ends(
            NEW,
            TAKEN,
            Save(2, "Awaiting User Info"),
            Save(20, "Active", group=5),
            Save(22, "Awaiting Vendor"),
            Save(90, "Active", by=9),
            Save(95, "Awaiting Problem"),
            resolved=180,
            closed=190,
        ),
    ),
    Incident(7, SOUTH, (0, 9), (1, 1), _ends(TAKEN, Save(5, "Active"), resolved=7, closed=9)),
    Incident(
        8, SOUTH, (0, 9.5), (1, 2), _ends(NEW, TAKEN, Save(9, "Active"), resolved=33, closed=34)
    ),
    Incident(
        9,
        SOUTH,
        (1, 8),
        (1, 1),
        _ends(
            NEW, Save(3.5, "Active", (2, 3)), Save(4.5, "Active", (3, 3)), resolved=80, closed=81
        ),
    ),
    Incident(10, SOUTH, (0, 8), (2, 2), _ends(NEW, TAKEN, resolved=240, closed=245)),
    Incident(
        11,
        SOUTH,
        (3, 9),
        (1, 1),
        (
            *_ends(NEW, TAKEN, Save(4.5, "Awaiting Vendor"), resolved=6, closed=8),
            Save(9, "Active"),
            Save(30, "Resolved"),
            Save(31, "Closed"),
        ),
    ),
    Incident(
        12,
        SOUTH,
        (3, 9),
        (2, 2),
        _ends(*(Save(n, "Active", group=n, by=n % 3) for n in range(6)), resolved=9, closed=12),
    ),
)


def write(path: Path, *more: dict[str, str], incidents: Sequence[Incident] = INCIDENTS) -> Path:
    """The invented log, then rows of another of the same format."""
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.DictWriter(file, COLUMNS, restval="?", extrasaction="ignore")
        rows.writeheader()
        for incident in incidents:
            rows.writerows(_rows(incident))
        rows.writerows(more)
    return path


def first_cases(path: Path, count: int) -> Sequence[dict[str, str]]:
    """The rows of the first so many cases of a real log; none where there is no such file."""
    if not path.exists():
        return ()
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    wanted = set(list(dict.fromkeys(row["number"] for row in rows))[:count])
    return [row for row in rows if row["number"] in wanted]


def _rows(incident: Incident) -> Iterator[dict[str, str]]:
    level, group, by, hand_offs = incident.level, 1, None, 0
    last = incident.opened + timedelta(hours=incident.saves[-1].after)
    for count, save in enumerate(incident.saves):
        hand_offs += save.group not in (None, group)
        level, group, by = save.level or level, save.group or group, save.by or by
        yield {
            "number": f"INC7{incident.number:06}",
            "incident_state": save.state,
            "reassignment_count": str(hand_offs),
            "sys_mod_count": str(count),
            "opened_at": _said(incident.opened),
            "sys_updated_at": _said(incident.opened + timedelta(hours=save.after)),
            "closed_at": _said(last),
            "caller_id": f"Caller {incident.number % 5}",
            "location": incident.location,
            "category": f"Category {incident.number}",
            "impact": LEVELS[level[0]],
            "urgency": LEVELS[level[1]],
            "assignment_group": f"Group {group}",
            "assigned_to": f"Resolver {by}" if by else "?",
        }


def _said(moment: datetime) -> str:
    return f"{moment.day}/{moment.month}/{moment.year} {moment:%H:%M}"
