"""The list as people work with it: in bulk and taken back, in views of their own, beside a ticket,
searched, and without what they snoozed."""

from __future__ import annotations

import html
import re

import httpx

from tests import world
from tests.service.console import ground
from tests.service.console.ground import Ground
from tests.service.console.test_working import form, press, row
from tests.world import Client
from underpin.desk.fields import definitions, filling
from underpin.desk.fields.field import New as NewField
from underpin.desk.queues import the_list
from underpin.desk.sorting import categories
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import ids, verb
from underpin.kernel.web.caller import Caller


async def boxes(page: httpx.AsyncClient, client: Client, *tickets: Ticket) -> list[str]:
    """What the boxes of these tickets send."""
    text = (await page.get(f"/list?client={client.key}")).text
    said = dict(re.findall(r'name="ticket" value="(([A-Z0-9]+-\d+):[^"]*)"', text))
    sent = {name: value for value, name in said.items()}
    return [sent[f"{client.key}-{each.number}"] for each in tickets]


async def ticked(
    page: httpx.AsyncClient, client: Client, what: str, *tickets: Ticket, **words: str
) -> httpx.Response:
    path = f"/list?client={client.key}"
    fields = await form(page, path, "/list/assignment")
    chosen = await boxes(page, client, *tickets)
    return await page.post(f"/list/{what}", data={**fields, **words, "ticket": chosen})


def hidden(text: str) -> dict[str, list[str]]:
    """The fields of the form that takes it back."""
    (inside,) = re.findall(r'<form[^>]*action="/list/undo"[^>]*>(.*?)</form>', text, re.DOTALL)
    fields: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', inside):
        fields.setdefault(name, []).append(html.unescape(value))
    return fields


async def test_many_change_hands_and_come_back(site: Caller, here: Ground) -> None:
    client, agent, l2 = here.people.acme, here.people.agent, here.people.l2
    first, second, third = [await ground.raised(client, f"Bulk {n}") for n in range(3)]
    async with world.browser(site, agent) as page:
        await press(page, f"/tickets/{client.key}-{second.number}", "claim")
        words = {"person": str(l2.id), "note": "Half done."}
        done = await ticked(page, client, "assignment", first, second, **words)
        assert done.status_code == 200
        assert "Done for 2 of 2 tickets." in done.text
        assert [(await row(client, each))["assignee_id"] for each in (first, second, third)] == [
            *(l2.id, l2.id),
            None,
        ]
        back = await page.post("/list/undo", data=hidden(done.text))
        assert "Taken back for 2 of 2 tickets." in back.text
        held = [(await row(client, each))["assignee_id"] for each in (first, second)]
        assert held == [None, agent.id]


async def test_a_tier_and_a_tag_are_taken_back_and_the_stale_are_left(
    site: Caller, here: Ground
) -> None:
    client = here.people.acme
    one, other = [await ground.raised(client, f"Tier {n}") for n in range(2)]
    async with world.browser(site, here.people.agent) as page:
        stale = await boxes(page, client, one, other)
        await press(page, f"/tickets/{client.key}-{other.number}", "claim")
        fields = await form(page, f"/list?client={client.key}", "/list/assignment")
        words = {"tier": "2", "reason": "Network.", "ticket": stale}
        moved = await page.post("/list/tier", data={**fields, **words})
        assert "Done for 1 of 2 tickets." in moved.text
        assert [(await row(client, each))["tier"] for each in (one, other)] == [2, 1]
        await page.post("/list/undo", data=hidden(moved.text))
        assert (await row(client, one))["tier"] == 1
        tagged = await ticked(page, client, "tags", one, tag="scanner")
        assert "Done for 1 of 1 ticket." in tagged.text
        assert f"{client.key}-{one.number}" in (await page.get("/list?tag=scanner")).text
        await page.post("/list/undo", data=hidden(tagged.text))
        assert f"{client.key}-{one.number}" not in (await page.get("/list?tag=scanner")).text
        why = {"impact": "high", "urgency": "low", "why": "It spread."}
        assert "Done for 1 of 1" in (await ticked(page, client, "priority", one, **why)).text
        assert (
            "Done for 0 of 1" in (await ticked(page, client, "category", one, category="none")).text
        )
        none = await page.post("/list/closure", data=fields)
        assert none.status_code == 422


