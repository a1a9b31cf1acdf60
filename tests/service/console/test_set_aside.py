"""What was set aside: seen by leads of that client, tried again by them."""

from __future__ import annotations

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
