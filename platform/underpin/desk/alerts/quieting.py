"""What happens to alerts when time has passed: one that has been quiet long enough is over for
good, and one that fired during maintenance and fires still is looked at then."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from underpin.desk.alerts import applying, course, placing, rows, rules, wording
from underpin.desk.alerts.following import Followed
from underpin.desk.alerts.source import COLUMNS, Source, of
from underpin.desk.tickets import finishing, talking
from underpin.kernel import db, timers
from underpin.kernel.act import Act
from underpin.kernel.timers import Timer


def kinds() -> tuple[timers.Kind, ...]:
    """To be registered in the worker with `timers.handle`. Their subject is the source, whose lock
    comes before any ticket's, here as in its deliveries."""
    lock = timers.rows_of("alert_source")
    return (
        timers.Kind(applying.QUIET, lock, _quiet),
        timers.Kind(placing.HELD, lock, _held),
    )


async def source(act: Act, source_id: UUID) -> Source:
    """A source that this transaction has locked."""
    row = await db.row(
        f"SELECT {COLUMNS} FROM alert_source WHERE tenant_id = $1 AND id = $2",
        *(act.tenant_id, source_id),
    )
    assert row is not None, "the row is locked by this transaction"  # noqa: S101
    return of(row)


async def _quiet(act: Act, batch: Sequence[Timer]) -> None:
    for timer in batch:
        ours = await source(act, timer.subject_id)
        for matter in await rows.matters(act, timer.subject_id, [], [UUID(timer.key)]):
            await _ended(act, matter, ours)


async def _ended(act: Act, matter: rows.Matter, ours: Source) -> None:
    quiet = rules.quiet_for(ours.settings.rules, flapping=matter.flapping)
    match rules.ending(live=matter.live, firing=matter.firing, touched=matter.touched):
        case "resolve":
            await talking.note(act, matter.number, wording.recovered(ours, quiet))
            await finishing.resolve(act, matter.number)
        case "leave":
            await talking.note(act, matter.number, wording.left(ours, quiet))
        case "nothing":
            return
    await db.execute(
        "UPDATE alert_matter SET flapping = false WHERE tenant_id = $1 AND id = $2",
        *(act.tenant_id, matter.id),
    )


HELD = """
SELECT id, fingerprint, told, points, matter_id, joined_at, held_until, first_heard_at,
       last_heard_at
FROM alert WHERE tenant_id = $1 AND id = $2 AND held_until <= $3 AND matter_id IS NULL
"""


async def _held(act: Act, batch: Sequence[Timer]) -> None:
    for timer in batch:
        row = await db.row(HELD, act.tenant_id, UUID(timer.key), act.now)
        if row is not None and course.fires(rows.alert(row).points):
            at = await source(act, timer.subject_id)
            await applying.carry_out(act, at, [Followed(rows.alert(row), changed=True)])
