"""The stage of the stories: a client in Berlin under an office-hours SLA, an agent, a lead, two of
the client's people and a vendor, in simulated time by the Berlin wall clock.

Everything happens through the desk's own verbs; the worker's alarms fire whenever time passes.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from contracts.agreements.agreed import Content, Settings
from contracts.agreements.clause import Commitment
from contracts.clocks.clock_view import ClockView
from contracts.escalation.escalation import Step
from contracts.signed import setting_up
from tenants import role
from tests import world as worlds
from tests.service.contracts import party, world
from tests.service.contracts.party import Party
from tests.service.contracts.world import known, target
from underpin import wiring
from underpin.desk.cases import case, case_answering, case_talk
from underpin.desk.tickets import finishing, raising, reading, talking, working
from underpin.desk.tickets.raising import NewTicket
from underpin.kernel import db, installation, pulse, verb
from underpin.kernel.database.scope import Work
from underpin.kernel.principal import MEMBER, STAFF, VENDOR, Principal

BERLIN = ZoneInfo("Europe/Berlin")
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
SOON = timedelta(microseconds=1)
"""An alarm acts strictly after its instant."""

OFFICE = {
    "time_zone": "Europe/Berlin",
    "week": {day: [["09:00", "18:00"]] for day in ("mon", "tue", "wed", "thu", "fri")},
    "holidays": ["2026-04-03", "2026-04-06"],
}
UP_THE_TIERS = (
    Step("hold", 100, "move_tier", from_tier=1, to_tier=2, automatic=True),
    Step("resolution", 75, "notify"),
)
_tenants = itertools.count(9101)


def local(text: str) -> datetime:
    """What the wall clock in Berlin shows; of a time shown twice, the first."""
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


def micros(span: timedelta) -> int:
    return span // timedelta(microseconds=1)


@dataclass
class Stage:
    people: Party
    agent: Principal
    lead: Principal
    ada: Principal

    @property
    def tenant(self) -> int:
        return self.people.tenant

    async def at(self, text: str) -> None:
        """Time passes until then; whatever falls due before it fires, in order."""
        async with world.acting(self.tenant, local(text)):
            pass
        while await pulse.drain(self.tenant):
            pass

    async def raises(self, impact: str = "high", urgency: str = "medium", **more: Any) -> int:
        """The client reports a matter: P2 unless it says otherwise."""
        new = NewTicket(
            "No network", "Nothing works.", impact=impact, urgency=urgency,
            service_id=known(self.tenant, "network"), **more,
        )  # fmt: skip
        ticket = await verb.perform(raising.raise_ticket, self.ada, new)
        return int(ticket.number)

    async def writes(self, number: int, text: str = "Any news?") -> None:
        await verb.perform(talking.reply, self.ada, number, text)

    async def answers(
        self, number: int, text: str = "We are on it.", *, asks: bool = False
    ) -> None:
        """The agent's public message; one that asks makes the ticket wait for the client."""
        await self._work(talking.reply, number, text, then_wait=asks)

    async def resolves(self, number: int, how: str = "resolved", **more: Any) -> None:
        await self._work(finishing.resolve, number, how, **more)

    async def closes(self, number: int) -> None:
        await self._work(finishing.close, number)

    async def says_not_solved(self, number: int) -> None:
        await verb.perform(finishing.reopen, self.ada, number)

    async def moves(self, number: int, tier: int) -> None:
        await self._work(working.move_tier, number, tier)

    async def takes(self, number: int) -> None:
        await self._work(working.take, number)

    async def reprioritises(self, number: int, impact: str, urgency: str, **how: Any) -> None:
        reason = "As the client explained."
        await self._work(working.reprioritise, number, impact, urgency, reason=reason, **how)

    async def hands_to_the_vendor(self, number: int) -> Principal:
        """Opens a case; returns who speaks for the vendor in it."""
        opened = await self._work(case.open_vendor_case, number)
        may = role.capabilities(VENDOR, [])
        return Principal(VENDOR, None, may, {"T": self.tenant}, case_id=opened.id)

    async def hears(self, vendor: Principal, word: str, text: str = "See above.") -> None:
        """What a named person at the vendor says on the case's page."""
        await verb.perform(case_talk.answer, vendor, word, text, "Maya")

    async def tells(self, number: int, vendor: Principal, text: str = "It is 4.2.") -> None:
        """The agent writes to the vendor, which answers what was asked."""
        await self._work(case_answering.tell, number, vendor.case_id, text)

    async def confirms(self, number: int, vendor: Principal) -> None:
        await self._work(case_answering.confirm_fix, number, vendor.case_id)

    async def rejects(self, number: int, vendor: Principal) -> None:
        await self._work(case_answering.reject_fix, number, vendor.case_id, "It is down again.")

    async def clocks(self, number: int, who: Principal | None = None) -> list[ClockView]:
        asker = who or self.lead
        found: list[ClockView] = await verb.perform(
            reading.clocks, asker, self.tenant, number, tenant=self.tenant
        )
        return found

    async def clock(self, number: int, metric: str, holder: str = "", visit: int = 1) -> ClockView:
        """The one clock of that metric, holder and number, as it stands now."""
        every = await self.clocks(number)
        about = (metric, holder, visit)
        if metric in ("acknowledge", "update", "fix"):
            every = [replace(each, holder="") for each in every]
        (found,) = (each for each in every if (each.metric, each.holder, each.number) == about)
        return found

    async def ticket(self, number: int) -> Any:
        found = await verb.perform(reading.one, self.lead, self.tenant, number, tenant=self.tenant)
        return found.ticket

    async def steps_done(self, number: int) -> list[tuple[str, str]]:
        """What the escalation policy did, in order."""
        async with db.open(Work(self.tenant)):
            rows = await db.rows(
                "SELECT s.action, e.state FROM escalation e JOIN escalation_step s "
                "ON s.tenant_id = e.tenant_id AND s.id = e.step_id JOIN ticket t "
                "ON t.tenant_id = e.tenant_id AND t.id = e.ticket_id "
                "WHERE e.tenant_id = $1 AND t.number = $2 ORDER BY e.happened_at, s.ordinal",
                self.tenant,
                number,
            )
        return [(row["action"], row["state"]) for row in rows]

    async def _work(self, wanted: Any, *words: Any, **more: Any) -> Any:
        return await verb.perform(wanted, self.agent, *words, tenant=self.tenant, **more)