async def test_the_list_is_narrowed_by_category_field_team_and_holder(
    site: Caller, here: Ground
) -> None:
    """What the address says stands in the form, and a view keeps it."""
    client, lead = here.people.acme, here.people.lead
    own, about = ids.new(), {"tenant": here.people.acme.id}
    filed = await verb.perform(categories.add, lead.principal, f"Desks {own}")
    new = NewField(f"Building {own}", "choice", ("North hall", "South hall"))
    building = await verb.perform(definitions.define_for, lead.principal, new, **about)
    one, other = [await ground.raised(client, f"Narrow {n} {own}") for n in range(2)]
    await verb.perform(categories.file_under, lead.principal, one.number, filed, **about)
    for each, hall in ((one, "North hall"), (other, "South hall")):
        said = {str(building): hall}
        await verb.perform(filling.fill, lead.principal, each.number, said, **about)
    async with world.browser(site, lead) as page:

        async def seen(**words: str) -> set[str]:
            text = (await page.get("/list", params={"client": client.key, **words})).text
            return {name for name in ("Narrow 0", "Narrow 1") if f"{name} {own}" in text}

        assert await seen(category=str(filed)) == {"Narrow 0"}
        assert await seen(in_field=str(building), says="south hall") == {"Narrow 1"}
        assert await seen(field=f"{building}:North hall") == {"Narrow 0"}
        assert await seen(assignee="none", in_field="", says="x", team="") == {
            "Narrow 0",
            "Narrow 1",
        }
        assert await seen(assignee="me") == set()
        assert await seen(team=str(own)) == set(), "nobody is in that team"
        assert await seen(escalated="true") == set()
        assert await seen(waiting="true") == set()
        path = f"/list?client={client.key}&in_field={building}&says=south hall&category="
        text = (await page.get(path)).text
        assert f'<option value="{building}" selected' in text
        assert 'value="south hall"' in text
        assert "further" in re.findall(r'<details class="(\w+)" id="further-filters" open', text)
        fields = await form(page, path, "/list/views")
        kept = await page.post("/list/views", data={**fields, "name": f"South {own}"})
        assert kept.status_code == 303
        assert f"South {own}" in (await page.get("/list")).text


async def test_a_view_is_kept_found_and_removed(site: Caller, here: Ground) -> None:
    async with world.browser(site, here.people.agent) as page:
        kept = await form(page, "/list?priority=P1&tier=1", "/list/views")
        gone = await page.post("/list/views", data={**kept, "name": "Burning"})
        path, _, query = gone.headers["location"].partition("?")
        assert (path, set(query.split("&"))) == ("/list", {"priority=P1", "tier=1"})
        again = {**kept, "name": "Burning", "idempotency_key": "another"}
        twice = await page.post("/list/views", data=again)
        assert twice.status_code == 409
        assert 'value="Burning"' in twice.text
        text = (await page.get("/list?priority=P1&tier=1")).text
        assert ">Burning</bdi>" in text
        (path,) = set(re.findall(r'action="(/list/views/[^"]+/removal)"', text))
        fields = await form(page, "/list?priority=P1&tier=1", path)
        assert (await page.post(path, data=fields)).headers["location"] == "/list"
        assert "Burning" not in (await page.get("/list")).text


async def test_a_ticket_beside_the_list_is_worked_there(site: Caller, here: Ground) -> None:
    client = here.people.acme
    ticket = await ground.raised(client, "Beside the list")
    name = f"{client.key}-{ticket.number}"
    path = f"/list?client={client.key}&split=1&open={name}"
    async with world.browser(site, here.people.agent) as page:
        text = (await page.get(path)).text
        assert "Beside the list" in text[text.index('id="peek"') :]
        part = await page.get(path, headers={"X-Fragment": "peek", "HX-Request": "true"})
        assert "<html" not in part.text
        sent = await form(page, path, f"/tickets/{name}/claim")
        taken = await page.post(f"/tickets/{name}/claim", data=sent)
        assert taken.headers["location"] == path
        elsewhere = await page.get(f"/list?split=1&open={here.people.caro.key}-1")
        assert "This ticket is not here" in elsewhere.text


