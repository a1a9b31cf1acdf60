"""An administrator says when nobody of ours is mailed warnings."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, time
from uuid import UUID

import pytest

from tests import world
from tests.service.console.test_connectors import form
from tests.world import World
from underpin.desk.mentions import telling
from underpin.desk.on_call import house_quiet, quiet
from underpin.desk.on_call.quiet import House
from underpin.desk.personal import settings
from underpin.desk.personal.settings import Settings
from underpin.desk.tickets import raising, talking
from underpin.desk.tickets.raising import NewTicket
from underpin.kernel import db, verb
from underpin.kernel.database.scope import Provider, Work
from underpin.kernel.errors import Forbidden
from underpin.kernel.web.caller import Caller

HERE = "/administration/quiet-hours"
DUE = "SELECT fires_at FROM timer WHERE tenant_id = $1 AND kind = 'digest' AND key = $2"


@pytest.fixture(autouse=True)
async def _as_it_was(people: World) -> AsyncIterator[None]:
    yield
    async with db.open(Provider()):
        await db.execute("DELETE FROM house_quiet")


async def test_a_warning_waits_until_the_house_is_awake(people: World, site: Caller) -> None:
    said = {"quiet_from": "00:00", "quiet_to": "23:59", "weekends": ""}
    async with world.browser(site, people.admin) as page:
        seen = await page.get(HERE)
        wrong = await page.post(HERE, data=form(seen.text, quiet_from="22:00", quiet_to=""))
        assert wrong.status_code == 422 and "two times that differ" in wrong.text
        assert 'value="22:00"' in wrong.text
        assert (await page.post(HERE, data=form(seen.text, **said))).status_code == 303
        assert (await page.get("/api/v1/quiet-hours")).json()["quiet_to"] == "23:59:00"
    agent = people.agent
    await verb.perform(settings.choose_as_staff, agent.principal, Settings(digest_minutes=0))
    async with world.browser(site, agent) as page:
        assert "Quiet for all of us besides: 00:00 to 23:59." in (await page.get("/settings")).text
        assert (await page.get(HERE)).status_code == 403
    due, now = await _named(people, agent.id)
    house = quiet.House(time(0), time(23, 59))
    assert due == quiet.after_quiet(quiet.Wishes(digest_minutes=0, house=house), now)
    assert due.time() == time(23, 59)


async def _named(people: World, agent: UUID) -> tuple[datetime, datetime]:
    """When the colleague whom a note names is mailed, and when it was written."""
    acme = people.acme
    new = NewTicket("The night shift", "x", requester_id=acme.requester.id)
    ticket = await verb.perform(raising.raise_ticket, people.lead.principal, new, tenant=acme.id)
    async with db.open(Work(acme.id)):
        await db.execute("DELETE FROM timer WHERE kind = 'digest' AND key = $1", str(agent))
    words = (ticket.number, f"@{people.agent.name}: look at this.")
    await verb.perform(talking.note, people.lead.principal, *words, tenant=acme.id)
    async with db.open(Work(acme.id)):
        due = await db.value(DUE, acme.id, str(agent))
        now = await db.value(
            "SELECT max(happened_at) FROM warning WHERE ticket_id = $1 AND metric = $2",
            *(ticket.id, telling.METRIC),
        )
    return due, now


async def test_only_an_administrator_says_it(people: World) -> None:
    with pytest.raises(Forbidden):
        await verb.perform(house_quiet.say, people.lead.principal, House(weekends=True))
    assert await verb.perform(house_quiet.said, people.lead.principal) == House()
