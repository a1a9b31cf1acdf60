"""What was set aside: seen by leads of that client, tried again by them."""

from __future__ import annotations

import re
from uuid import UUID

from billing.payments.inbox import storing
from billing.payments.inbox.envelope import Notice
from tests import world
from tests.service.console.ground import Ground, Lived
from underpin.kernel import db, ids
from underpin.kernel.database.scope import Provider, Work
from underpin.kernel.web.caller import Caller


async def parked(lived: Lived) -> UUID:
    """A delivery of the client's ticket, parked as if it had failed for the last time. Its own row:
    whoever relays in this database may have delivered the others already."""
    item = ids.new()
    async with db.open(Work(lived.client.id)):
        await db.execute(
            "INSERT INTO delivery (tenant_id, id, event_id, consumer, lane, subject_id, position, "
            "due_at, attempts, parked_at, last_error) "
            "SELECT tenant_id, $2, id, 'hall', 'bulk', subject_id, position, $3, 8, $3, "
            "'KeyError: hall' FROM event WHERE tenant_id = $1 AND subject_id = $4 "
            "ORDER BY position LIMIT 1 ON CONFLICT (tenant_id, consumer, subject_id, position) "
            "DO UPDATE SET id = excluded.id, attempts = 8, parked_at = excluded.parked_at, "
            "last_error = excluded.last_error",
            lived.client.id,
            item,
            await db.now(),
            lived.ticket.id,
        )
    return item


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


async def test_what_is_in_it_is_looked_at_and_all_of_a_kind_is_tried_or_one_given_up(
    site: Caller, here: Ground
) -> None:
    item, key = await parked(here.acme), here.acme.client.key
    path = f"/set-aside/deliveries/{key}.{item}"
    async with world.browser(site, here.people.lead) as page:
        shown = (await page.get(path)).text
        assert "Something that happened could not be passed on" in shown
        assert "KeyError: hall" in shown and "As it came" in shown
        refused = await page.post(f"{path}/end", data={"reason": " "})
        assert refused.status_code == 422 and await standing(here.acme, item) == (True, 8)
        none = (await page.get(f"/set-aside?kind=timer&client={key}")).text
        assert "KeyError: hall" not in none
        of_kind = {"kind": "delivery", "client": key}
        assert (await page.post("/set-aside/retries", data=of_kind)).status_code == 303
        assert await standing(here.acme, item) == (False, 0)
        item = await parked(here.acme)
        path = f"/set-aside/deliveries/{key}.{item}"
        said = {"reason": "The hall is gone."}
        assert (await page.post(f"{path}/end", data=said)).headers["location"] == "/set-aside"
        assert (await page.get(path)).status_code == 404
    async with db.open(Work(here.acme.client.id)):
        told = "SELECT body::text FROM event WHERE kind = 'set_aside.given_up' AND subject_id = $1"
        assert "The hall is gone." in await db.value(told, item)


async def test_a_source_shows_its_alerts_and_how_a_sample_would_be_read(
    site: Caller, here: Ground
) -> None:
    key = here.acme.client.key
    async with world.browser(site, here.people.lead) as page:
        shown = (await page.get("/alert-sources")).text
        path = re.search(rf'"(/alert-sources/{key}/[0-9a-f-]+)"', shown)
        assert path is not None and "SOURCE-OF-STAFF" in shown
        assert "Nothing was heard from it yet." in (await page.get(path[1])).text
        sample = {"sample": '{"host": "db", "what": "full"}', "title": "{/what} at {/host}"}
        refused = await page.post(f"{path[1]}/trial", data=sample)
        assert refused.status_code == 422 and "{/what} at {/host}" in refused.text
        read = await page.post(f"{path[1]}/trial", data=sample | {"fingerprint": "{/host}"})
        assert read.status_code == 200 and "full at db" in read.text
        raw = (await page.get(f"/set-aside?kind=alert&client={key}")).text
        found = re.search(rf'href="(/set-aside/deliveries/{key}[^"]+)"', raw)
        assert found is not None and "DELIVERED" in (await page.get(found[1])).text
    async with world.browser(site, here.people.agent) as page:
        assert (await page.get(path[1])).status_code == 403


async def test_finance_sees_what_stripe_told_us_and_tries_again(site: Caller, here: Ground) -> None:
    about = Notice(f"evt_{ids.new().hex}", "invoice.paid", "", "product", "in_page")
    assert await storing.store(about, b"{}", "No client of ours is cus_page at Stripe.")
    async with db.open(Provider()):
        item = await db.value("SELECT id FROM provider_event WHERE event_id = $1", about.event_id)
    path = f"/set-aside/payments/{item}/retries"
    async with world.browser(site, here.people.agent) as page:
        assert (await page.get("/set-aside/payments")).status_code == 403
        assert (await page.post(path)).status_code == 403
    async with world.browser(site, here.people.finance) as page:
        text = (await page.get("/set-aside/payments")).text
        for said in ("invoice.paid in_page", "No client of ours is cus_page", path):
            assert said in text
        assert (await page.post(path)).headers["location"] == "/set-aside/payments"
        assert path not in (await page.get("/set-aside/payments")).text
        assert (await page.post(path)).status_code == 409
