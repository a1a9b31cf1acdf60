"""A delivery's alerts, carried out: each put into its course, into the matter of a ticket, and what
follows for that ticket from the pure `rules`.

The source's row is locked by who calls, so that one source's deliveries are one after the other;
then tickets, in the order everybody takes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from underpin.desk.alerts import course, following, placing, rows, rules, wording
from underpin.desk.alerts.following import Followed
from underpin.desk.alerts.placing import Placing
from underpin.desk.alerts.rows import Alert, Matter
from underpin.desk.alerts.rules import News, Step
from underpin.desk.alerts.source import Source
from underpin.desk.alerts.told import Told
from underpin.desk.sorting import matrices
from underpin.desk.tickets import finishing, priority, talking, working
from underpin.kernel import db, timers
from underpin.kernel.act import Act
from underpin.kernel.timers import Timer

QUIET: Final = "alert_quiet"


async def apply(act: Act, source: Source, told: Sequence[Told], received_at: datetime) -> int:
    """Returns how many tickets were raised. What is told is an alarm's own act: it touches no
    ticket."""
    act = replace(act, source="alarm")
    known = await rows.alerts(act, source.id, {each.fingerprint for each in told})
    return await carry_out(act, source, following.follow(known, told, received_at, act.now))


async def carry_out(act: Act, source: Source, followed: Sequence[Followed]) -> int:
    """Within `apply`, and for alerts whose maintenance is over."""
    work = await placing.begin(act, source, followed)
    kept = [await placing.place(work, each) for each in followed]
    if kept:
        await rows.keep(act, source.id, kept)
    await _go_on(
        work, [replace(each, alert=alert) for each, alert in zip(followed, kept, strict=True)]
    )
    return len(work.raised)


async def _go_on(work: Placing, followed: Sequence[Followed]) -> None:
    changed = [each for each in followed if each.changed]
    ours = dict.fromkeys(each.alert.matter_id for each in changed)
    firing = await rows.firing(work.act, [each for each in ours if each is not None])
    for matter_id in ours:
        matter = work.known(matter_id)
        if matter is not None:
            of_it = [each.alert for each in changed if each.alert.matter_id == matter_id]
            await _one(work, matter, of_it, fires=matter.id in firing)


async def _one(work: Placing, matter: Matter, alerts: Sequence[Alert], *, fires: bool) -> None:
    new = matter.id in work.raised
    if not new:
        news = _news(work, matter, alerts, fires=fires)
        for step in rules.steps(matter.before, news):
            await _take(work, matter, step, alerts, flapping=news.flapping)
        if fires and not matter.storm:
            await _weigh(work, matter, alerts)
    if matter.storm:
        await _count(work, matter)


def _news(work: Placing, matter: Matter, alerts: Sequence[Alert], *, fires: bool) -> News:
    ours = work.source.settings.rules
    often = max((_changes(each, ours) for each in alerts), default=0)
    return News(
        work.act.now,
        fires,
        joined=matter.id in work.joined and not matter.storm,
        flapping=rules.is_flapping(ours, often),
    )


def _changes(alert: Alert, ours: rules.Rules) -> int:
    return course.changes(alert.points, alert.points[-1].at - ours.flap_span)


async def _take(
    work: Placing, matter: Matter, step: Step, alerts: Sequence[Alert], *, flapping: bool
) -> None:
    act, ours = work.act, work.source.settings.rules
    match step:
        case Step.REOPEN:
            await finishing.reopen(
                act, matter.number, reason=wording.again(work.source, alerts[0].told)
            )
        case Step.AGAIN:
            await talking.note(act, matter.number, wording.again(work.source, alerts[0].told))
        case Step.JOINED:
            told = [each.told for each in work.joined[matter.id]]
            await talking.note(act, matter.number, wording.joined(work.source, told))
        case Step.FLAPPING:
            quiet = rules.quiet_for(ours, flapping=True)
            await talking.note(act, matter.number, wording.flapping(work.source, quiet))
            await _flaps(act, matter)
        case Step.WAIT:
            quiet = rules.quiet_for(ours, flapping=flapping or matter.flapping)
            at = act.now + quiet
            await timers.arm(act, Timer(QUIET, str(matter.id), work.source.id, at))
        case Step.STAY:
            await timers.disarm(act, QUIET, [str(matter.id)])


async def _flaps(act: Act, matter: Matter) -> None:
    await db.execute(
        "UPDATE alert_matter SET flapping = true WHERE tenant_id = $1 AND id = $2",
        *(act.tenant_id, matter.id),
    )


async def _weigh(work: Placing, matter: Matter, alerts: Sequence[Alert]) -> None:
    """One that got worse counts from now, as new facts do; a priority that a person looked at is
    theirs (PRACTICE 14)."""
    weights = [work.source.settings.weight(each.told.severity) for each in alerts]
    known = [each for each in weights if each is not None]
    worst = min(known, key=lambda each: priority.of(each.impact, each.urgency), default=None)
    if worst is None or matter.touched:
        return
    tenant, now = work.act.tenant_id, work.act.now
    wanted = await matrices.priority(tenant, worst.impact, worst.urgency, now)
    if priority.rises(matter.priority, wanted):
        reason = wording.worse(work.source, alerts[0].told)
        await working.reprioritise(
            work.act, matter.number, worst.impact, worst.urgency, reason=reason
        )


async def _count(work: Placing, matter: Matter) -> None:
    counted = await rows.counted(work.act, matter.id)
    many = sum(each for _, each in counted)
    if matter.told and not rules.count_is_told(matter.told, many):
        return
    await talking.note(work.act, matter.number, wording.storm(work.source, counted))
    await db.execute(
        "UPDATE alert_matter SET told = $3 WHERE tenant_id = $1 AND id = $2",
        *(work.act.tenant_id, matter.id, many),
    )
