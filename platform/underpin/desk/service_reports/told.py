"""What a month's service report says, as it is kept: figures and facts, no wording.

Durations are whole microseconds of working time, shares as compliance shows them. It is the
client's to read: nothing here names a tier, a vendor, a cost or a confidential ticket.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import msgspec


class Promise(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Of a metric and priority; `priority` is empty for all. `shown` in percent, rounded down, None
    where nothing was decided; `commitment` in percent; `kept` None where it is not judged."""

    metric: str
    priority: str
    met: int
    breached: int
    excluded: int = 0
    withdrawn: int = 0
    shown: str | None = None
    commitment: str | None = None
    kept: bool | None = None


class Point(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a metric came to in an earlier month."""

    year: int
    month: int
    metric: str
    shown: str | None = None


class Pause(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Working time that did not count, and what it waited for."""

    why: str
    waited_us: int


class Miss(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`ticket` is empty for a confidential one. Its subject is nowhere in a report, because it is
    its requester's words, and may have to be erased. `used_us` of `allowed_us`; `changed`: the
    target itself was changed meanwhile; `why` as compliance says it."""

    ticket: str
    type: str
    metric: str
    priority: str
    missed_at: datetime
    allowed_us: int
    used_us: int
    pauses: tuple[Pause, ...] = ()
    changed: bool = False
    why: str = ""


class Count(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    name: str
    count: int


class Volume(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Tickets raised and resolved within the month, those of the month before beside them; by type
    and priority those raised. `open` when the month ended, by the days since they were raised."""

    raised: int
    resolved: int
    raised_before: int
    types: tuple[Count, ...]
    priorities: tuple[Count, ...]
    open: int
    ages: tuple[Count, ...]


class Satisfaction(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Surveys asked in the month: `ratings` counts answers of 1 to 5."""

    asked: int
    answered: int
    ratings: tuple[int, ...]


class Availability(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Of a service in its period that ended with the month, as `shown` in percent."""

    service: str
    shown: str | None
    commitment: str
    kept: bool | None = None


class Outage(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`ends_at` None: it went on."""

    service: str
    starts_at: datetime
    ends_at: datetime | None
    note: str


class Announcement(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """In the client's language where it was written in it."""

    kind: str
    title: str
    published_at: datetime
    starts_at: datetime | None = None
    ends_at: datetime | None = None


class Credit(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`percent` of `basis`, exact, as a fraction; `answer` is why it was refused."""

    percent: str
    basis: str
    nature: str
    state: str
    answer: str = ""
    settled_with: str = ""


class Report(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`state`: provisional or final; a month that `runs` is told as far as it came. `more_misses`:
    how many are not listed."""

    client: str
    locale: str
    time_zone: str
    year: int
    month: int
    state: str
    made_on: date
    corrections: int
    promises: tuple[Promise, ...]
    trend: tuple[Point, ...]
    misses: tuple[Miss, ...]
    more_misses: int
    volume: Volume
    satisfaction: Satisfaction
    availability: tuple[Availability, ...]
    outages: tuple[Outage, ...]
    announcements: tuple[Announcement, ...]
    credits: tuple[Credit, ...]
    runs: bool = False


def encoded(report: Report) -> str:
    return msgspec.json.encode(report, order="deterministic").decode()


def decoded(body: str) -> Report:
    return msgspec.json.decode(body, type=Report)


def counts(rows: Any) -> tuple[Count, ...]:
    """Of names and how many."""
    return tuple(Count(name=str(name), count=int(count)) for name, count in rows)
