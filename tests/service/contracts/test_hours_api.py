"""Calendars, vendors, OLAs, UCs, coverage and policies over the JSON API, and who sees none."""

from __future__ import annotations

from typing import Any

import pytest

from tests.world import Client, Human, World, browser

OFFICE = {
    "time_zone": "Europe/Berlin",
    "week": {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")},
    "public_holidays": {
        "country": "DE",
        "subdivision": "BE",
        "first_year": 2020,
        "last_year": 2040,
    },
    "overrides": {"12-24": [["09:00", "12:00"]]},
}


async def made(app: Any, who: Human, path: str, body: dict[str, Any], method: str = "POST") -> Any:
    async with browser(app, who) as page:
        answer = await page.request(method, f"/api/v1{path}", json=body)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()


async def read(app: Any, who: Human, path: str) -> Any:
    async with browser(app, who) as page:
        answer = await page.get(f"/api/v1{path}")
        assert answer.status_code == 200, answer.text
        return answer.json()


async def contract_of(app: Any, companies: World, client: Client, name: str) -> str:
    new = {"name": name, "starts_on": "2026-01-01", "ends_on": "2090-12-31"}
    signed = await made(app, companies.manager, f"/clients/{client.key}/contracts", new)
    return str(signed["id"])


async def test_a_calendar_is_written_amended_and_looked_ahead(app: Any, companies: World) -> None:
    base = f"/clients/{companies.acme.key}/calendars"
    first = await made(app, companies.manager, base, {"name": "Office", "definition": OFFICE})
    assert (first["number"], first["note"]) == (1, None)
    assert "public_holidays" not in first["definition"]
    named = dict(first["public_holidays"]["days"])
    assert named["2026-12-25"] == "Erster Weihnachtstag"
    one = f"{base}/{first['calendar_id']}"
    longer = {"definition": OFFICE | {"week": OFFICE["week"] | {"sat": [["10:00", "12:00"]]}}}
    second = await made(app, companies.manager, f"{one}/versions", longer)
    assert (second["number"], second["calendar_id"]) == (2, first["calendar_id"])
    for reader in (companies.manager, companies.acme.admin):
        assert [each["number"] for each in await read(app, reader, base)] == [2, 1]
        ahead = await read(app, reader, f"{one}/preview?weeks=53")
        assert (ahead["number"], len(ahead["days"]), ahead["warnings"]) == (2, 371, [])
        holidays = {day["day"]: day for day in ahead["days"] if day["mark"] == "holiday"}
        assert any("Erster Weihnachtstag" in day["names"] for day in holidays.values())
        assert all(day["hours"] == [] for day in holidays.values())
        assert {day["clocks_move_seconds"] for day in ahead["days"]} == {0, 3600, -3600}
        eve = next(day for day in ahead["days"] if day["day"].endswith("12-24"))
        assert (eve["mark"], eve["worked_us"]) == ("override", 3 * 3_600_000_000)


async def test_what_is_not_yet_kept_is_looked_ahead_with_its_warnings(
    app: Any, companies: World
) -> None:
    closed = {"definition": {"time_zone": "Asia/Tokyo"}, "weeks": 1}
    ahead = await made(app, companies.manager, "/calendars/preview", closed)
    assert (ahead["warnings"], ahead["next_open"]) == (["no_working_time"], None)
    assert (ahead["next_change"], len(ahead["days"])) == (None, 7)
    async with browser(app, companies.manager) as page:
        odd = {"definition": OFFICE | {"week": {"mon": [["17:00", "09:00"]]}}}
        refused = await page.post("/api/v1/calendars/preview", json=odd)
        assert (refused.status_code, refused.json()["field"]) == (422, "definition.week.mon[0]")
        long = {"definition": OFFICE, "weeks": 54}
        assert (await page.post("/api/v1/calendars/preview", json=long)).status_code == 422


async def test_holidays_that_are_as_they_were_propose_nothing(app: Any, companies: World) -> None:
    base = f"/clients/{companies.acme.key}/calendars"
    new = {"name": "Second office", "definition": OFFICE}
    first = await made(app, companies.manager, base, new)
    one = f"{base}/{first['calendar_id']}"
    assert await made(app, companies.manager, f"{one}/holidays", {}) is None
    numbers = [
        each["number"]
        for each in await read(app, companies.manager, base)
        if each["calendar_id"] == first["calendar_id"]
    ]
    assert numbers == [1]


async def test_the_chain_behind_a_service_is_built_by_two(app: Any, companies: World) -> None:
    acme, lead, admin = companies.acme, companies.manager, companies.admin
    hours = {"name": f"Bench {acme.key}", "definition": OFFICE}
    calendar = await made(app, admin, "/provider/calendars", hours)
    ahead = await read(app, lead, f"/provider/calendars/{calendar['calendar_id']}/preview")
    assert len(ahead["days"]) == 28
    new = {"name": f"Net {acme.key}", "email": "noc@net.example", "case_cost": "80.00"}
    vendor = await made(app, admin, "/vendors", new)
    assert vendor["id"] in {each["id"] for each in await read(app, lead, "/vendors")}
    fix = {
        "metric": "fix",
        "ticket_type": "incident",
        "priority": "P1",
        "allowed_us": 4 * 3_600_000_000,
    }
    content = {"calendar_version_id": calendar["id"], "targets": [fix]}
    uc = {"vendor_id": vendor["id"], "name": f"UC {acme.key}", "content": content}
    draft = await made(app, admin, "/provider/agreements/uc", uc)
    assert (draft["state"], draft["number"]) == ("draft", 1)
    version = f"/provider/versions/{draft['id']}"
    async with browser(app, admin) as page:
        own = await page.put(f"/api/v1{version}/approval")
        assert (own.status_code, own.json()["type"]) == (403, "urn:underpin:problem:own-work")
        soon = {"effective_from": "2090-01-01T00:00:00Z"}
        assert (await page.put(f"/api/v1{version}/activation", json=soon)).status_code == 409
    every = await read(app, lead, "/provider/agreements")
    kept = next(each for each in every if each["id"] == draft["agreement_id"])
    assert (kept["kind"], [each["state"] for each in kept["versions"]]) == ("UC", ["draft"])
    contract_id = await contract_of(app, companies, acme, "Network")
    taken = {"name": "Lines", "starts_on": "2090-01-01"}
    services = f"/clients/{acme.key}/contracts/{contract_id}/services"
    service = await made(app, lead, services, taken)
    behind = f"/api/v1/clients/{acme.key}/services/{service['id']}/coverage"
    async with browser(app, lead) as page:
        covered = await page.post(behind, json={"agreement_id": draft["agreement_id"]})
        assert covered.status_code == 204
        listed = await page.get(f"/api/v1/clients/{acme.key}/coverage")
        assert [each["vendor"] for each in listed.json()] == [f"Net {acme.key}"]
        assert (await page.delete(f"{behind}/{vendor['id']}")).status_code == 204
        assert (await page.delete(f"{behind}/{vendor['id']}")).status_code == 404


async def test_a_policy_takes_the_place_of_the_last(app: Any, companies: World) -> None:
    contract_id = await contract_of(app, companies, companies.acme, "Escalated")
    path = f"/clients/{companies.acme.key}/contracts/{contract_id}/policies"
    warn = {"metric": "resolution", "percent": 75, "action": "notify"}
    move = {"metric": "hold", "percent": 100, "action": "move_tier", "from_tier": 1, "to_tier": 2}
    first = await made(app, companies.manager, path, {"name": "By hand", "steps": [warn]})
    second = await made(app, companies.manager, path, {"name": "Up", "steps": [warn, move]})
    assert (first["number"], second["number"]) == (1, 2)
    assert [step["ordinal"] for step in second["steps"]] == [1, 2]
    found = await read(app, companies.manager, path)
    assert [each["name"] for each in found] == ["Up", "By hand"]
    async with browser(app, companies.manager) as page:
        odd = {"name": "Odd", "steps": [move | {"to_tier": 4}]}
        refused = await page.post(f"/api/v1{path}", json=odd)
        assert (refused.status_code, refused.json()["field"]) == (422, "steps[0]")
    assert len(await read(app, companies.manager, path)) == 2


PROVIDERS = ("/vendors", "/provider/agreements", "/provider/calendars")


@pytest.mark.parametrize("path", [*PROVIDERS, "/clients/{key}/coverage"])
async def test_what_stands_behind_is_shown_to_no_client(
    app: Any, companies: World, path: str
) -> None:
    acme = companies.acme
    for member in (acme.admin, acme.requester, acme.it_partner):
        async with browser(app, member) as page:
            answer = await page.get(f"/api/v1{path.format(key=acme.key)}")
            assert answer.status_code == 404, member.name
    async with browser(app, companies.agent) as page:
        assert (await page.get(f"/api/v1{path.format(key=acme.key)}")).status_code == 403


async def test_only_administrators_change_what_stands_behind(app: Any, companies: World) -> None:
    new = {"name": f"Nobody {companies.acme.key}", "email": "x@example.org"}
    for person, status in ((companies.manager, 403), (companies.acme.admin, 404)):
        async with browser(app, person) as page:
            assert (await page.post("/api/v1/vendors", json=new)).status_code == status
    assert new["name"] not in {
        each["name"] for each in await read(app, companies.admin, "/vendors")
    }


async def test_whose_time_it_was_is_asked_by_whoever_sees_the_ticket(
    app: Any, companies: World
) -> None:
    """No SLA promises a resolution here, which is told as null, and to others as not found."""
    acme = companies.acme
    new = {"subject": "Slow", "impact": "low", "urgency": "low"}
    ticket = await made(app, acme.requester, "/tickets", new)
    path = f"/tickets/{ticket['number']}/shares"
    assert await read(app, acme.requester, path) is None
    assert await read(app, companies.agent, path) is None
    for person in (acme.colleague, companies.bolt.requester, companies.stranger):
        async with browser(app, person) as page:
            assert (await page.get(f"/api/v1{path}")).status_code == 404, person.name
