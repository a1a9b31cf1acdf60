"""A log lived: each step through the verb a person would have used, at its own simulated time,
while the worker fires what falls due in between.

A replay killed anywhere goes on where it was. Before a step, whatever falls due before it has
fired.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from functools import partial
from typing import Any
from uuid import UUID

from contracts import facts
from underpin.desk.replay import checkpoint, clients, step
from underpin.desk.replay.clients import Client
from underpin.desk.tickets import finishing, raising, talking, working
from underpin.desk.tickets.raising import NewTicket
from underpin.kernel import db, verb, wake
from underpin.kernel.database.scope import Work
from underpin.kernel.principal import worker
from underpin.kernel.verb import Verb

LEVEL = {1: "high", 2: "medium", 3: "low"}
STATE = {
    step.State.WAITING_EVIDENCE: facts.SCHEDULED,
    step.State.WAITING_PROBLEM: facts.SCHEDULED,
}
POLL_SECONDS = 0.01
STALLED = timedelta(seconds=120)


CURE = "Start a worker, or ask `underpin doctor` why the one there is does nothing."


class WorkerMissing(RuntimeError):
    """Something is due and nobody fires it: start a worker."""


@dataclass(frozen=True, slots=True)
class Shift:
    """How far the log's times are moved, by the wall clock of `zone`, so that nine in the morning
    stays nine in the morning; the demo moves by whole weeks. Nothing after `until` is lived."""

    by: timedelta = timedelta(0)
    until: datetime | None = None
    zone: tzinfo = UTC

    def at(self, told: step.Step) -> datetime:
        return (told.at.astimezone(self.zone) + self.by).astimezone(UTC)

    def lives(self, told: step.Step) -> bool:
        return self.until is None or self.at(told) <= self.until


class Life:
    """One client's stream of steps."""

    def __init__(
        self,
        source: step.Source,
        client: Client,
        service_id: UUID | None,
        shift: Shift = Shift(),
        part: str = "all",
    ) -> None:
        self.source = source
        self.part = f"{source}:{part}"
        self.client = client
        self.service_id = service_id
        self.shift = shift
        self._numbers: dict[str, int] = {}

    async def live(
        self, steps: Sequence[step.Step], lived: Callable[[], None] = lambda: None
    ) -> int:
        """Live what is not lived yet; returns how many steps that was."""
        done = min(await self._resume(), len(steps))
        for told in steps[:done][-1:]:
            await self._accompany(told)
        count = 0
        for ordinal, told in enumerate(steps[done:], done + 1):
            if not self.shift.lives(told):
                break
            await self._step(told, ordinal)
            await self._accompany(told)
            lived()
            count += 1
        return count

    async def _accompany(self, told: step.Step) -> None:
        """What goes with a step once it is lived. After a kill it is asked for once more."""

    async def _resume(self) -> int:
        done = await checkpoint.done(self.client.tenant, self.client.slug, self.part)
        async with db.open(Work(self.client.tenant)):
            rows = await db.rows(
                "SELECT reference, number FROM ticket "
                "WHERE tenant_id = $1 AND reference IS NOT NULL",
                self.client.tenant,
            )
        self._numbers = {row["reference"]: row["number"] for row in rows}
        return done

    async def _settle(self, at: datetime) -> None:
        """Advance the tenant to just this step's time and wait until nothing before it is due."""
        waits = await checkpoint.advance(self.client.tenant, at)
        waited = timedelta(0)
        while waits:
            await wake.ring()
            await asyncio.sleep(POLL_SECONDS)
            waited += timedelta(seconds=POLL_SECONDS)
            if waited > STALLED:
                raise WorkerMissing(f"{self.client.slug}: what is due does not fire. {CURE}")
            waits = await checkpoint.advance(self.client.tenant, at)

    async def _step(self, told: step.Step, ordinal: int) -> None:
        """In one transaction where nothing falls due before it, which is the rule."""
        while True:
            try:
                made = await self._act(told, ordinal)
            except checkpoint.NotYet:
                await self._settle(self.shift.at(told))
            except checkpoint.LivedAlready:
                await self._resume()
                return
            else:
                break
        if isinstance(told, step.Raise):
            self._numbers[told.case.key] = made.number

    async def _act(self, told: step.Step, ordinal: int) -> Any:
        wanted, words, named = self._verb(told)
        place = (self.client.tenant, self.part, ordinal, self.shift.at(told))
        return await verb.perform(
            wanted,
            self._actor(told),
            *words,
            tenant=self.client.tenant,
            source="replay",
            prelude=partial(checkpoint.take, *place),
            **named,
        )

    def _actor(self, told: step.Step) -> Any:
        """Reopening long after is the log's own right; everything else is staff's act."""
        if isinstance(told, step.Reopen):
            return worker(self.client.tenant)
        return self.client.staff[1]

    def _verb(self, told: step.Step) -> tuple[Verb[Any, Any], tuple[Any, ...], dict[str, Any]]:
        if isinstance(told, step.Raise):
            return raising.raise_ticket, (self._new(told),), {}
        number = self._numbers[told.case.key]
        return self._moves(told, number) or self._ends(told, number)

    def _moves(
        self, told: step.Step, number: int
    ) -> tuple[Verb[Any, Any], tuple[Any, ...], dict[str, Any]] | None:
        match told:
            case step.ChangeState(state=state, wait_kind=kind):
                new = STATE.get(state, str(state))
                return working.change_state, (number, new), {"reason": f"log:{kind or ''}"}
            case step.MoveTier(tier=tier):
                return working.move_tier, (number, tier), {}
            case step.HandOff(group=group):
                return working.hand_over, (number, self._team(group)), {}
            case step.Assign(resolver=resolver):
                return working.assign, (number, self._resolver(resolver)), {}
            case step.Reprioritise(priority=priority):
                words = (number, LEVEL[priority.impact], LEVEL[priority.urgency])
                return (
                    working.reprioritise,
                    words,
                    {"corrects": True, "agreed": True, "reason": "log"},
                )
        return None

    def _ends(
        self, told: step.Step, number: int
    ) -> tuple[Verb[Any, Any], tuple[Any, ...], dict[str, Any]]:
        match told:
            case step.Resolve():
                return finishing.resolve, (number,), {}
            case step.Close():
                return finishing.close, (number,), {}
            case step.Reopen():
                return finishing.reopen, (number,), {}
        return talking.note, (number, "The record was saved."), {"message_id": told.id}

    def _new(self, told: step.Raise) -> NewTicket:
        caller = told.requester or clients.UNKNOWN_CALLER
        return NewTicket(
            subject=told.subject[:300],
            type=told.type,
            impact=LEVEL[told.priority.impact],
            urgency=LEVEL[told.priority.urgency],
            service_id=self.service_id,
            requester_id=clients.derived(self.source, "caller", str(self.client.tenant), caller),
            channel="replay",
            tier=told.tier,
            ticket_id=told.case.id,
            reference=told.case.key,
        )

    def _team(self, group: str | None) -> UUID | None:
        return None if group is None else clients.derived(self.source, "team", group)

    def _resolver(self, resolver: str | None) -> UUID | None:
        return None if resolver is None else clients.derived(self.source, "resolver", resolver)
