"""Each alert told in a delivery, put into the course that is known of it. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from underpin.desk.alerts import course
from underpin.desk.alerts.rows import Alert
from underpin.desk.alerts.told import Told
from underpin.kernel import ids


@dataclass(frozen=True, slots=True)
class Followed:
    """`changed`: it fires now and did not before, or the other way round."""

    alert: Alert
    changed: bool

    @property
    def fires(self) -> bool:
        return course.fires(self.alert.points)


def follow(
    known: Mapping[str, Alert], told: Sequence[Told], received_at: datetime, now: datetime
) -> list[Followed]:
    """One for each fingerprint, in the order of their first telling."""
    fresh: dict[str, Alert] = {}
    for each in told:
        before = fresh.get(each.fingerprint) or known.get(each.fingerprint)
        fresh[each.fingerprint] = _heard(before, each, received_at, now)
    return [Followed(each, _changed(known.get(name), each)) for name, each in fresh.items()]


def _heard(before: Alert | None, told: Told, received_at: datetime, now: datetime) -> Alert:
    point = course.point(told, received_at)
    told = replace(told, at=point.at)
    if before is None:
        points = course.heard((), [point])
        return Alert(ids.new(), told.fingerprint, told, points, None, None, None, now, now)
    return replace(
        before,
        told=course.newest(before.told, told),
        points=course.heard(before.points, [point]),
        last_heard_at=now,
    )


def _changed(before: Alert | None, after: Alert) -> bool:
    fired = before is not None and course.fires(before.points)
    return fired != course.fires(after.points)
