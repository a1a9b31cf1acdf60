"""Reminders of contracts as timers: armed in the transaction of each change, one for the next day
of each occasion; fired, they write a row for the account manager and arm the one after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from contracts.calendars import zone
from contracts.signed import contract_rows, reminder_plan
from contracts.signed.term import Terms
from underpin.kernel import db, events, ids, timers
from underpin.kernel.act import Act
from underpin.kernel.timers import Timer

KIND: Final = "contract_reminder"
RAISED: Final = "contract.reminder_raised"


@dataclass(frozen=True, slots=True)
class Kept:
    """A contract with the reminders that were written of it; `unsettled` are those nobody has
    marked done."""

    id: UUID
    terms: Terms
    zone: ZoneInfo
    reminded: frozenset[tuple[str, date]]
    unsettled: frozenset[tuple[str, date]]


@dataclass(frozen=True, slots=True)
class Raised:
    contract_id: UUID
    occasion: str
    due_on: date


def kind() -> timers.Kind:
    """To be registered in the worker with `timers.handle`."""
    return timers.Kind(KIND, timers.rows_of("contract"), _fire)


async def rearm(act: Act, *contract_ids: UUID) -> None:
    """After any change of their terms, the contracts locked: what is due no more is disarmed, and
    what was said of it and not done yet is withdrawn."""
    kept = await _read(act, contract_ids)
    await _withdraw(act, kept.values())
    await _arm(act, kept.values())


async def _fire(act: Act, batch: Sequence[Timer]) -> None:
    """A timer stands for the day it was set to, however late it is handled."""
    kept = await _read(act, {timer.subject_id for timer in batch})
    raised = [each for timer in batch for each in _raised(timer, kept[timer.subject_id])]
    if raised:
        await _write(act, raised)
    await _arm(act, (await _read(act, kept)).values())


def _raised(timer: Timer, kept: Kept) -> Iterable[Raised]:
    occasion = timer.key.partition(":")[2]
    day = timer.fires_at.astimezone(kept.zone).date()
    due_on = reminder_plan.due(kept.terms, day, kept.reminded).get(occasion)
    if due_on is not None and reminder_plan.said_on(occasion, due_on) <= day:
        yield Raised(kept.id, occasion, due_on)


async def _read(act: Act, contract_ids: Iterable[UUID]) -> dict[UUID, Kept]:
    rows = await db.rows(READ, act.tenant_id, list(contract_ids))
    return {row["id"]: _kept(row) for row in rows}


def _kept(row: db.Row) -> Kept:
    reminded = list(zip(row["occasions"], row["days"], strict=True))
    settled = zip(reminded, row["done"], strict=True)
    return Kept(
        id=row["id"],
        terms=contract_rows.terms(row),
        zone=zone.named(row["time_zone"]),
        reminded=frozenset(reminded),
        unsettled=frozenset(each for each, done in settled if not done),
    )


async def _arm(act: Act, every: Iterable[Kept]) -> None:
    armed: list[Timer] = []
    idle: list[str] = []
    for kept in every:
        today = act.now.astimezone(kept.zone).date()
        due = reminder_plan.due(kept.terms, today, kept.reminded)
        armed += [_timer(act, kept, occasion, due_on) for occasion, due_on in due.items()]
        idle += [_key(kept.id, each) for each in reminder_plan.NEXT if each not in due]
    await timers.arm(act, *armed)
    await timers.disarm(act, KIND, idle)


def _timer(act: Act, kept: Kept, occasion: str, due_on: date) -> Timer:
    """At the first minute of the day on which it is said; at once where that has passed."""
    said_on = reminder_plan.said_on(occasion, due_on)
    at = datetime.combine(said_on, time.min, kept.zone).astimezone(UTC)
    return Timer(KIND, _key(kept.id, occasion), kept.id, max(at, act.now))


def _key(contract_id: UUID, occasion: str) -> str:
    return f"{contract_id}:{occasion}"


async def _withdraw(act: Act, every: Iterable[Kept]) -> None:
    gone = [
        (kept.id, *each)
        for kept in every
        for each in kept.unsettled
        if not reminder_plan.stands(kept.terms, *each)
    ]
    if gone:
        await db.execute(WITHDRAW, act.tenant_id, act.now, *map(list, zip(*gone, strict=True)))


async def _write(act: Act, raised: Sequence[Raised]) -> None:
    columns: Mapping[str, list[object]] = {
        name: [getattr(each, name) for each in raised] for name in Raised.__slots__
    }
    new = [ids.new() for _ in raised]
    await db.execute(WRITE, act.tenant_id, act.now, new, *columns.values())
    await events.emit(act, *(_event(each) for each in raised))


def _event(raised: Raised) -> events.New:
    body = {"occasion": raised.occasion, "due_on": raised.due_on.isoformat()}
    return events.New(RAISED, raised.contract_id, body)


READ = f"""
SELECT c.id, {contract_rows.TERMS}, t.time_zone,
       coalesce(r.occasions, '{{}}') AS occasions, coalesce(r.days, '{{}}') AS days,
       coalesce(r.done, '{{}}') AS done
FROM contract c JOIN tenant t ON t.id = c.tenant_id
LEFT JOIN LATERAL (
    SELECT array_agg(m.occasion ORDER BY m.id) AS occasions,
           array_agg(m.due_on ORDER BY m.id) AS days,
           array_agg(m.done_at IS NOT NULL ORDER BY m.id) AS done
    FROM contract_reminder m
    WHERE m.tenant_id = $1 AND m.contract_id = c.id AND m.withdrawn_at IS NULL
) r ON true
WHERE c.tenant_id = $1 AND c.id = ANY ($2::uuid[])
"""

WITHDRAW = """
UPDATE contract_reminder r SET withdrawn_at = $2
FROM unnest($3::uuid[], $4::text[], $5::date[]) AS u(contract_id, occasion, due_on)
WHERE r.tenant_id = $1 AND r.contract_id = u.contract_id AND r.occasion = u.occasion
  AND r.due_on = u.due_on AND r.withdrawn_at IS NULL AND r.done_at IS NULL
"""

WRITE = """
INSERT INTO contract_reminder (tenant_id, id, contract_id, occasion, due_on, raised_at)
SELECT $1, u.id, u.contract_id, u.occasion, u.due_on, $2
FROM unnest($3::uuid[], $4::uuid[], $5::text[], $6::date[]) AS u(id, contract_id, occasion, due_on)
ON CONFLICT (tenant_id, contract_id, occasion, due_on) DO UPDATE
SET withdrawn_at = NULL, raised_at = excluded.raised_at
WHERE contract_reminder.withdrawn_at IS NOT NULL
"""
