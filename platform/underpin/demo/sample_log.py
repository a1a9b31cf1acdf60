"""An invented incident log in the ServiceNow format, for a demo where no real one is at hand.

The same numbers every time; only its last day is given. Names are numbers, as in a real export.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

HEADER = """
number incident_state active reassignment_count reopen_count sys_mod_count made_sla caller_id
opened_by opened_at sys_created_by sys_created_at sys_updated_by sys_updated_at contact_type
location category subcategory u_symptom cmdb_ci impact urgency priority assignment_group
assigned_to knowledge u_priority_confirmation notify problem_id rfc vendor caused_by closed_code
resolved_by resolved_at closed_at
"""
COLUMNS = HEADER.split()
LEVELS = {1: "1 - High", 2: "2 - Medium", 3: "3 - Low"}
PRIORITIES = {1: "1 - Critical", 2: "2 - High", 3: "3 - Moderate", 4: "4 - Low"}
SEED = 20260105
DAYS = 35


def write(path: Path, ends: datetime, cases: int = 72) -> Path:
    """`cases` incidents over the five weeks before `ends`, at four locations."""
    chance = Random(SEED)  # noqa: S311 - the same log every time is the point
    with path.open("w", newline="", encoding="utf-8") as file:
        rows = csv.DictWriter(file, COLUMNS, restval="?")
        rows.writeheader()
        for ordinal in range(cases):
            rows.writerows(_case(chance, ordinal, ends))
    return path


def _case(chance: Random, ordinal: int, ends: datetime) -> Iterator[dict[str, str]]:
    opened = ends - timedelta(minutes=chance.randrange(30, DAYS * 24 * 60))
    impact, urgency = chance.choice(((1, 1), (1, 2), (2, 2), (2, 2), (2, 3), (3, 3)))
    states = [
        "New",
        "Active",
        *chance.sample(("Awaiting User Info", "Active", "Awaiting Vendor"), 2),
    ]
    states += ["Active", "Resolved", "Closed"]
    at, group = opened, chance.randrange(1, 9)
    moments = []
    for state in states:
        moments.append((state, at, group))
        at += timedelta(minutes=chance.randrange(4, 60 if state == "New" else 2600))
        group = chance.choice((group, group, chance.randrange(1, 9)))
    same = {
        "number": f"INC{9_000_000 + ordinal}",
        "caller_id": f"Caller {chance.randrange(1, 40)}",
        "location": f"Location {1 + ordinal % 4}",
        "opened_at": _said(opened),
        "impact": LEVELS[impact],
        "urgency": LEVELS[urgency],
        "priority": PRIORITIES[min(impact + urgency - 1, 4)],
        "closed_at": _said(moments[-1][1]),
        "resolved_at": _said(moments[-2][1]),
    }
    for count, (state, moment, team) in enumerate(moments):
        yield {
            **same,
            "incident_state": state,
            "active": str(state != "Closed").lower(),
            "reassignment_count": str(len({each[2] for each in moments[: count + 1]}) - 1),
            "reopen_count": "0",
            "sys_mod_count": str(count),
            "made_sla": "true",
            "sys_updated_at": _said(moment),
            "assignment_group": f"Group {team}",
            "assigned_to": "?" if state == "New" else f"Resolver {team * 3}",
        }


def _said(moment: datetime) -> str:
    return f"{moment.day}/{moment.month}/{moment.year} {moment:%H:%M}"
