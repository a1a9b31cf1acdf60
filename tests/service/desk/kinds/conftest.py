"""The small world that the stories about kinds of tickets share, ACME under a real contract."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.conftest import Database
from tests.service.desk import ground
from tests.service.desk.ground import MONDAY
from tests.world import Client, Human, World, build
from underpin.desk.tickets import raising
from underpin.desk.tickets.raising import NewTicket
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import verb

HOUR = timedelta(hours=1)
WEEKS = itertools.count()


@dataclass
class Story:
    """Each begins a week after the one before: a client's time never goes back, nor past ours."""

    world: World
    start: datetime

    @property
    def acme(self) -> Client:
        return self.world.acme

    @property
    def anna(self) -> Human:
        return self.world.acme.requester

    async def at(self, after: timedelta) -> datetime:
        moment = self.start + after
        await ground.pass_time(self.acme, moment)
        return moment

    async def ask(self, who: Human, wanted: Any, *words: Any, **more: Any) -> Any:
        tenant = more.pop("tenant", self.acme.id)
        return await verb.perform(wanted, who.principal, *words, tenant=tenant, **more)

    async def raised(self, subject: str = "Nothing prints", **more: Any) -> Ticket:
        who = more.pop("who", self.anna)
        client = more.pop("client", self.acme)
        more.setdefault("body", "Since this morning.")
        more.setdefault("service_id", ground.service(client))
        new = NewTicket(subject, **more)
        made: Ticket = await self.ask(who, raising.raise_ticket, new, tenant=client.id)
        return made


@pytest.fixture(scope="package")
async def world(scopes: Database) -> World:
    world = await build()
    await ground.under_contract(world.acme)
    return world


@pytest.fixture
async def story(world: World) -> Story:
    found = Story(world, MONDAY + timedelta(weeks=next(WEEKS)))
    await found.at(timedelta(0))
    return found
