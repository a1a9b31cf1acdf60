"""What was set aside: seen by leads of that client, tried again by them."""

from __future__ import annotations

from uuid import UUID

from tests import world
from tests.service.console.ground import Ground, Lived
from underpin.kernel import db
from underpin.kernel.database.scope import Work
from underpin.kernel.web.caller import Caller


async def parked(lived: Lived) -> UUID:
    """The oldest delivery of the client, parked as if it had failed for the last time."""
    async with db.open(Work(lived.client.id)):
        found: UUID = await db.value(
            "UPDATE delivery SET parked_at = $2, attempts = 8, last_error = 'KeyError: hall' "
            "WHERE tenant_id = $1 AND id = (SELECT id FROM delivery WHERE tenant_id = $1 "
            "AND subject_id = $3 ORDER BY position LIMIT 1) RETURNING id",
            lived.client.id,
            await db.now(),
            lived.ticket.id,
        )
    return found


async def standing(lived: Lived, item: UUID) -> tuple[bool, int]:
    async with db.open(Work(lived.client.id)):
        row = await db.row(
            "SELECT parked_at IS NOT NULL AS parked, attempts FROM delivery "
            "WHERE tenant_id = $1 AND id = $2",
            lived.client.id,
            item,
        )
    assert row is not None
    return row["parked"], row["attempts"]


async def test_a_lead_sees_it_and_tries_again(site: Caller, here: Ground) -> None:
    item = await parked(here.acme)
    path = f"/set-aside/deliveries/{here.acme.client.key}.{item}/retries"
    async with world.browser(site, here.people.lead) as page:
        text = (await page.get("/set-aside")).text
        for said in ("KeyError: hall", here.acme.name, path, "8 attempts"):
            assert said in text
        assert (await page.post(path)).headers["location"] == "/set-aside"
        assert await standing(here.acme, item) == (False, 0)
        assert "KeyError: hall" not in (await page.get("/set-aside")).text
        assert (await page.post(path)).status_code == 404


async def test_nobody_else_does(site: Caller, here: Ground) -> None:
    item = await parked(here.bolt)
    path = f"/set-aside/deliveries/{here.bolt.client.key}.{item}/retries"
    for who, status in (("agent", 403), ("manager", 403), ("finance", 403)):
        async with world.browser(site, getattr(here.people, who)) as page:
            assert (await page.get("/set-aside")).status_code == status
            assert (await page.post(path)).status_code == status
    admin = here.people.admin.principal
    elsewhere = [here.people.caro.id]
    lead = await world.staff_person(
        admin, "Other lead", "other@provider.example", "service_lead", 2, elsewhere
    )
    async with world.browser(site, lead) as page:
        assert "KeyError: hall" not in (await page.get("/set-aside")).text
        for lane in ("deliveries", "timers", "mails", "nothing"):
            other = path.replace("deliveries", lane)
            assert (await page.post(other)).status_code == 404
    assert await standing(here.bolt, item) == (True, 8)
