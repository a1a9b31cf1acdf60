"""Clocks ring: warnings and breaches are acted on, each exactly once, at their exact instants.

One timer per clock stands at the next instant at which something falls due. It fires in the
transaction of what it causes, a batch of tickets at a time, all of one tenant.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

from contracts import instant
from contracts.clocks import ledgers, lived
from contracts.clocks.ledgers import KeptLedger
from contracts.desk_protocol import Decision, Desk
from contracts.escalation import escalating, ringing
from contracts.escalation.ringing import Rung
from contracts.subject import Due
from underpin.kernel import timers
from underpin.kernel.act import Act
from underpin.kernel.timers import Timer


def kind(desk: Desk) -> timers.Kind:
    """To be registered in the worker with `timers.handle`."""

    async def fire(act: Act, batch: Sequence[Timer]) -> None:
        await _fire(act, desk, batch)

    return timers.Kind(lived.TIMER, desk.lock, fire)


async def _fire(act: Act, desk: Desk, batch: Sequence[Timer]) -> None:
    """Clocks first, then what is told of them, then the steps: a step that moves a ticket finds
    its clocks as they are."""
    fired = _by_ticket(batch)
    subjects = await desk.subjects(act, list(fired))
    kept = await ledgers.read(act, list(subjects))
    rung = [_rung(act, kept[ticket_id], fired[ticket_id]) for ticket_id in subjects]
    policies = {key: each.pins.policy if each.pins else None for key, each in kept.items()}
    await lived.rewrite(act, [held for each in rung for held in each.clocks], policies)
    to_do = await escalating.decided(act, rung, kept, subjects)
    await desk.due_changed(act, {each.ticket_id: _due(each, kept) for each in rung})
    told = [fact for each in rung for fact in each.facts]
    if told:
        await desk.record(act, told)
    for now, steps in groupby(to_do, key=lambda each: _after(act, each[1])):
        await desk.carry_out(replace(act, now=now), list(steps))


def _after(act: Act, decision: Decision) -> datetime:
    """What an alarm causes comes after it: at its very instant it would still meet the target.

    In simulated time an alarm acts at its own instant.
    """
    return max(act.now, decision.at + timedelta(microseconds=1))


def _by_ticket(batch: Sequence[Timer]) -> dict[UUID, dict[UUID, int]]:
    """Of each ticket the clocks whose timers fired, and for when they stood."""
    ordered = sorted(batch, key=lambda timer: timer.subject_id)
    return {
        ticket_id: {UUID(timer.key): instant.of(timer.fires_at) for timer in found}
        for ticket_id, found in groupby(ordered, key=lambda timer: timer.subject_id)
    }


def _rung(act: Act, kept: KeptLedger, fired: Mapping[UUID, int]) -> Rung:
    return ringing.ring(act.tenant_id, kept.clocks, fired, kept.ticket_id)


def _due(rung: Rung, kept: Mapping[UUID, KeptLedger]) -> Due:
    ledger = kept[rung.ticket_id]
    return ringing.due_after(rung, ledger.clocks, missed_before=ledger.missed_before)
