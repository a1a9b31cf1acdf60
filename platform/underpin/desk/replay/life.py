"""A log lived: each step through the verb a person would have used, at its own simulated time,
while the worker fires what falls due in between.

The tenant's time advances in the transaction of each step, together with the checkpoint, so a
replay killed anywhere goes on where it was, and of two at once (a killed one's last commit may
still be under way) one lives a step. Before a step, whatever falls due before it has fired.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any
from uuid import UUID

from contracts import facts
from underpin.desk import finishing, raising, talking, working
from underpin.desk.raising import NewTicket
from underpin.desk.replay import clients, step
from underpin.desk.replay.clients import Client
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


TURN = """
WITH moved AS (
    UPDATE tenant SET simulated_now = $2 WHERE id = $1
), checkpoint AS (
    INSERT INTO replay_checkpoint (tenant_id, source, done) VALUES ($1, $3, $4)
    ON CONFLICT (tenant_id, source) DO UPDATE SET done = excluded.done
    WHERE replay_checkpoint.done = excluded.done - 1 RETURNING 1
)
SELECT EXISTS (SELECT FROM checkpoint) AS ours, EXISTS (
    SELECT FROM timer WHERE tenant_id = $1 AND parked_at IS NULL AND due_at < $2) AS waits
"""


class WorkerMissing(RuntimeError):
    """Something is due and nobody fires it: start a worker."""


class _NotYet(Exception):
    """Something falls due before this step."""


class _Lived(Exception):
    """This step stands already."""


class OtherReplay(RuntimeError):
    """This client lives another part of a log already; what it lived cannot be mixed with this."""


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
        async with db.open(Work(self.client.tenant)):
            kept = await db.row(
                "SELECT source, done FROM replay_checkpoint WHERE tenant_id = $1",
                self.client.tenant,
            )
            rows = await db.rows(
                "SELECT reference, number FROM ticket WHERE tenant_id = $1", self.client.tenant
            )
        self._numbers = {row["reference"]: row["number"] for row in rows if row["reference"]}
        if kept is not None and kept["source"] != self.part:
            raise OtherReplay(f"{self.client.slug} lives {kept['source']}, not {self.part}.")
        return kept["done"] if kept else 0

    async def _settle(self, at: datetime) -> None:
        """Advance the tenant to just this step's time and wait until nothing before it is due."""
        waits = await self._advance(at)
        waited = timedelta(0)
        while waits:
            await wake.ring()
            await asyncio.sleep(POLL_SECONDS)
            waited += timedelta(seconds=POLL_SECONDS)
            if waited > STALLED:
                raise WorkerMissing(f"{self.client.slug}: something is due and does not fire.")
            waits = await self._advance(at)

    async def _advance(self, at: datetime) -> bool:
        async with db.open(Work(self.client.tenant)):
            found: bool = await db.value(
                "WITH moved AS (UPDATE tenant SET simulated_now = $2 WHERE id = $1 "
                "AND simulated_now < $2) SELECT EXISTS (SELECT FROM timer WHERE tenant_id = $1 "
                "AND parked_at IS NULL AND due_at < $2)",
                self.client.tenant,
                at,
            )
        return found

    async def _step(self, told: step.Step, ordinal: int) -> None:
        """In one transaction where nothing falls due before it, which is the rule."""
        while True:
            try:
                made = await self._act(told, ordinal)
            except _NotYet:
                await self._settle(self.shift.at(told))
            except _Lived:
                await self._resume()
                return
            else:
                break
        if isinstance(told, step.Raise):
            self._numbers[told.case.key] = made.number

    async def _act(self, told: step.Step, ordinal: int) -> Any:
        wanted, words, named = self._verb(told)
        return await verb.perform(
            wanted,
            self._actor(told),
            *words,
            tenant=self.client.tenant,
            source="replay",
            prelude=self._turn(told, ordinal),
            **named,
        )

    def _turn(self, told: step.Step, ordinal: int) -> Callable[[], Awaitable[None]]:
        """The tenant's time becomes the step's. Raises _Lived, _NotYet: then nothing happens."""
        at = self.shift.at(told)

        async def take() -> None:
            row = await db.row(TURN, self.client.tenant, at, self.part, ordinal)
            if row is None or not row["ours"]:
                raise _Lived
            if row["waits"]:
                raise _NotYet
            db.set_now(at)

        return take

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
