"""A log's life told with the demo's people: invented names and words, and a conversation."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from underpin.demo import companies
from underpin.desk.replay import clients, step
from underpin.desk.replay.life import Life
from underpin.desk.tickets import talking, time_entry
from underpin.desk.tickets.raising import NewTicket
from underpin.kernel import db, verb
from underpin.kernel.database.scope import Work
from underpin.kernel.verb import Verb

SOURCE = step.Source.SERVICENOW
MINUTES = 35


def pick(words: tuple[str, ...], *names: str) -> str:
    """One of `words`, the same for the same names every time."""
    return words[clients.derived("demo", "pick", *names).int % len(words)]


class DemoLife(Life):
    """Lives the log's steps, and speaks: a first reply, questions, answers, notes, time."""

    async def _accompany(self, told: step.Step) -> None:
        number = self._numbers.get(told.case.key)
        if number is not None:
            await self._speak(told, number)

    async def _speak(self, told: step.Step, number: int) -> None:
        """Beside the log's own step, at the same instant; each message has an id of its own, so
        a second telling after a kill says nothing twice."""
        match told:
            case step.Assign(resolver=resolver) if resolver is not None:
                await self._once(talking.reply, told, number, companies.TAKEN)
            case step.ChangeState(state=step.State.WAITING_CLIENT):
                await self._once(talking.reply, told, number, companies.QUESTION)
            case step.HandOff() if told.row % 3 == 0:
                await self._once(talking.note, told, number, companies.NOTE)
            case step.Resolve():
                await self._log_time(told, number)

    async def _once(self, wanted: Any, told: step.Step, number: int, body: str) -> None:
        async with db.open(Work(self.client.tenant)):
            said = await db.value(
                "SELECT EXISTS (SELECT FROM message WHERE tenant_id = $1 AND id = $2)",
                self.client.tenant,
                told.id,
            )
        if not said:
            await self._perform(wanted, told, number, body, message_id=told.id)

    async def _log_time(self, told: step.Step, number: int) -> None:
        logged, posted = await self._time_of(told)
        if not logged:
            worked = MINUTES + number % 7 * 5
            coverage = "chargeable" if number % 3 == 0 else "included"
            await self._perform(
                time_entry.log, told, number, worked, coverage=coverage, entry_id=told.id
            )
        if not posted:
            lead = companies.LENA.principal({self.client.key: self.client.tenant})
            await verb.perform(
                time_entry.post, lead, told.id, tenant=self.client.tenant, source="replay"
            )

    async def _time_of(self, told: step.Step) -> tuple[bool, bool]:
        """Whether its time is logged, and whether it is posted."""
        async with db.open(Work(self.client.tenant)):
            row = await db.row(
                "SELECT posted_at IS NOT NULL AS posted FROM time_entry "
                "WHERE tenant_id = $1 AND id = $2",
                self.client.tenant,
                told.id,
            )
        return row is not None, row is not None and row["posted"]

    async def _perform(self, wanted: Any, told: step.Step, *words: Any, **named: Any) -> None:
        await verb.perform(
            wanted,
            self._actor(told),
            *words,
            tenant=self.client.tenant,
            source="replay",
            **named,
        )

    def _verb(self, told: step.Step) -> tuple[Verb[Any, Any], tuple[Any, ...], dict[str, Any]]:
        """The log's own marks mean nothing to a person who reads the timeline."""
        wanted, words, named = super()._verb(told)
        if isinstance(told, step.ChangeState):
            named = {}
        if isinstance(told, step.Reprioritise):
            named = {**named, "reason": companies.WHY}
        return wanted, words, named

    def _new(self, told: step.Raise) -> NewTicket:
        subject = pick(companies.SUBJECTS, told.case.key)
        return replace(super()._new(told), subject=subject, body=companies.BODY)

    def _resolver(self, resolver: str | None) -> UUID | None:
        """The log's many resolvers are three people here, by the name's draw."""
        if resolver is None:
            return None
        return companies.BY_TIER[1 + clients.derived("demo", "who", resolver).int % 3].id


def caller(tenant: int, name: str, key: str) -> tuple[UUID, str, str]:
    """The person behind a log's caller: id, an invented name, an address of the client's."""
    person = clients.derived(SOURCE, "caller", str(tenant), name)
    invented = pick(companies.CALLERS, str(tenant), name)
    return person, invented, f"{person.hex[-8:]}@{key.lower()}.example"
