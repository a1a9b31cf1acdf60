"""Which ticket an alert that fires belongs to: the one it has, its group's, the storm's, or a new
one; none while its service is under maintenance, or where its severity raises none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from contracts import facts, instant
from contracts.compliance.outages import maintenance_now
from underpin.desk.alerts import rows, rules, told, wording
from underpin.desk.alerts.following import Followed
from underpin.desk.alerts.rows import Alert, Matter
from underpin.desk.alerts.source import Source, Weight
from underpin.desk.assets import linking
from underpin.desk.tickets import raising, talking
from underpin.desk.tickets.raising import NewTicket
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import ids, timers
from underpin.kernel.act import Act
from underpin.kernel.timers import Timer

STORM: Final = "storm"
HELD: Final = "alert_held"


@dataclass(slots=True)
class Placing:
    """One delivery's work: what stood before it, and what it has done so far."""

    act: Act
    source: Source
    matters: dict[UUID, Matter]
    new: int
    until: datetime | None
    raised: set[UUID] = field(default_factory=set)
    joined: dict[UUID, list[Alert]] = field(default_factory=dict)

    def known(self, matter_id: UUID | None) -> Matter | None:
        return None if matter_id is None else self.matters.get(matter_id)

    def of_key(self, key: str) -> Matter | None:
        """The newest of this key; one opened here is newer than what stood before."""
        return next((each for each in reversed(self.matters.values()) if each.key == key), None)

    def goes_on(self, matter: Matter | None) -> bool:
        ours = self.source.settings.rules
        return matter is not None and rules.goes_on(ours, matter.before, self.act.now)


async def begin(act: Act, source: Source, followed: Sequence[Followed]) -> Placing:
    """Read what there is, and lock its tickets."""
    changed = [each for each in followed if each.changed]
    keys = [STORM, *dict.fromkeys(key(source, each.alert) for each in changed if each.fires)]
    ours = {each.alert.matter_id for each in changed if each.alert.matter_id is not None}
    found = await rows.matters(act, source.id, keys, ours)
    span = source.settings.rules.storm_span
    return Placing(
        act,
        source,
        {each.id: each for each in sorted(found, key=lambda each: each.id)},
        await rows.joined(act, source.id, act.now - span),
        await _maintenance(act, source),
    )


async def _maintenance(act: Act, source: Source) -> datetime | None:
    if source.service_id is None:
        return None
    return await maintenance_now.under_way(act, source.service_id)


def key(source: Source, alert: Alert) -> str:
    """What alerts of one ticket have in common."""
    by_group = source.settings.one_ticket == "group" and alert.told.group
    name = told.fingerprint([alert.told.group])
    return f"group:{name}" if by_group else f"alert:{alert.fingerprint}"


async def place(work: Placing, followed: Followed) -> Alert:
    """The alert with the matter it is in now."""
    alert = followed.alert
    if not (followed.changed and followed.fires):
        return alert
    for matter in (work.known(alert.matter_id), work.of_key(key(work.source, alert))):
        if matter is not None and work.goes_on(matter):
            return _joined(work, alert, matter)
    weight = work.source.settings.weight(alert.told.severity)
    if weight is None:
        return replace(alert, matter_id=None, joined_at=None)
    if work.until is not None:
        return await _held(work, alert, work.until)
    work.new += 1
    return await _new(work, alert, weight)


async def _new(work: Placing, alert: Alert, weight: Weight) -> Alert:
    act, source = work.act, work.source
    if not rules.is_storm(source.settings.rules, work.new - 1):
        subject, name = alert.told.title, key(source, alert)
        matter = await _raised(work, subject, name, weight, alert)
        await talking.note(act, matter.number, wording.opening(source, alert.told))
        return _joined(work, alert, matter)
    storm = work.of_key(STORM)
    if storm is None or not work.goes_on(storm):
        storm = await _raised(work, wording.storm_subject(source), STORM, weight, alert)
    return _joined(work, alert, storm)


async def _raised(work: Placing, subject: str, name: str, weight: Weight, alert: Alert) -> Matter:
    """A ticket in the contact's name, on the alert channel: no first response is owed and none
    bills it (PRACTICE 12, 33)."""
    new = NewTicket(
        subject,
        impact=weight.impact,
        urgency=weight.urgency,
        service_id=work.source.service_id,
        requester_id=work.source.contact_id,
        channel=facts.ALERT,
        began_at=None if alert.told.started_at is None else instant.of(alert.told.started_at),
    )
    ticket: Ticket = await raising.raise_ticket(work.act, new)
    await linking.by_labels(work.act, ticket, alert.told.labels)
    matter = Matter(
        ids.new(),
        name,
        ticket.id,
        ticket.number,
        name == STORM,
        flapping=False,
        told=0,
        firing=True,
        live=True,
        done_at=None,
        priority=ticket.priority,
        touched=False,
    )
    await rows.open_matter(work.act, work.source.id, matter)
    work.matters[matter.id] = matter
    work.raised.add(matter.id)
    return matter


def _joined(work: Placing, alert: Alert, matter: Matter) -> Alert:
    if alert.matter_id == matter.id:
        return replace(alert, held_until=None)
    work.joined.setdefault(matter.id, []).append(alert)
    return replace(alert, matter_id=matter.id, joined_at=work.act.now, held_until=None)


async def _held(work: Placing, alert: Alert, until: datetime) -> Alert:
    """What fires during maintenance is looked at again when that is over."""
    await timers.arm(work.act, Timer(HELD, str(alert.id), work.source.id, until))
    return replace(alert, matter_id=None, joined_at=None, held_until=until)
