"""What a ticket's timers that fired at one instant come to: clocks, facts, alarms. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from contracts.clocks import clock, due, told
from contracts.clocks.clock_rows import Held
from contracts.clocks.clock_standing import Key
from contracts.clocks.told import Told
from contracts.escalation.escalation import Alarm
from contracts.facts import BreachRecorded, BreachWithdrawn, Fact
from contracts.subject import Due


@dataclass(frozen=True, slots=True)
class Rung:
    """`clocks` are those whose timers were taken off: with what they recorded by `at`, and with
    what is acted on now among what they told."""

    ticket_id: UUID
    at: int
    clocks: tuple[Held, ...]
    alarms: tuple[Alarm, ...]
    facts: tuple[Fact, ...]


def ring(tenant: int, held: Mapping[Key, Held], fired: Mapping[UUID, int], ticket_id: UUID) -> Rung:
    """`fired`: clock ids and the instants their timers stood for.

    A ticket lives one instant at a time, because what happens at the first may change what falls
    due at the next: only the earliest is acted on, the other timers are to be set again.
    """
    at = min(fired.values())
    taken = [replace(each, timer_at=None) for each in held.values() if each.id in fired]
    rung = [_seen(each, at) if fired[each.id] == at else each for each in taken]
    acting = [each for each in rung if fired[each.id] == at]
    return Rung(
        ticket_id=ticket_id,
        at=at,
        clocks=tuple(_acted_on(each, at) if each in acting else each for each in rung),
        alarms=tuple(sorted(_alarms(acting, at), key=_in_order)),
        facts=tuple(fact for each in acting for fact in _facts(tenant, each, at)),
    )


def due_after(rung: Rung, held: Mapping[Key, Held], *, missed_before: bool) -> Due:
    clocks = {key: each.clock for key, each in held.items()}
    clocks |= {each.key: each.clock for each in rung.clocks}
    return due.of(clocks, missed_before=missed_before)


def _seen(held: Held, at: int) -> Held:
    """With its alarms recorded up to and at that instant, however late it is now."""
    return replace(held, clock=clock.advance(held.clock, at + 1))


def _acted_on(held: Held, at: int) -> Held:
    over = set(told.unsupported(held.clock, held.told))
    kept = [each for each in held.told if each not in over]
    return replace(held, told=(*kept, *_calls(held, at)))


def _calls(held: Held, at: int) -> list[Told]:
    return [each for each in told.untold(held.clock, held.told) if each.at <= at]


def _alarms(acting: Sequence[Held], at: int) -> Iterator[Alarm]:
    for held in acting:
        for call in _calls(held, at):
            yield Alarm(held.id, held.key.metric, held.key.holder, held.priority, call)


def _facts(tenant: int, held: Held, at: int) -> Iterator[Fact]:
    for over in told.unsupported(held.clock, held.told):
        yield _withdrawn(tenant, held, over)
    for call in _calls(held, at):
        if call.percent is None:
            yield _breached(tenant, held, call)


def _breached(tenant: int, held: Held, call: Told) -> BreachRecorded:
    misses = [miss for miss in held.clock.misses if (miss.at, miss.lap) == (call.at, call.lap)]
    return BreachRecorded(
        ticket_id=held.ticket_id,
        tenant_id=tenant,
        at=call.at,
        metric=held.key.metric,
        holder=held.key.holder,
        number=held.key.number,
        allowed=call.duration,
        caused_by_change=any(miss.caused_by_change for miss in misses),
    )


def _withdrawn(tenant: int, held: Held, over: Told) -> BreachWithdrawn:
    """Withdrawn by a change of its target, or because a late fact shows that it never was."""
    by_change = [
        miss.withdrawn_at
        for miss in held.clock.misses
        if miss.at == over.at and miss.withdrawn_at is not None
    ]
    last = held.clock.last
    return BreachWithdrawn(
        ticket_id=held.ticket_id,
        tenant_id=tenant,
        at=by_change[0] if by_change else (last[0] if last else over.at),
        metric=held.key.metric,
        holder=held.key.holder,
        number=held.key.number,
        breached_at=over.at,
        reason="target_changed" if by_change else "later_facts",
    )


def _in_order(alarm: Alarm) -> tuple[int, bool, int, str, str]:
    percent = alarm.told.percent
    return alarm.told.at, percent is None, percent or 0, alarm.metric, alarm.holder
