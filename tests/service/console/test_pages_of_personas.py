"""Each persona's pages: what opens, what is not theirs, and what stands on it."""

from __future__ import annotations

import re

import pytest

from tests import world
from tests.service.console.ground import SECRETS, Ground
from tests.world import Human
from underpin.kernel.web.caller import Caller

STAFF_PAGES = {
    "/list": {"agent", "l2", "l3", "lead", "manager", "auditor", "admin"},
    "/tickets/{acme}": {"agent", "l2", "l3", "lead", "manager", "auditor", "admin"},
    "/clients": {"agent", "l2", "l3", "lead", "manager", "auditor", "admin", "finance"},
    "/clients/{slug}/contract": {"manager", "auditor", "admin"},
    "/set-aside": {"lead", "admin"},
}
STAFF = ("agent", "l2", "l3", "lead", "manager", "finance", "auditor", "admin")
MEMBERS = ("admin", "requester", "observer", "approver", "finance", "it_partner")


def filled(path: str, here: Ground) -> str:
    return path.format(acme=here.acme.name, slug=here.acme.client.slug)


async def fetched(site: Caller, person: Human, path: str, **headers: str) -> tuple[int, str]:
    async with world.browser(site, person) as page:
        answer = await page.get(path, headers=headers)
    return answer.status_code, answer.text


@pytest.mark.parametrize("who", STAFF)
async def test_staff_open_what_their_role_opens(site: Caller, here: Ground, who: str) -> None:
    person: Human = getattr(here.people, who)
    for path, allowed in STAFF_PAGES.items():
        status, text = await fetched(site, person, filled(path, here))
        assert status == (200 if who in allowed else 403), path
        assert text.rstrip().endswith("</html>")


@pytest.mark.parametrize("who", MEMBERS)
async def test_members_open_their_portal(site: Caller, here: Ground, who: str) -> None:
    person: Human = getattr(here.people.acme, who)
    status, text = await fetched(site, person, "/")
    assert status == 200
    assert "Acme" in text
    status, text = await fetched(site, person, f"/tickets/{here.acme.name}")
    assert status == (200 if who in {"requester", "observer"} else 404)


async def test_the_start_page_leads_each_to_their_own(site: Caller, here: Ground) -> None:
    for who, path in (("agent", "/list"), ("finance", "/clients")):
        async with world.browser(site, getattr(here.people, who)) as page:
            assert (await page.get("/")).headers["location"] == path


async def test_the_list_is_by_rank_and_narrows(site: Caller, here: Ground) -> None:
    agent = here.people.agent
    _, text = await fetched(site, agent, "/list")
    assert set(re.findall(r'data-row="([^"]+)"', text)) >= {here.acme.name, here.bolt.name}
    _, text = await fetched(site, agent, f"/list?client={here.acme.client.key}&tier=4")
    assert re.findall(r'data-row="([^"]+)"', text) == [here.acme.name]
    _, text = await fetched(site, agent, "/list?tag=nobody-says-this")
    assert "Nothing matches these filters" in text
    status, _ = await fetched(site, agent, f"/list?client={here.people.caro.key}")
    assert status == 404


async def test_a_ticket_shows_staff_everything(site: Caller, here: Ground) -> None:
    _, text = await fetched(site, here.people.lead, f"/tickets/{here.acme.name}")
    for said in ("NOTE-FOR-STAFF", "Fabrikam", "WORDS-OF-VENDOR", "Pickup", "It began at noon"):
        assert said in text
    assert 'data-level="' in text


async def test_a_member_reads_what_is_theirs_alone(site: Caller, here: Ground) -> None:
    _, text = await fetched(site, here.people.acme.requester, f"/tickets/{here.acme.name}")
    assert "It began at noon" in text
    assert "Resolution" in text
    assert "With a vendor" in text
    assert "Staff only" not in text


