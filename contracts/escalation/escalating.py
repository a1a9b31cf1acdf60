"""Escalation steps of many tickets at once: decided, written down once each, handed back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from contracts import instant
from contracts.calendars import compiled
from contracts.calendars.calendar import Calendar
from contracts.clocks import ledgers
from contracts.clocks.ledgers import KeptLedger
from contracts.clocks.pins import InForce
from contracts.desk_protocol import ToDo
from contracts.escalation import escalation, policy
from contracts.escalation.escalation import Alarm, Outcome, Situation, Step
from contracts.escalation.ringing import Rung
from contracts.subject import Subject
from underpin.kernel import db, ids
from underpin.kernel.act import Act

# What was written before is not done again: a step happens once per clock, epoch, lap and target.
INSERT: Final = """
INSERT INTO escalation (tenant_id, id, ticket_id, clock_id, step_id, epoch, lap, allowed_us, state,
                        happened_at, decided_at)
SELECT $1, u.id, u.ticket_id, u.clock_id, u.step_id, u.epoch, u.lap, u.allowed_us, u.state,
       u.happened_at, CASE WHEN u.state <> 'proposed' THEN $11::timestamptz END
FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::int[], $7::int[], $8::bigint[],
            $9::text[], $10::timestamptz[])
     AS u(id, ticket_id, clock_id, step_id, epoch, lap, allowed_us, state, happened_at)
ON CONFLICT DO NOTHING
RETURNING id
"""


@dataclass(frozen=True, slots=True)
class _Receivers:
    """Who is at work when; a tier or vendor without known hours is."""

    in_force: InForce
    calendars: Mapping[UUID, Calendar]

    def open_tiers(self, at: int) -> frozenset[int]:
        found = {tier: self.in_force.ola(tier, at) for tier in (1, 2, 3)}
        return frozenset(
            tier for tier, ola in found.items() if ola is None or self._open(ola.calendar, at)
        )

    def vendor_open(self, service: UUID | None, at: int) -> bool:
        behind = [each.vendor for each in self.in_force.coverage if each.service == service]
        found = [self.in_force.uc(vendor, service, at) for vendor in behind]
        return all(uc is None or self._open(uc.calendar, at) for uc in found)

    def _open(self, calendar: UUID, at: int) -> bool:
        return self.calendars[calendar].is_open(at)


async def decided(
    act: Act,
    rung: Sequence[Rung],
    kept: Mapping[UUID, KeptLedger],
    subjects: Mapping[UUID, Subject],
) -> list[ToDo]:
    """What is to be carried out now, in order; what asks first is written down as proposed."""
    ringing = [each for each in rung if each.alarms]
    policies = await _policies(act, [kept[each.ticket_id] for each in ringing])
    if not policies:
        return []
    receivers = await _receivers(act, policies)
    outcomes = [
        (each.ticket_id, outcome)
        for each in ringing
        for outcome in _outcomes(each, kept[each.ticket_id], subjects, policies, receivers)
    ]
    return await _written(act, outcomes)


async def _policies(act: Act, ledgers_kept: Sequence[KeptLedger]) -> dict[UUID, tuple[Step, ...]]:
    wanted = {each.pins.policy for each in ledgers_kept if each.pins and each.pins.policy}
    return await policy.of(act.tenant_id, wanted)


async def _receivers(act: Act, policies: Mapping[UUID, tuple[Step, ...]]) -> _Receivers:
    """Read only where a step may move a ticket by itself."""
    alone = any(
        step.automatic and not step.informs for steps in policies.values() for step in steps
    )
    if not alone:
        return _Receivers(InForce(), {})
    in_force = await ledgers.in_force(act)
    hours = {ola.calendar for ola in in_force.olas} | {uc.calendar for uc in in_force.ucs}
    return _Receivers(in_force, await compiled.of_provider(hours))


def _outcomes(
    rung: Rung,
    kept: KeptLedger,
    subjects: Mapping[UUID, Subject],
    policies: Mapping[UUID, tuple[Step, ...]],
    receivers: _Receivers,
) -> tuple[Outcome, ...]:
    steps = policies.get(kept.pins.policy, ()) if kept.pins and kept.pins.policy else ()
    subject = subjects[rung.ticket_id]
    situation = Situation(
        tier=subject.tier,
        state=subject.state,
        touched_at=None if kept.touched_at is None else instant.of(kept.touched_at),
        open_tiers=receivers.open_tiers(rung.at),
        vendor_open=receivers.vendor_open(subject.service_id, rung.at),
    )
    return escalation.decide(steps, rung.alarms, situation)


async def _written(act: Act, outcomes: Sequence[tuple[UUID, Outcome]]) -> list[ToDo]:
    if not outcomes:
        return []
    named = [(_id(outcome.alarm, outcome.step), whose, outcome) for whose, outcome in outcomes]
    rows = await db.rows(
        INSERT,
        act.tenant_id,
        [each[0] for each in named],
        [ticket_id for _, ticket_id, _ in named],
        [outcome.alarm.clock_id for *_, outcome in named],
        [outcome.step.id for *_, outcome in named],
        [outcome.alarm.told.epoch for *_, outcome in named],
        [outcome.alarm.told.lap for *_, outcome in named],
        [outcome.alarm.told.duration for *_, outcome in named],
        [outcome.state for *_, outcome in named],
        [outcome.decision.at for *_, outcome in named],
        act.now,
    )
    new = {row["id"] for row in rows}
    return [
        (ticket_id, outcome.decision)
        for id_, ticket_id, outcome in named
        if id_ in new and outcome.state == "done"
    ]


def _id(alarm: Alarm, step: Step) -> UUID:
    told = alarm.told
    return ids.derive(alarm.clock_id, step.id, told.epoch, told.lap, told.duration)
