"""A month's report as it might be kept."""

from __future__ import annotations

from datetime import UTC, date, datetime

from underpin.desk.service_reports.told import (
    Announcement,
    Availability,
    Count,
    Credit,
    Miss,
    Outage,
    Pause,
    Point,
    Promise,
    Report,
    Satisfaction,
    Volume,
)

HOUR = 3_600_000_000
NOON = datetime(2026, 10, 14, 12, 5, tzinfo=UTC)

OCTOBER = Report(
    client="Acme Logistics (مخزن) 东区",
    locale="pl",
    time_zone="Europe/Warsaw",
    year=2026,
    month=10,
    state="provisional",
    made_on=date(2026, 11, 2),
    corrections=1,
    promises=(
        Promise(
            metric="resolution",
            priority="",
            met=19,
            breached=1,
            excluded=2,
            withdrawn=1,
            shown="95.00",
            commitment="90",
            kept=True,
        ),
        Promise(metric="resolution", priority="P1", met=0, breached=1, shown="0.00", kept=False),
    ),
    trend=(
        Point(year=2026, month=9, metric="resolution"),
        Point(year=2026, month=10, metric="resolution", shown="95.00"),
    ),
    misses=(
        Miss(
            ticket="ACME-17",
            type="incident",
            metric="resolution",
            priority="P1",
            missed_at=NOON,
            allowed_us=4 * HOUR,
            used_us=5 * HOUR + 1,
            pauses=(Pause(why="waiting_client", waited_us=2 * HOUR),),
            changed=True,
            why="objection",
        ),
        Miss(
            ticket="",
            type="incident",
            metric="first_response",
            priority="P2",
            missed_at=NOON,
            allowed_us=HOUR,
            used_us=2 * HOUR,
        ),
    ),
    more_misses=3,
    volume=Volume(
        raised=21,
        resolved=20,
        raised_before=18,
        types=(Count(name="incident", count=20), Count(name="own_kind", count=1)),
        priorities=(Count(name="P1", count=21),),
        open=4,
        ages=(Count(name="0", count=4),),
    ),
    satisfaction=Satisfaction(asked=9, answered=4, ratings=(0, 1, 0, 1, 2)),
    availability=(Availability(service="Mail", shown="99.95", commitment="99.9", kept=True),),
    outages=(Outage(service="Mail", starts_at=NOON, ends_at=None, note="#let x = panic()"),),
    announcements=(Announcement(kind="maintenance", title="New mail servers", published_at=NOON),),
    credits=(
        Credit(
            percent="25/2",
            basis="service_fee",
            nature="price_reduction",
            state="refused",
            answer="Paid already.",
        ),
    ),
)
