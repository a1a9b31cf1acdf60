"""The JSON API by which staff keep sources, channels, webhooks and lines."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest_asyncio

from tests import served, world
from tests.service.desk.alerts import station
from tests.service.desk.alerts.station import NOON, fires
from tests.world import World


@pytest_asyncio.fixture(scope="module")
async def lead(people: World) -> AsyncIterator[httpx.AsyncClient]:
    async with world.browser(served.site(), people.lead) as page:
        yield page


def at(people: World, path: str) -> str:
    return f"/api/v1/clients/{people.acme.key}/{path}"


async def test_a_source_from_its_opening_to_its_first_ticket(
    people: World, lead: httpx.AsyncClient, page: httpx.AsyncClient
) -> None:
    said = {"name": "By API", "contact_id": str(people.acme.requester.id)}
    said |= {"settings": {"one_ticket": "group", "severities": {"info": None}}}
    opened = await lead.post(at(people, "alert-sources"), json=said)
    assert opened.status_code == 201, opened.text
    made, secret = opened.json()["source"], opened.json()["secret"]
    assert made["settings"]["one_ticket"] == "group"
    assert made["settings"]["storm_alerts"] == 30
    here = at(people, f"alert-sources/{made['id']}")

    tried = await lead.post(f"{here}/trial", json={"body": '{"title": "x", "severity": "high"}'})
    assert tried.status_code == 200, tried.text
    assert tried.json()["alerts"][0]["title"] == "x"
    wrong = await lead.post(f"{here}/trial", json={"body": "nonsense"})
    assert (wrong.status_code, wrong.json()["alerts"]) == (200, [])
    assert wrong.json()["refused"]

    own = {"fingerprint": "{/a}", "title": "{/b}"}
    asked = {"body": '{"a": 1, "b": "pump"}', "mapping": own}
    mapped = await lead.post(f"{here}/trial", json=asked)
    assert [each["title"] for each in mapped.json()["alerts"]] == ["pump"]
    asked["mapping"] = {"fingerprint": "same", "title": "{/b}"}
    assert (await lead.post(f"{here}/trial", json=asked)).status_code == 422
    assert await station.rows(people.acme, "SELECT id FROM alert WHERE title = 'pump'") == []

    assert (await page.post(secret["address"], json=fires("disk", NOON))).status_code == 202
    await station.ground.settle(people.acme)
    listed = await lead.get(at(people, "hook-deliveries"))
    (kept,) = [each for each in listed.json() if each["owner_id"] == made["id"]]
    assert (kept["state"], kept["outcome"]["raised"]) == ("applied", 1)
    one = await lead.get(at(people, f"hook-deliveries/{kept['id']}"))
    assert "disk" in one.json()["body"]
    assert (await lead.put(at(people, f"hook-deliveries/{kept['id']}/retry"))).status_code == 409
    (ticket,) = await station.rows(
        people.acme, "SELECT number FROM ticket WHERE subject = 'disk' AND channel = 'alert'"
    )
    name = f"{people.acme.key}-{ticket['number']}"
    (alert,) = (await lead.get(f"/api/v1/tickets/{name}/alerts")).json()
    assert (alert["title"], alert["firing"]) == ("disk", True)

    fresh = await lead.post(f"{here}/secrets", json={"overlap_hours": 0})
    assert fresh.status_code == 201, fresh.text
    assert (await page.post(secret["address"], json={})).status_code == 404
    detail = (await lead.get(here)).json()
    assert [each["id"] for each in detail["secrets"]] == [fresh.json()["id"]]
    assert "signing_key" not in str(detail)
    paused = await lead.put(f"{here}/pause")
    assert paused.json()["paused_at"] is not None
    assert (await lead.delete(f"{here}/pause")).json()["paused_at"] is None
    own = {"fingerprint": "{/a}", "title": "{/b}", "labels": {"c": "{/c}"}}
    changed = await lead.put(here, json={**said, "kind": "mapping", "mapping": own, "settings": {}})
    assert changed.status_code == 200, changed.text
    assert changed.json()["mapping"]["labels"] == {"c": "{/c}"}
    stale = await lead.put(here, json=said, headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    gone = await lead.delete(f"{here}/secrets/{fresh.json()['id']}")
    assert gone.status_code == 204
    assert len((await lead.get(at(people, "alert-sources"))).json()) >= 1


async def test_what_is_wrong_with_a_source_is_named(people: World, lead: httpx.AsyncClient) -> None:
    right = {"name": "Wrong", "contact_id": str(people.acme.requester.id)}
    for wrong, field in (
        ({"kind": "pigeon"}, "kind"),
        ({"name": ""}, "name"),
        ({"contact_id": str(people.bolt.requester.id)}, "contact_id"),
        ({"service_id": str(people.acme.id and people.acme.requester.id)}, "service_id"),
        ({"settings": {"proof": "trust"}}, "settings"),
        ({"settings": {"stabel_minutes": 1}}, "settings"),
        ({"settings": {"stable_minutes": -1}}, "settings"),
        ({"settings": {"severities": {"loud": None}}}, "settings"),
        ({"kind": "mapping"}, "mapping"),
        ({"kind": "mapping", "mapping": {"fingerprint": "same", "title": "x"}}, "mapping"),
    ):
        answer = await lead.post(at(people, "alert-sources"), json=right | wrong)
        assert (answer.status_code, answer.json().get("field")) == (422, field), answer.text
    found = (await lead.get(at(people, "alert-sources"))).json()
    assert "Wrong" not in {each["name"] for each in found}


async def test_channels_webhooks_and_lines_are_kept_alike(
    people: World, lead: httpx.AsyncClient, page: httpx.AsyncClient
) -> None:
    opened = await lead.post(at(people, "channels"), json={"name": "Room", "kind": "webhook"})
    assert opened.status_code == 201, opened.text
    room = at(people, f"channels/{opened.json()['channel']['id']}")
    assert (await lead.get(room)).json()["channel"]["name"] == "Room"
    again = {"name": "Hall", "kind": "webhook", "settings": {}}
    assert (await lead.put(room, json=again)).json()["name"] == "Hall"
    assert (await lead.put(f"{room}/pause")).status_code == 200
    assert (await lead.delete(f"{room}/pause")).status_code == 200
    assert (await lead.post(f"{room}/secrets", json={})).status_code == 201
    assert [each["name"] for each in (await lead.get(at(people, "channels"))).json()] == ["Hall"]
    assert (await lead.get(at(people, "channel-accounts?unknown=true"))).json() == []

    told = {"name": "Out", "url": "https://hook.example/in", "kinds": ["ticket.raised"]}
    hook = await lead.post(at(people, "webhooks"), json=told)
    assert hook.status_code == 201, hook.text
    here = at(people, f"webhooks/{hook.json()['webhook']['id']}")
    assert (await lead.post(f"{here}/test")).status_code == 201
    (sent,) = (await lead.get(f"{here}/deliveries")).json()
    assert (sent["state"], sent["payload"]["kind"]) == ("waiting", "test")
    retried = await lead.put(f"{here}/deliveries/{sent['id']}/retry")
    assert retried.status_code == 200, retried.text
    assert (await lead.post(f"{here}/key")).status_code == 201
    assert (await lead.put(here, json={**told, "name": "In"})).json()["name"] == "In"
    assert (await lead.put(f"{here}/pause")).status_code == 200
    assert len((await lead.get(at(people, "webhooks"))).json()) == 1

    line = await lead.post(at(people, "phone-lines"), json={"name": "Switchboard"})
    assert line.status_code == 201, line.text
    rang = {"id": "c", "event": "missed", "number": "+48 22 1234567"}
    assert (await page.post(line.json()["secret"]["address"], json=rang)).status_code == 202
    await station.ground.settle(people.acme)
    (call,) = (await lead.get(at(people, "calls"))).json()
    person = str(people.acme.requester.id)
    written = {"words": "She rang.", "person_id": person, "reached": False, "reason": "missed"}
    logged = await lead.put(at(people, f"calls/{call['id']}/record"), json=written)
    assert logged.status_code == 200, logged.text
    name = f"{people.acme.key}-{logged.json()['ticket']}"
    more = {"words": "Rang back.", "direction": "out", "ticket": name, "seconds": 60}
    assert (await lead.post(at(people, "calls"), json=more)).status_code == 201
    foreign = {**more, "ticket": f"{people.bolt.key}-1"}
    assert (await lead.post(at(people, "calls"), json=foreign)).status_code == 404
    numbers = at(people, f"people/{person}/numbers")
    assert (await lead.put(numbers, json={"numbers": ["+48 22 1"]})).json() == ["48221"]
    assert (await lead.get(numbers)).json() == ["48221"]


async def test_fifty_deliveries_at_once_are_one_ticket(
    people: World, page: httpx.AsyncClient
) -> None:
    bolt = await station.open_at(people, people.bolt, page, "fifty")
    sent = [page.post(bolt.address, json=fires("disk", NOON)) for _ in range(50)]
    assert {answer.status_code for answer in await asyncio.gather(*sent)} == {202}
    await asyncio.gather(*(station.ground.settle(people.bolt) for _ in range(3)))
    await station.ground.settle(people.bolt)
    assert len(await bolt.tickets()) == 1
    assert {row["state"] for row in await bolt.deliveries()} == {"applied"}
