"""Taking a version up for what is open, over the JSON API: staff's alone, by role."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from tests.world import World, browser

TARGET = {
    "metric": "resolution",
    "ticket_type": "incident",
    "priority": "P3",
    "allowed_us": 400 * 3_600_000_000,
}
HOURS = {"time_zone": "UTC", "week": {"mon": [["09:00", "17:00"]]}}


async def active(page: Any, other: Any, admin: Any, client: str, **words: Any) -> dict[str, Any]:
    """An SLA of a new contract, in force from now on."""
    calendar = await page.post(f"{client}/calendars", json={"name": "Hours", "definition": HOURS})
    content = {"calendar_version_id": calendar.json()["id"], "targets": [TARGET]}
    signed = await page.post(
        f"{client}/contracts", json={"name": "Managed", "starts_on": "2026-01-01"}
    )
    drafted = await page.post(
        f"{client}/contracts/{signed.json()['id']}/agreements",
        json={"name": "Gold", "content": content},
    )
    version: dict[str, Any] = drafted.json()
    await activated(page, other, admin, f"{client}/versions/{version['id']}", **words)
    return version


async def activated(page: Any, other: Any, admin: Any, version: str, **words: Any) -> None:
    assert (await other.put(f"{version}/approval")).status_code == 200
    assert (await admin.put(f"{version}/acceptance")).status_code == 200
    risk = {"ends_on": "2027-03-01", "reason": "nobody stands behind it yet"}
    at = {"effective_from": "2027-01-01T00:00:00Z", "risk": risk, **words}
    done = await other.put(f"{version}/activation", json=at)
    assert done.status_code == 200, done.text


async def test_a_version_is_taken_up_with_a_preview_and_progress(
    app: Any, companies: World
) -> None:
    acme = companies.acme
    client = f"/api/v1/clients/{acme.key}"
    async with (
        browser(app, companies.manager) as page,
        browser(app, companies.admin) as other,
        browser(app, acme.admin) as admin,
    ):
        first = await active(page, other, admin, client)
        version = f"{client}/versions/{first['id']}"
        assert (await page.get(f"{version}/open-tickets")).status_code == 404
        edited = await page.post(
            f"{client}/calendars/{await _calendar(page, client)}/versions",
            json={"definition": {**HOURS, "holidays": ["2027-01-04"]}},
        )
        assert edited.status_code == 201, edited.text
        hours = f"{client}/calendar-versions/{edited.json()['id']}"
        (draft,) = (await page.post(f"{hours}/amendments")).json()
        assert draft["content"]["calendar_version_id"] == edited.json()["id"]
        assert (await page.post(f"{hours}/amendments")).json() == []
        second = f"{client}/versions/{draft['id']}"
        reach = (await page.get(f"{second}/reach")).json()
        assert (reach["tickets"], reach["clocks"], reach["breached_at_once"]) == (0, 0, 0)
        listed = (await page.get(f"{second}/reach/tickets?effect=earlier")).json()
        assert listed == {"tickets": [], "after": None}
        wrong = await page.get(f"{second}/reach/tickets?effect=worse")
        assert (wrong.status_code, wrong.json()["field"]) == (422, "effect")
        later = {"effective_from": "2027-02-01T00:00:00Z", "open_tickets": True}
        await activated(page, other, admin, second, **later)
        progress = (await page.get(f"{second}/open-tickets")).json()
        assert (progress["state"], progress["total"], progress["side"]) == ("waiting", 0, "sla")
        for closed in ("reach", "reach/tickets", "open-tickets"):
            assert (await admin.get(f"{second}/{closed}")).status_code in (403, 404)


async def _calendar(page: Any, client: str) -> str:
    (only,) = (await page.get(f"{client}/calendars")).json()
    found: str = only["calendar_id"]
    return found


async def test_what_is_the_providers_own_is_shown_to_its_staff_alone(
    app: Any, companies: World
) -> None:
    unknown = f"/api/v1/provider/versions/{UUID(int=1)}"
    async with browser(app, companies.admin) as page:
        for path in ("reach", "reach/tickets", "open-tickets"):
            assert (await page.get(f"{unknown}/{path}")).status_code == 404
        assert (await page.post(f"{unknown}/open-tickets")).status_code == 404
        hours = f"/api/v1/provider/calendar-versions/{UUID(int=1)}/amendments"
        assert (await page.post(hours)).status_code == 404
    async with browser(app, companies.manager) as page:
        assert (await page.post(f"{unknown}/open-tickets")).status_code == 403
        assert (await page.post(hours)).status_code == 403
    async with browser(app, companies.acme.admin) as page:
        for path in ("reach", "open-tickets"):
            assert (await page.get(f"{unknown}/{path}")).status_code in (403, 404)
