"""How long checking a whole contract takes, against walking one week of one chain by minutes.

The contract has 5 priorities, 4 ticket types and 3 tiers on calendars in two zones with two
holiday lists, checked over a year. Prints one line of JSON.
"""

import json
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import product
from uuid import UUID

from contracts import instant
from contracts.agreements import agreed
from contracts.agreements.agreed import Content, Target
from contracts.calendars import calendar, calendar_definition
from contracts.calendars.calendar import Calendar
from contracts.coherence import coherence, coherence_gaps, keeping
from contracts.coherence.chains import Behind
from contracts.coherence.coherence_chain import Chain, Stage
from contracts.coherence.keeping import Line, Question
from tests.property.contracts import coherence_oracle as oracle

BERLIN_HOLIDAYS = ["2026-01-01", "2026-04-03", "2026-04-06", "2026-05-01", "2026-05-14"]
NEW_YORK_HOLIDAYS = ["2026-01-01", "2026-01-19", "2026-05-25", "2026-09-07", "2026-11-26"]
YEAR = instant.parse("2026-01-01T00:00:00+01:00"), instant.parse("2027-01-01T00:00:00+01:00")
PRIORITIES, TYPES = range(1, 6), range(1, 5)


def office(zone: str, holidays: list[str], *day: list[str]) -> oracle.Written:
    week = {weekday: list(day) for weekday in ("mon", "tue", "wed", "thu", "fri")}
    return {"time_zone": zone, "week": week, "holidays": holidays}


SLA = office("Europe/Berlin", BERLIN_HOLIDAYS, ["07:00", "20:00"])
TIERS = (
    office("Europe/Berlin", BERLIN_HOLIDAYS, ["08:00", "18:00"]),
    office("Europe/Berlin", BERLIN_HOLIDAYS, ["09:00", "12:30"], ["13:30", "17:00"]),
    office("America/New_York", NEW_YORK_HOLIDAYS, ["09:00", "17:00"]),
)


def minutes_allowed(priority: int, kind: int) -> list[int]:
    return [30 * priority + 15 * kind, 60 * priority, 120 * priority + 60 * kind]


def contract() -> list[tuple[coherence.Promise, Chain]]:
    """Definitions compiled anew, as after an edit."""
    sla, *tiers = compiled()
    return [
        (
            coherence.Promise(sla, 6 * priority * instant.HOUR),
            tuple(
                Stage(f"L{tier}", hours, allowed * instant.MINUTE)
                for tier, (hours, allowed) in enumerate(
                    zip(tiers, minutes_allowed(priority, kind), strict=True), 1
                )
            ),
        )
        for priority, kind in product(PRIORITIES, TYPES)
    ]


def compiled() -> list[Calendar]:
    calendar.compile.cache_clear()
    return [calendar.compile(calendar_definition.from_json(written)) for written in (SLA, *TIERS)]


def check_contract() -> list[coherence.Coherence]:
    return [coherence.check(sla, chain, *YEAR) for sla, chain in contract()]


def whole_question() -> Question:
    """What the editor asks: every promise of a version, no two alike, with all that is shown."""
    calendars = dict(zip(map(UUID, map("{:032x}".format, range(4))), compiled(), strict=True))
    sla, *tiers = calendars
    targets: list[list[Target]] = [[], [], [], []]
    for priority, kind in product(PRIORITIES, TYPES):
        about = (agreed.TYPES[kind - 1], agreed.PRIORITIES[priority - 1])
        for name, hours in (("first_response", 1), ("next_update", 2), ("resolution", 6)):
            allowed = hours * priority * instant.HOUR + kind * instant.MINUTE
            targets[0].append(Target(name, *about, allowed))
        for tier, minutes in enumerate(minutes_allowed(priority, kind), 1):
            targets[tier].append(Target("hold", *about, minutes * instant.MINUTE))
            targets[tier].append(Target("pickup", *about, minutes // 2 * instant.MINUTE))
    olas = {tier: Content(tiers[tier - 1], tuple(targets[tier])) for tier in (1, 2, 3)}
    return Question(
        Content(sla, tuple(targets[0])),
        calendars,
        Decimal(95),
        (),
        Behind(olas, {}, calendars),
        date(2026, 1, 1),
        date(2027, 1, 1),
    )


def check_question() -> tuple[Line, ...]:
    coherence_gaps._weekly.cache_clear()
    return keeping.lines(whole_question())


def walk_one_week() -> oracle.Answer:
    stages = list(zip(TIERS, minutes_allowed(1, 1), strict=True))
    start = datetime(2026, 9, 2, tzinfo=UTC)
    return oracle.check((SLA, 360), stages, start, days=7, horizon_days=14)


def seconds(work: Callable[[], object], rounds: int) -> float:
    """The best of some rounds: what else runs on the machine only ever adds."""
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return min(taken)


def main() -> None:
    checked, walked = seconds(check_contract, 5), seconds(walk_one_week, 3)
    print(
        json.dumps(
            {
                "chains": len(check_contract()),
                "contract_over_a_year_s": round(checked, 3),
                "promises": len(check_question()),
                "promises_as_shown_s": round(seconds(check_question, 3), 3),
                "walk_of_one_chain_over_a_week_s": round(walked, 3),
                "contract_to_walk": round(checked / walked, 2),
            }
        )
    )


if __name__ == "__main__":
    main()
