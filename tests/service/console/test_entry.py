"""The ways in and out, as a browser takes them."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import httpx
import pyotp
import pytest

from tenants import invitation, people
from tests import world
from tests.service.console.ground import Ground
from tests.service.console.visitor import DESK, PORTAL, visiting, where
from underpin.console import assets
from underpin.kernel import cookies, csrf, verb
from underpin.kernel.web.caller import Caller


async def test_staff_sign_in_with_password_and_code(site: Caller, here: Ground) -> None:
    person = here.people.agent
    async with visiting(site) as browser:
        way = where(await browser.get("/list?assignee=me"))
        assert way == "/sign-in?next=%2Flist%3Fassignee%3Dme"
        page = await browser.get(way)
        assert 'name="back" value="/list?assignee=me"' in page.text
        way = where(
            await browser.post(
                "/session", email=person.email, password=world.PASSWORD, back="/list?assignee=me"
            )
        )
        assert cookies.SESSION not in browser.jar
        assert where(await browser.get("/list")).startswith("/sign-in")
        page = await browser.get(way)
        assert person.email in page.text
        wrong = await browser.post("/session/code", code="000000", back="/list?assignee=me")
        assert wrong.status_code == 401
        assert "That did not match." in wrong.text
        code = world.fresh_code(person)
        back = parse_qs(urlsplit(way).query)["next"][0]
        assert where(await browser.post("/session/code", code=code, back=back)) == back
        assert (await browser.get(back)).status_code == 200
        assert where(await browser.get("/sign-in")) == "/"


async def test_members_sign_in_with_their_company(site: Caller, here: Ground) -> None:
    person, company = here.people.acme.colleague, here.people.acme.slug
    async with visiting(site, PORTAL) as browser:
        page = await browser.get(f"/sign-in?company={company}")
        assert f'value="{company}"' in page.text
        words = {"email": person.email, "password": world.PASSWORD, "back": "/"}
        wrong = await browser.post("/session", company=here.people.bolt.slug, **words)
        assert wrong.status_code == 401
        assert browser.jar == {}
        assert where(await browser.post("/session", company=company, **words)) == "/"
        page = await browser.get("/")
        assert person.name in page.text
        token = browser.jar[cookies.SESSION]
        proof = page.text.split('name="csrf" value="')[1].split('"')[0]
        assert where(await browser.post("/session/end", csrf=proof)) == "/sign-in"
        assert browser.jar == {}
        browser.jar = {cookies.SESSION: token}
        assert where(await browser.get("/")) == "/sign-in"


@pytest.mark.parametrize(
    ("unknown", "password"),
    [("nobody@provider.example", world.PASSWORD), ("", ""), ("agent", "wrong wrong wrong")],
)
async def test_who_is_not_let_in_learns_nothing(
    site: Caller, here: Ground, unknown: str, password: str
) -> None:
    email = here.people.l2.email if unknown == "agent" else unknown
    async with visiting(site) as browser:
        refused = await browser.post("/session", email=email, password=password, back="/")
    assert refused.status_code == 401
    assert "That did not match." in refused.text
    assert "set-cookie" not in refused.headers


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x", "/a\nb"]
)
async def test_no_link_leads_to_another_host(site: Caller, here: Ground, back: str) -> None:
    async with visiting(site) as browser:
        page = await browser.client.get("/sign-in", params={"next": back})
        assert 'name="back" value="/"' in page.text
        assert where(await browser.post("/preferences", back=back, theme="dark")) == "/"


async def test_a_form_of_another_site_is_refused(site: Caller, here: Ground) -> None:
    person = here.people.acme.requester
    transport = httpx.ASGITransport(app=site)
    sent = {"Cookie": f"{cookies.SESSION}={person.cookie}"}
    async with httpx.AsyncClient(transport=transport, base_url=PORTAL, headers=sent) as client:
        new = {"subject": "forged", "text": "x"}
        for origin in ({"Origin": "https://evil.example"}, {"Origin": DESK}, {}):
            assert (await client.post("/tickets", data=new, headers=origin)).status_code == 403
        assert (
            await client.post("/tickets", data=new, headers={"Origin": PORTAL})
        ).status_code == 403
        assert "forged" not in (await client.get("/?scope=company")).text


async def test_a_choice_of_looks_and_language_stays(site: Caller) -> None:
    async with visiting(site) as browser:
        page = await browser.get("/sign-in", **{"Accept-Language": "ar;q=0.5, pl"})
        assert '<html lang="pl" dir="ltr" data-theme="auto">' in page.text
        chosen = {"theme": "dark", "language": "ar", "back": "/sign-in"}
        assert where(await browser.post("/preferences", **chosen)) == "/sign-in"
        page = await browser.get("/sign-in", **{"Accept-Language": "pl"})
        assert '<html lang="ar" dir="rtl" data-theme="dark">' in page.text
        await browser.post("/preferences", theme="<script>", language="xx", back="/sign-in")
        page = await browser.get("/sign-in")
        assert '<html lang="en" dir="ltr" data-theme="auto">' in page.text


async def test_a_member_is_invited_chooses_a_password_and_comes_in(
    site: Caller, here: Ground
) -> None:
    acme, by = here.people.acme, here.people.acme.admin.principal
    email = "neu@acme.example"
    person = await verb.perform(people.add_member, by, "Neu", email, tenant=acme.id)
    token = await verb.perform(invitation.invite_member, by, person.id, tenant=acme.id)
    path, password = f"/link/{token}", "a long enough password"
    async with visiting(site, PORTAL) as browser:
        page = await browser.get(path)
        assert "Welcome, <bdi>Neu</bdi>" in page.text
        assert f"{acme.name}</title>" in page.text, "in the name of their company's portal"
        assert (await browser.get(path)).status_code == 200
        unlike = await browser.post(path, password=password, again="another")
        assert (unlike.status_code, "The two are not the same" in unlike.text) == (422, True)
        short = await browser.post(path, password="short", again="short")
        assert (short.status_code, "too short" in short.text) == (422, True)
        with world.cheap_hashes():
            assert where(await browser.post(path, password=password, again=password)) == "/sign-in"
        assert (await browser.get(path)).status_code == 404
        words = {"company": acme.slug, "email": email, "password": password, "back": "/"}
        assert where(await browser.post("/session", **words)) == "/"
    async with visiting(site) as desk:
        assert (await desk.get(path)).status_code == 404


async def test_staff_are_shown_the_key_of_their_second_factor(site: Caller, here: Ground) -> None:
    by = here.people.admin.principal
    email, password = "new@provider.example", "a long enough password"
    person = await verb.perform(people.add_staff, by, "New", email, ("agent",), 1)
    token = await verb.perform(invitation.invite_staff, by, person.id)
    async with visiting(site) as browser:
        with world.cheap_hashes():
            page = await browser.post(f"/link/{token}", password=password, again=password)
        assert page.status_code == 200
        secret = page.text.split("<code>")[1].split("</code>")[0].replace(" ", "")
        way = where(await browser.post("/session", email=email, password=password, back="/"))
        assert way.startswith("/session/code")
        code = pyotp.TOTP(secret).now()
        assert where(await browser.post("/session/code", code=code, back="/")) == "/"
        assert where(await browser.get("/")) == "/list"


async def test_without_the_first_step_there_is_no_second(site: Caller) -> None:
    async with visiting(site) as browser:
        assert where(await browser.get("/session/code")) == "/sign-in"
        assert where(await browser.post("/session/code", code="123456", back="/")) == "/sign-in"
        browser.jar = {"__Host-underpin-step": "bm9uc2Vuc2U"}
        assert where(await browser.get("/session/code")) == "/sign-in"
    async with visiting(site, PORTAL) as browser:
        assert (await browser.get("/session/code")).status_code == 404


async def test_a_refusal_at_the_door_is_a_page(site: Caller, here: Ground) -> None:
    """Of a form that is not ours, at a host that is not ours."""
    async with world.browser(site, here.people.agent) as page:
        forged = await page.post("/session/end", headers={csrf.HEADER: "forged"})
        strange = await page.get("/list", headers={"Host": "elsewhere.example"})
        said = await page.post("/api/v1/tickets", json={}, headers={csrf.HEADER: "forged"})
    assert (forged.status_code, strange.status_code, said.status_code) == (403, 421, 403)
    for answer in (forged, strange):
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert "<main" in answer.text
    assert said.json()["type"] == "urn:underpin:problem:form-forged"
    assert here.people.agent.name not in strange.text


async def test_assets_say_what_they_are_once(site: Caller, here: Ground) -> None:
    async with world.browser(site) as page:
        for name, said in (("app.css", "text/css"), ("live.js", "text/javascript")):
            answer = await page.get(assets.url(name))
            assert answer.status_code == 200
            assert answer.headers["content-type"] == f"{said}; charset=utf-8"


async def test_a_load_balancer_is_answered_by_address(site: Caller, here: Ground) -> None:
    async with world.browser(site) as page:
        for path in ("/health/live", "/health/ready"):
            assert (await page.get(path, headers={"Host": "10.0.0.7:8000"})).status_code == 200


@pytest.mark.parametrize("origin", [DESK, PORTAL])
async def test_too_many_tries_are_told_from_a_wrong_one(site: Caller, origin: str) -> None:
    tried = {"company": "none", "email": "trying@provider.example", "password": "not this one"}
    async with visiting(site, origin) as visitor:
        met = [(await visitor.post("/session", **tried)).status_code for _ in range(11)]
        assert met == [401] * 10 + [429]
        assert "Too many" in (await visitor.post("/session", **tried)).text