async def set_up(*steps: Step, settings: Settings | None = None) -> Stage:
    """Response in 1 h (P1: 30 min), a reply in 2 h, resolution in 4, 8, 16 or 40 h of office time
    by priority, 95 % of them kept in a month."""
    wiring.wire_alarms()
    installation.use(worlds.SETTINGS)
    tenant = next(_tenants)
    people = await party.of(tenant, **_terms(tenant, steps, settings or Settings()))
    jobs = role.capabilities(STAFF, ["service_lead", "account_manager"])
    member = role.capabilities(MEMBER, ["requester"])
    return Stage(
        people=people,
        agent=replace(people.anna, capabilities=jobs, tier=1),
        lead=replace(people.ben, capabilities=jobs),
        ada=Principal(MEMBER, known(tenant, "ada"), member, {"T": tenant}),
    )


def _terms(tenant: int, steps: tuple[Step, ...], settings: Settings) -> dict[str, Any]:
    office, always = known(tenant, "cv", "office"), known(tenant, "cv", "always")
    resolution = zip(world.PRIORITIES, (4, 8, 16, 40), strict=True)
    targets = (
        target("first_response", "P1", 0.5),
        *(target("first_response", each, 1) for each in world.PRIORITIES[1:]),
        *(target("next_reply", each, 2) for each in world.PRIORITIES),
        *(target("resolution", each, hours, 75) for each, hours in resolution),
    )
    promised = Content(
        office, targets, settings, commitments=(Commitment("resolution", Decimal(95)),)
    )
    sla = setting_up.Agreed(
        agreement_id=known(tenant, "sla"),
        version_id=known(tenant, "slav"),
        name="Silver",
        content=promised,
        effective_from=world.LONG_AGO,
        author_id=known("author"),
        approver_id=known("approver"),
        consent=b"\1" * 32,
    )
    hours = (
        setting_up.Hours(known(tenant, "c", "office"), office, "Office", OFFICE),
        setting_up.Hours(known(tenant, "c", "always"), always, "Always", world.ALWAYS),
    )
    return {"agreements": (sla,), "hours": hours, "steps": steps}