async def test_what_is_snoozed_is_hidden_until_the_client_writes(
    site: Caller, here: Ground
) -> None:
    client = here.people.acme
    ticket = await ground.raised(client, "Snore")
    name = f"{client.key}-{ticket.number}"
    shown = f'data-row="{name}"'
    path, list_ = f"/tickets/{name}", f"/list?client={client.key}"
    async with world.browser(site, here.people.agent) as page:
        before = await row(client, ticket)
        await press(page, path, "snooze", until="week")
        assert shown not in (await page.get(list_)).text
        assert shown in (await page.get(f"{list_}&snoozed=1")).text
        told = (await page.get(f"/api/v1{list_}")).json()
        assert ticket.number not in [each["number"] for each in told["tickets"]]
        told = (await page.get(f"/api/v1{list_}&snoozed=true")).json()
        assert ticket.number in [each["number"] for each in told["tickets"]]
        assert told["asleep"] >= 1
        rest = {"limit": 1, "without": [ticket.id]}
        found = await verb.perform(the_list.page, here.people.agent.principal, None, **rest)
        assert [each.id == ticket.id for each in found.rows] == [False], "the page is full"
        assert await row(client, ticket) == before
        assert (await press(page, path, "snooze", until="later"))[0].status_code == 422
        async with world.browser(site, here.people.lead) as other:
            assert shown in (await other.get(list_)).text
        async with world.browser(site, client.requester) as portal:
            sent, _ = await press(portal, path, "messages", body="It got worse.")
            assert sent.status_code == 303
        text = (await page.get(list_)).text
        line = text[text.index(shown) - 200 : text.index(shown)]
        assert "unread" in line
        assert (await page.put(f"/api/v1{path}/seen")).status_code == 204
        text = (await page.get(list_)).text
        assert "unread" not in text[text.index(shown) - 200 : text.index(shown)]


async def test_search_marks_what_it_found(site: Caller, here: Ground) -> None:
    async with world.browser(site, here.people.agent) as page:
        found = await page.get("/search", params={"q": "scanners"})
        assert "<mark>Scanners</mark>" in found.text
        assert "Nothing was found" in (await page.get("/search?q=zyzzyva")).text
        assert "Nothing was found" not in (await page.get("/search")).text


async def test_a_few_letters_find_tickets_clients_and_pages(site: Caller, here: Ground) -> None:
    acme, htmx = here.people.acme, {"HX-Request": "true", "X-Fragment": "palette"}
    async with world.browser(site, here.people.agent) as page:
        found = (await page.get("/palette", params={"q": "scann"}, headers=htmx)).text
        assert f'href="/tickets/{acme.key}-' in found  # other stories' scanners among them
        assert "<html" not in found
        client = (await page.get("/palette", params={"q": acme.key}, headers=htmx)).text
        assert f">{acme.key}</bdi>" in client
        assert here.people.caro.key not in client
        start = (await page.get("/palette")).text
        assert 'href="/list?assignee=none"' in start
        assert "Nothing was found" in (await page.get("/palette?q=zyzzyva")).text
        assert 'href="/settings"' in (await page.get("/palette?q=settings")).text
        assert "/administration/" not in (await page.get("/palette?q=quiet")).text
    async with world.browser(site, here.people.admin) as page:
        assert 'href="/administration/quiet-hours"' in (await page.get("/palette?q=quiet")).text


async def test_the_bell_rings_for_whoever_has_the_ticket(site: Caller, here: Ground) -> None:
    client, htmx = here.people.acme, {"HX-Request": "true", "X-Fragment": "bell"}
    ticket = await ground.raised(client, "Ring me")
    path = f"/tickets/{client.key}-{ticket.number}"
    async with world.browser(site, here.people.agent) as page:
        await press(page, path, "claim")
        await page.put(f"/api/v1{path}/seen")
        assert path not in (await page.get("/bell", headers=htmx)).text
        async with world.browser(site, client.requester) as portal:
            await press(portal, path, "messages", body="Any news?")
        part = (await page.get("/bell", headers=htmx)).text
        assert f'href="{path}"' in part
        assert "<html" not in part
        async with world.browser(site, here.people.l2) as other:
            assert path not in (await other.get("/bell")).text
        await page.put(f"/api/v1{path}/seen")
        assert path not in (await page.get("/bell")).text
