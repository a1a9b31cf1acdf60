"""A client with three approvers and their limits, and the provider's staff: what the stories of
approvals, changes and estimates begin with."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from tenants import people, spending
from tests import world
from tests.service.desk import ground
from tests.service.desk.ground import MONDAY
from tests.world import Client, Human, World
from underpin.desk.tickets import raising, reading
from underpin.desk.tickets.raising import NewTicket
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import db, verb
from underpin.kernel.database.scope import Work
from underpin.kernel.principal import Principal

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WEEKS = itertools.count(0, 4)
EUR = "EUR"


@dataclass(frozen=True)
class Board:
    """ACME's approvers: `small` may spend 100 EUR, `middle` 1,000, `big` 10,000."""

    people: World
    small: Human
    middle: Human
    big: Human

    @property
    def acme(self) -> Client:
        return self.people.acme


async def board() -> Board:
    here = await world.build()
    await ground.under_contract(here.acme)
    admin = here.admin.principal
    made = [here.acme.approver]
    for name in ("Mona", "Bert"):
        said = (f"{name} of Acme", f"{name.lower()}@{here.acme.slug}.example")
        more = {"roles": ("approver",), "reach": None}
        made.append(await world.member(here.admin, here.acme.id, here.acme.slug, *said, **more))
    for person, amount in zip(made, (100, 1000, 10_000), strict=True):
        words = (person.id, EUR, Decimal(amount))
        await verb.perform(spending.set_limit, admin, *words, tenant=here.acme.id)
    # The client's administrator approves too; these stories are about the three.
    await verb.perform(people.deactivate_member, admin, here.acme.admin.id, tenant=here.acme.id)
    return Board(here, *made)


class Story:
    """Some days of one client; each step is somebody's act at its own time."""

    def __init__(self, board: Board) -> None:
        self.board, self.acme = board, board.acme
        self.start: datetime = MONDAY + next(WEEKS) * 7 * DAY
        self.agent, self.lead = board.people.agent.principal, board.people.lead.principal
        self.anna = board.acme.requester.principal

    async def at(self, moment: datetime) -> None:
        await ground.pass_time(self.acme, moment)

    async def ask(self, who: Principal, wanted: Any, *words: Any, **more: Any) -> Any:
        return await verb.perform(wanted, who, *words, tenant=self.acme.id, **more)

    async def raised(self, kind: str = "incident", who: Principal | None = None) -> int:
        service: Any = ground.service(self.acme)
        new = NewTicket("A bigger disk", "For the files.", type=kind, service_id=service)
        ticket = await verb.perform(raising.raise_ticket, who or self.anna, new)
        return int(ticket.number)

    async def ticket(self, number: int) -> Ticket:
        found = await self.ask(self.agent, reading.one, self.acme.id, number)
        one: Ticket = found.ticket
        return one

    async def clock(self, number: int, metric: str = "resolution") -> db.Row:
        sql = (
            "SELECT c.* FROM clock c JOIN ticket t ON t.tenant_id = c.tenant_id "
            "AND t.id = c.ticket_id WHERE t.tenant_id = $1 AND t.number = $2 AND c.metric = $3 "
            "ORDER BY c.number DESC LIMIT 1"
        )
        row = await self.one(sql, number, metric)
        assert row is not None, f"no {metric} clock"
        return row

    async def one(self, sql: str, *words: Any) -> db.Row | None:
        """A row of the client's, its tenant being $1."""
        async with db.open(Work(self.acme.id)):
            return await db.row(sql, self.acme.id, *words)

    async def count(self, table: str) -> int:
        row = await self.one(f"SELECT count(*) AS n FROM {table} WHERE tenant_id = $1")
        return int(row["n"]) if row else 0
