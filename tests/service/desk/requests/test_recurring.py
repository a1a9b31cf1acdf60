"""A monthly check comes again: once for each of its days, not in a pause, and until it ends."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest

from tests import served
from tests import world as people
from tests.conftest import Database
from tests.service.desk import ground
from tests.service.desk.ground import MONDAY
from tests.world import World, build
from underpin.desk.recurring import firing, recurring
from underpin.desk.recurring.recurring import Recurring, Said, Ticketed
from underpin.kernel import db, verb
from underpin.kernel.act import Act
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import Malformed
from underpin.kernel.principal import worker
from underpin.kernel.timers import Timer

API = "/api/v1"


@pytest.fixture(scope="module")
async def world(scopes: Database) -> World:
    world = await build("Europe/Warsaw")
    await ground.under_contract(world.acme)
    return world


async def raised(world: World) -> list[str]:
    async with db.open(Work(world.acme.id)):
        rows = await db.rows(
            "SELECT t.subject FROM ticket t JOIN recurring_occurrence o ON o.tenant_id = "
            "t.tenant_id AND o.ticket_id = t.id ORDER BY o.on_day"
        )
    return [row["subject"] for row in rows]


async def test_it_is_raised_once_for_each_day_until_it_ends(world: World) -> None:
    manager, about = world.manager.principal, {"tenant": world.acme.id}
    ticket = Ticketed("Patch check {month}", world.acme.requester.id, "Please check the servers.")
    said = Said("Patches", ticket, "FREQ=WEEKLY;BYDAY=TU", date(2026, 3, 1), time(9))
    found: Recurring = await verb.perform(recurring.set_up, manager, said, **about)
    assert found.time_zone == "Europe/Warsaw", "the client's own"
    assert found.next_at == datetime(2026, 3, 3, 8, tzinfo=UTC)
    ahead = await verb.perform(recurring.preview, manager, world.acme.id, found.id, **about)
    assert (len(ahead), ahead[4].at) == (10, datetime(2026, 3, 31, 7, tzinfo=UTC)), "summer time"
    await ground.pass_time(world.acme, MONDAY + timedelta(days=8, hours=2))
    assert await raised(world) == ["Patch check 2026-03", "Patch check 2026-03"]
    async with db.open(Work(world.acme.id)):
        act = Act(worker(world.acme.id), world.acme.id, await db.now(), "alarm", "test")
        await db.execute(
            "UPDATE recurring_ticket SET next_on = '2026-03-10' WHERE id = $1", found.id
        )
        await firing._fire(act, [Timer("recurring", str(found.id), found.id, act.now)])
    assert len(await raised(world)) == 2, "fired again for the same day it is there already"
    await verb.perform(recurring.pause, manager, found.id, **about)
    await ground.pass_time(world.acme, MONDAY + timedelta(days=22))
    assert len(await raised(world)) == 2, "not in the pause"
    gone_on: Recurring = await verb.perform(recurring.go_on, manager, found.id, **about)
    assert gone_on.next_on == date(2026, 3, 31) or gone_on.next_on == date(2026, 3, 24)
    await verb.perform(recurring.end, manager, found.id, **about)
    await ground.pass_time(world.acme, MONDAY + timedelta(days=60))
    assert len(await raised(world)) == 2
    with pytest.raises(recurring.Over):
        await verb.perform(recurring.go_on, manager, found.id, **about)


async def test_closed_days_are_those_of_the_clients_calendar(world: World) -> None:
    site: Any = served.site()
    async with db.open(Work(world.acme.id)):
        calendar = await db.value("SELECT id FROM calendar ORDER BY id LIMIT 1")
    words = {"rule": "FREQ=DAILY", "starts_on": "2030-03-01", "calendar_id": str(calendar)}
    async with people.browser(site, world.manager) as manager:
        where = f"{API}/clients/{world.acme.key}/recurring-preview"
        found = await manager.get(where, params=words | {"on_closed": "skip"})
        assert (found.status_code, len(found.json())) == (200, 10), found.text
        wrong = await manager.get(where, params=words | {"rule": "FREQ=SECONDLY"})
        assert (wrong.status_code, wrong.json()["field"]) == (422, "rule")
        listed = await manager.get(f"{API}/clients/{world.acme.key}/recurring")
        assert [each["state"] for each in listed.json()] == ["ended"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"rule": "FREQ=MINUTELY"}, "rule"),
        ({"on_closed": "skip"}, "calendar_id"),
        ({"time_zone": "Mars/Base"}, "time_zone"),
        ({"ticket": Ticketed("x", UUID(int=7))}, "requester_id"),
    ],
)
async def test_what_could_not_be_raised_is_not_set_up(
    world: World, change: dict[str, Any], field: str
) -> None:
    plain: dict[str, Any] = {
        "name": "Odd",
        "ticket": Ticketed("x", world.acme.requester.id),
        "rule": "FREQ=DAILY",
        "starts_on": date(2026, 3, 1),
        "at": time(9),
    }
    said = Said(**(plain | change))
    with pytest.raises(Malformed) as refused:
        await verb.perform(recurring.set_up, world.manager.principal, said, tenant=world.acme.id)
    assert refused.value.field == field
