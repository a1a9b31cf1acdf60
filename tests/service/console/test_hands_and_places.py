"""Who gets a client's tickets, its own catalogue and sites; one's calendar; what comes again."""

from __future__ import annotations

from tests import world
from tests.service.console.ground import Ground
from tests.service.console.test_intake import pressed
from underpin.desk.catalogue import items
from underpin.desk.hands import skills, ways
from underpin.desk.hands.ways import Ways
from underpin.desk.queues import saved_view
from underpin.kernel import ids, verb
from underpin.kernel.web.caller import Caller


async def test_a_lead_says_who_gets_the_tickets(site: Caller, here: Ground) -> None:
    people, acme = here.people, here.people.acme
    lead, about = people.lead.principal, {"tenant": acme.id}
    at = f"/clients/{acme.key}/hands"
    skill = await verb.perform(skills.name, people.admin.principal, f"Fibre {ids.new()}")
    holder = {"type-0": "incident", "priority-0": "", "service-0": "", "tier-0": "2"}
    holder["holder-0"] = f"staff:{people.l2.id}"
    try:
        async with world.browser(site, people.admin) as page:
            wrong = await pressed(page, at, at, way="rule", most_open="many", **holder)
            assert wrong.status_code == 422 and 'value="many"' in wrong.text
            assert (await verb.perform(ways.of_client, lead, acme.id, **about)).way == "by_hand"
            await pressed(page, at, at, way="rule", most_open="9", noted="yes", **holder)
            kept = await verb.perform(ways.of_client, lead, acme.id, **about)
            assert (kept.way, kept.most_open, kept.note_at_hand_over) == ("rule", 9, True)
            assert [(e.type, e.tier, e.staff_id) for e in kept.rules] == [
                ("incident", 2, people.l2.id)
            ]
            text = (await page.get(at)).text
            service = text.split(f"{at}/services/")[1][:36]
            await pressed(page, at, f"{at}/services/{service}", skill=str(skill.id))
            asked = await verb.perform(skills.asked_for, lead, acme.id, **about)
            assert [skill.id] in asked.values()
            await pressed(page, at, f"{at}/services/{service}")
    finally:
        await verb.perform(ways.choose, people.admin.principal, Ways(), **about)


async def test_a_client_has_an_item_and_a_site_of_its_own(site: Caller, here: Ground) -> None:
    people, acme = here.people, here.people.acme
    at, key = f"/clients/{acme.key}/catalogue", f"desk-{ids.new()}"
    async with world.browser(site, people.admin) as page:
        new = f"{at}/items/new"
        said = {"key": key, "name_en": "A desk that rises", "category_en": "Rooms", "active": "yes"}
        refused = await pressed(page, new, f"{at}/items", **{**said, "key": "Desk!"})
        assert refused.status_code == 422 and "A desk that rises" in refused.text
        assert (await pressed(page, new, f"{at}/items", **said)).headers["location"] == at
        assert "A desk that rises" in (await page.get(at)).text
        assert 'name="version" value="1"' in (await page.get(f"{at}/items/{key}")).text
        places, name = f"/clients/{acme.key}/sites", f"Hall {ids.new()}"
        await pressed(page, places, places, name=name, zone="Europe/Warsaw")
        again = await pressed(page, places, places, name=name, zone="Europe/Warsaw")
        assert again.status_code == 409 and (await page.get(places)).text.count(name) == 1
        assert (await pressed(page, places, places, name="x", zone="Mars")).status_code == 422
    bolt = here.people.bolt
    theirs = await verb.perform(items.of_client, people.admin.principal, bolt.id, tenant=bolt.id)
    assert key not in {each.key for each in theirs}


async def test_what_is_ones_own(site: Caller, here: Ground) -> None:
    people, acme = here.people, here.people.acme
    async with world.browser(site, people.lead) as page:
        made = await pressed(page, "/me/calendar", "/me/calendar")
        url = made.text.split('value="http://desk.localhost/calendar/')[1].split('"')[0]
        assert (await page.get(f"/calendar/{url}")).text.startswith("BEGIN:VCALENDAR")
        await pressed(page, "/me/calendar", "/me/calendar/end")
        assert (await page.get(f"/calendar/{url}")).status_code == 404
        name = f"Mine {ids.new()}"
        words = (name, "assignee=me")
        made_view = await verb.perform(saved_view.keep, people.lead.principal, *words)
        narrowed = "/list?assignee=none"
        await pressed(page, narrowed, f"/list/views/{made_view}")
        kept = await verb.perform(saved_view.mine, people.lead.principal)
        assert next(each.query for each in kept if each.id == made_view) == "assignee=none"
        await verb.perform(saved_view.remove, people.lead.principal, made_view)
        assert (await page.get(f"/chats/figures?client={acme.key}")).status_code == 200


async def test_what_would_come_again_is_looked_at_first(site: Caller, here: Ground) -> None:
    acme = here.people.acme
    again = f"/clients/{acme.key}/recurring"
    said = {"name": "x", "subject": "Check {date}", "person": str(acme.requester.id)}
    said |= {"rule": "FREQ=DAILY", "starts_on": "2030-01-01", "at": "09:00", "look": "yes"}
    async with world.browser(site, here.people.admin) as page:
        seen = await pressed(page, f"/recurring?client={acme.key}", again, **said)
        assert seen.status_code == 200 and "2030-01-10" in seen.text and "Check {date}" in seen.text