@pytest.mark.parametrize("who", ["requester", "admin", "observer"])
async def test_nothing_of_the_staffs_reaches_a_member(site: Caller, here: Ground, who: str) -> None:
    """Pages, their fragments, and the API: no note, no vendor, no tier's clock, no cost."""
    person: Human = getattr(here.people.acme, who)
    name, key = here.acme.name, here.acme.client.key
    pages = ["/", "/?scope=company", f"/tickets/{name}"]
    parts = ["portal_tickets", "portal_compliance", "portal_timeline", "portal_side"]
    parts += ["ticket_head", "ticket_timeline", "ticket_side", "list", "set_aside"]
    rest = ["/tickets", f"/tickets/{name}", f"/tickets/{name}/clocks"]
    rest += [f"/clients/{key}/{what}" for what in ("people", "contracts", "agreements")]
    rest += [f"/clients/{key}/compliance/2026/11", f"/clients/{key}/compliance/2026/11/misses"]
    rest += [f"/clients/{key}/contracts/{here.acme.contract_id}/versions", "/me"]
    rest += [f"/clients/{key}/versions/{here.acme.version_id}/changes"]
    texts = [await fetched(site, person, each) for each in pages]
    texts += [
        await fetched(site, person, each, **{"X-Fragment": part})
        for each in pages
        for part in parts
    ]
    texts += [await fetched(site, person, f"/api/v1{each}") for each in rest]
    assert any("It began at noon" in text for _, text in texts) is (who != "admin")
    for _, text in texts:
        assert not [secret for secret in SECRETS if secret in text]
        assert not re.search(r'"tier":\d|"assignee_id"|"kind":"(OLA|UC)"', text)


async def test_a_client_company_of_nobody_sees_an_empty_portal(site: Caller, here: Ground) -> None:
    status, text = await fetched(site, here.people.caro.requester, "/")
    assert status == 200
    assert "No tickets" in text
    assert "No agreement with targets is active yet." in text


async def test_the_account_manager_sees_the_versions_and_the_targets(
    site: Caller, here: Ground
) -> None:
    path = f"/clients/{here.acme.client.slug}/contract"
    status, _ = await fetched(site, here.people.manager, path)
    assert status == 200
    version = f"{path}?version={here.acme.version_id}"
    _, text = await fetched(site, here.people.manager, version)
    for said in ("Gold", "Version 1", "Active", "signed document", "Resolution", "4h", "Office v1"):
        assert said in text
    status, _ = await fetched(site, here.people.manager, f"{path}?version={here.bolt.version_id}")
    assert status == 404


async def test_a_fragment_is_a_part_and_not_a_page(site: Caller, here: Ground) -> None:
    status, text = await fetched(site, here.people.agent, "/list", **{"X-Fragment": "list"})
    assert status == 200
    assert "<html" not in text
    assert 'data-fragment="list"' in text
    _, whole = await fetched(site, here.people.agent, "/list", **{"X-Fragment": "no such part"})
    assert "<html" in whole


async def test_a_page_is_sent_small_to_whoever_takes_it_so(site: Caller, here: Ground) -> None:
    async with world.browser(site, here.people.agent) as page:
        sizes = {}
        for coding in ("br", "gzip", "identity"):
            answer = await page.get("/list", headers={"Accept-Encoding": coding})
            sizes[coding] = answer.num_bytes_downloaded
            assert answer.headers.get("content-encoding", "identity") == coding
            assert "<!doctype html>" in answer.text
    assert sizes["br"] < sizes["identity"] / 4
    assert sizes["gzip"] < sizes["identity"] / 4


async def test_what_htmx_cannot_have_is_told_in_place(site: Caller, here: Ground) -> None:
    """A refusal is a fragment and not a page, for a visitor whose session has ended too."""
    htmx = {"HX-Request": "true", "X-Fragment": "list"}
    async with world.browser(site, here.people.agent) as page:
        refused = await page.get("/tickets/ACME-999999", headers=htmx)
    async with world.browser(site, None) as page:
        ended = await page.get("/list", headers=htmx)
    assert (refused.status_code, ended.status_code) == (404, 401)
    for answer, said in ((refused, "Not found"), (ended, "Please sign in again")):
        assert 'data-fragment="problem"' in answer.text
        assert said in answer.text
        assert "<html" not in answer.text


async def test_the_description_of_the_api_names_every_route(site: Caller) -> None:
    async with world.browser(site) as page:
        said = (await page.get("/api/v1/schema/openapi.json")).json()
    paths = set(said["paths"])
    assert {"/api/v1/tickets/{name}", "/api/v1/clients/{key}/contracts"} <= paths


async def test_what_is_nowhere_is_said_on_a_page(site: Caller, here: Ground) -> None:
    async with world.browser(site, here.people.agent) as page:
        for method in ("GET", "POST"):
            answer = await page.request(method, "/no/such/page")
            assert answer.status_code == 404
            assert "Not found" in answer.text
        answer = await page.delete("/list")
        assert answer.status_code == 405
        assert (await page.get("/assets/app.000000000000.css")).status_code == 404
