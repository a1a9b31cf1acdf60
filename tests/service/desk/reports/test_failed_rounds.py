"""A client's round that failed stands among what is set aside until it goes well: its report goes
out when the cause is mended, and other clients never waited for it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio

from tests import served
from tests import world as worlds
from tests.conftest import Database
from tests.service.desk import ground
from tests.service.desk.ground import MONDAY, mails_of
from tests.world import Client, World, build
from underpin import wiring, worker
from underpin.desk.aside import set_aside
from underpin.desk.aside.set_aside import Item
from underpin.desk.service_reports import recipients, sending
from underpin.desk.tickets import raising
from underpin.desk.tickets.raising import NewTicket
from underpin.kernel import db, failing, rounds, verb
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import Conflict

APRIL = MONDAY.replace(month=4, day=1, hour=9)
MINUTE = timedelta(minutes=1)
LOCATED = "UPDATE tenant SET time_zone = $2 WHERE id = $1"


@pytest_asyncio.fixture(scope="module")
async def lived(scopes: Database) -> World:
    """March is over at two clients, where the report goes to their admins."""
    wiring.wire_alarms()
    world = await build()
    for client in (world.acme, world.bolt):
        await ground.under_contract(client)
        service: Any = ground.service(client)
        new = NewTicket("Printer", impact="low", urgency="low", service_id=service)
        await verb.perform(raising.raise_ticket, client.requester.principal, new)
        await ground.pass_time(client, APRIL)
        await ground.settle(client)
        told = (client.admin.id, ["provisional"])
        await verb.perform(recipients.choose, client.admin.principal, *told, tenant=client.id)
    return world


async def located(client: Client, zone: str) -> None:
    async with db.open(Work(client.id)):
        await db.execute(LOCATED, client.id, zone)


async def standing(world: World, client: Client) -> list[Item]:
    """What a lead sees set aside of the client's rounds."""
    found = await verb.perform(set_aside.waiting, world.lead.principal)
    return [each for each in found if (each.kind, each.key) == ("round", client.key)]


async def asked_again(client: Client, monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, str]]:
    """What the worker's jobs are asked for once what was let go again falls due."""
    asked: list[tuple[int, str]] = []

    async def ask(tenant: int, name: str) -> None:
        asked.append((tenant, name))

    monkeypatch.setattr(failing, "_ask", ask)
    async with db.open(Work(client.id)):
        now = await db.now()
    await ground.pass_time(client, now + MINUTE)
    return asked


async def test_a_report_that_failed_is_seen_mended_tried_again_and_arrives(
    lived: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    acme, bolt, site = lived.acme, lived.bolt, served.site()
    async with db.open(Work(acme.id)):
        zone = await db.value("SELECT time_zone FROM tenant WHERE id = $1", acme.id)
    await located(acme, "Europe/Atlantis")
    assert [await sending.at(client.id) for client in (acme, bolt)] == [0, 2]
    assert len(await mails_of(bolt, bolt.admin.email)) == 1, "nobody waits for another's failure"
    assert await mails_of(acme, acme.admin.email) == []
    assert await sending.at(acme.id) == 0, "the round goes on trying"

    (item,) = await standing(lived, acme)
    assert (item.lane, item.what, item.attempts) == ("timers", "service_reports", 2)
    assert item.error == "ZoneInfoNotFoundError: 'No time zone found with key Europe/Atlantis'"
    assert await standing(lived, bolt) == []
    path = f"/set-aside/timers/{acme.key}.{item.id}"
    async with worlds.browser(site, lived.agent) as page:
        assert (await page.post(f"{path}/retries")).status_code == 403
    async with worlds.browser(site, lived.lead) as page:
        shown = (await page.get(f"/set-aside?kind=round&client={acme.key}")).text
        for said in ("Work done for every client failed at this one", "Monthly service reports"):
            assert said in shown and said in (await page.get(path)).text
        assert "Traceback" not in shown
        await located(acme, zone)
        assert (await page.post(f"{path}/retries")).headers["location"] == "/set-aside"
    assert await asked_again(acme, monkeypatch) == [(acme.id, "service_reports")]
    assert await worker.round_again({}, acme.id, "service_reports") == 2
    (mail,) = await mails_of(acme, acme.admin.email)
    assert "/service-reports/2026/3" in mail.text
    assert await standing(lived, acme) == []


async def test_what_goes_well_by_itself_or_is_given_up_waits_for_nobody(lived: World) -> None:
    caro = lived.caro

    async def fails(_: int) -> int:
        raise Conflict("The plan has no price.\nThis line is not for readers.")

    assert await rounds.tried("margins", fails, caro.id) == 0
    (item,) = await standing(lived, caro)
    assert item.error.startswith("The plan has no price.")
    path = f"/set-aside/timers/{caro.key}.{item.id}"
    async with worlds.browser(served.site(), lived.lead) as page:
        gone = await page.post(f"{path}/end", data={"reason": "They leave in May."})
        assert gone.headers["location"] == "/set-aside"
        assert (await page.get(path)).status_code == 404
    assert await standing(lived, caro) == []

    async def done(_: int) -> int:
        return 3

    assert await rounds.tried("margins", fails, caro.id) == 0
    assert len(await standing(lived, caro)) == 1, "it failed again after it was given up"
    assert await rounds.tried("margins", done, caro.id) == 3
    assert await standing(lived, caro) == []
    assert await worker.round_again({}, caro.id, "nothing-like-it") == 0


def test_a_reason_is_one_line_without_a_trace() -> None:
    assert failing.reason(Conflict("Say which.")) == "Say which."
    said = failing.reason(RuntimeError("a\nTraceback (most recent call last)"))
    assert said == "RuntimeError: a"
    assert len(failing.reason(ValueError("x" * 999))) == failing.LONGEST
    assert failing.reason(KeyError(UUID(int=0)))
