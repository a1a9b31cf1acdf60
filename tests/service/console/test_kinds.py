"""The pages about kinds of tickets: a client asks and escalates, staff file, find causes, lead."""

from __future__ import annotations

import re
from uuid import UUID

from tests import world
from tests.service.console import ground
from tests.service.console.ground import Ground
from tests.service.console.test_working import form
from underpin.desk.fields import definitions
from underpin.desk.fields.field import New
from underpin.desk.sorting import categories
from underpin.kernel import db, ids, verb
from underpin.kernel.database.scope import Work
from underpin.kernel.web.caller import Caller


async def test_a_client_fills_in_its_own_form_and_escalates(site: Caller, here: Ground) -> None:
    people, acme = here.people, here.people.acme
    lead = people.lead.principal
    hall: UUID = await verb.perform(
        definitions.define_for,
        lead,
        New("Hall", "choice", ("North", "South"), required="raise"),
        tenant=acme.id,
    )
    network = await verb.perform(categories.add, lead, f"Network {ids.new()}")
    try:
        async with world.browser(site, acme.requester) as page:
            sent = await form(page, "/", "/tickets") | {
                "subject": "Which hall has fibre?",
                "text": "We move next week.",
                "type": "question",
                "category": str(network),
            }
            refused = await page.post("/tickets", data=sent)
            assert refused.status_code == 422
            assert "Hall: fill this in" in refused.text and "We move next week." in refused.text
            assert f'<option value="{network}" selected>' in refused.text
            made = await page.post("/tickets", data=sent | {f"field-{hall}": "South"})
            path = made.headers["location"]
            shown = (await page.get(path)).text
            assert "South" in shown and "Network" in shown and "FIELD-OF-STAFF" not in shown
            hidden = await form(page, path, f"{path}/client-escalations")
            said = hidden | {"reason": "The movers are here."}
            await page.post(f"{path}/client-escalations", data=said)
            assert "Waiting for an answer" in (await page.get(path)).text
        async with world.browser(site, people.lead) as page:
            assert "Escalated" in (await page.get("/list")).text
            hidden = await form(page, path, f"{path}/client-escalation/answer")
            await page.post(f"{path}/client-escalation/answer", data=hidden | {"text": "Hall two."})
            kind = f"{path}/kind"
            hidden = await form(page, kind, f"{path}/fields")
            await page.post(f"{path}/fields", data=hidden | {f"field-{hall}": "North"})
            hidden = await form(page, kind, f"{path}/stage")
            await page.post(f"{path}/stage", data=hidden | {"stage": "answered"})
            assert "North" in (await page.get(path)).text
        async with world.browser(site, acme.requester) as page:
            shown = (await page.get(path)).text
            assert "Hall two." in shown and people.lead.name in shown
    finally:
        await verb.perform(definitions.retire_for, lead, hall, tenant=acme.id)
    async with db.open(Work(acme.id)):
        number = int(path.rpartition("-")[2])
        row = await db.row(
            "SELECT type, state, stage FROM ticket WHERE tenant_id = $1 AND number = $2",
            *(acme.id, number),
        )
    assert dict(row or {}) == {"type": "question", "state": "resolved", "stage": "answered"}


async def test_an_outage_is_led_from_its_page(site: Caller, here: Ground) -> None:
    people = here.people
    first = await ground.raised(people.acme, "No internet in hall 3")
    second = await ground.raised(people.bolt, "The Internet is gone")
    lead, other = (f"{people.acme.key}-{first.number}", f"{people.bolt.key}-{second.number}")
    async with world.browser(site, people.lead) as page:
        hidden = await form(page, "/major-incidents", "/major-incidents")
        made = await page.post(
            "/major-incidents", data=hidden | {"title": "Line to the exchange", "ticket": lead}
        )
        path = made.headers["location"]
        found = (await page.get(path, params={"q": "internet gone"})).text
        assert f'value="{other}"' in found
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', found))
        await page.post(f"{path}/tickets", data=hidden | {"ticket": other})
        await page.post(f"{path}/updates", data=hidden | {"text": "We know more at ten."} | _key())
        approve = re.search(
            rf'action="({path}/updates/[^"]*/approval)"', (await page.get(path)).text
        )
        assert approve is not None
        await page.post(approve[1], data=hidden | _key())
        shown = (await page.get(path)).text
        assert "told on 2 tickets" in shown and "Let it lead" in shown
        await page.post(f"{path}/resolution", data=hidden | {"text": "It is back."} | _key())
        assert "Not over here" in (await page.get(path)).text
    async with world.browser(site, people.bolt.requester) as page:
        shown = (await page.get(f"/tickets/{other}")).text
        assert "We know more at ten." in shown and "It is back." in shown
        assert "Line to the exchange" not in shown and lead not in shown
        assert (await page.get(path)).status_code in (403, 404)


async def test_incidents_become_a_problem_on_its_page(site: Caller, here: Ground) -> None:
    acme = here.people.acme
    made = [await ground.raised(acme, f"Gate {n} jams") for n in (1, 2)]
    numbers = ", ".join(str(each.number) for each in made)
    async with world.browser(site, here.people.l2) as page:
        hidden = await form(page, "/problems", "/problems")
        words = {"client": acme.key, "subject": "Gates jam", "tickets": numbers}
        path = (await page.post("/problems", data=hidden | words)).headers["location"]
        ticket = path.removesuffix("/problem")
        hidden = await form(page, path, path)
        await page.post(path, data=hidden | {"root_cause": "Rust.", "workaround": "Oil."})
        hidden = await form(page, path, f"{ticket}/known-error")
        await page.post(f"{ticket}/known-error", data=hidden | {"text": "Oil the gate."})
        assert "Oil the gate." in (await page.get("/problems")).text
        hidden = await form(page, ticket, f"{ticket}/resolution")
        await page.post(f"{ticket}/resolution", data=hidden | {"text": "The gates are oiled."})
        hidden = await form(page, path, f"{ticket}/problem/resolutions")
        chosen = {"incident": str(made[0].number), "body": "It was rust."}
        await page.post(f"{ticket}/problem/resolutions", data=hidden | chosen)
        shown = (await page.get(path)).text
        assert "Rust." in shown and shown.count("Resolved") >= 1
    async with world.browser(site, here.people.agent) as page:
        assert (await page.get("/administration/sorting")).status_code == 200
        assert "/administration/sorting" not in (await page.get("/list")).text


def _key() -> dict[str, str]:
    return {"idempotency_key": str(ids.new())}
