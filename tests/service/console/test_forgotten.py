"""Who has forgotten their password, as a browser and a mailbox see it."""

from __future__ import annotations

import re

import pytest

from tests import world
from tests.service.console.ground import Ground
from tests.service.console.visitor import DESK, PORTAL, Visitor, visiting, where
from tests.service.desk.ground import mails_of
from tests.world import Client, Human
from underpin.desk.onboarding import forgotten
from underpin.kernel import db
from underpin.kernel.database.scope import Provider, Work
from underpin.kernel.web.caller import Caller

ANOTHER = "another long enough password"
SENT = "has an account here"


async def letters(client: Client, person: Human) -> list[str]:
    """The texts of the links mailed to them, the last one at the end."""
    mails = await mails_of(client, person.email)
    return [each.text for each in mails if "/link/" in each.text and "password" in each.subject]


def path_in(text: str) -> str:
    found = re.search(r"https?://[^/]+(/link/\S+)", text)
    assert found is not None
    return found[1]


async def chosen(browser: Visitor, path: str) -> int:
    with world.cheap_hashes():
        return (await browser.post(path, password=ANOTHER, again=ANOTHER)).status_code


async def test_a_member_is_mailed_a_link_and_chooses_another_password(
    site: Caller, here: Ground
) -> None:
    acme = here.people.acme
    who = ("Zofia", f"zofia@{acme.slug}.example")
    person = await world.member(acme.admin, acme.id, acme.slug, *who)
    words = {"company": acme.slug, "email": person.email, "back": "/"}
    async with visiting(site, PORTAL) as browser:
        assert 'href="/forgotten' in (await browser.get("/sign-in")).text
        asked = await browser.get(f"/forgotten?company={acme.slug}")
        assert f'value="{acme.slug}"' in asked.text
        for _ in range(2):
            sent = await browser.post("/forgotten", company=acme.slug, email=person.email)
            assert (sent.status_code, SENT in sent.text) == (200, True)
        first, second = map(path_in, await letters(acme, person))
        assert (await browser.get(first)).status_code == 404, "the later one ended it"
        assert (await browser.get(second)).status_code == 200
        assert await chosen(browser, second) == 303
        assert (await browser.get(second)).status_code == 404, "good once"
        assert (await browser.post("/session", **words, password=world.PASSWORD)).status_code == 401
        assert where(await browser.post("/session", **words, password=ANOTHER)) == "/"
    async with world.browser(site, person) as before:
        assert (await before.get("/tickets")).status_code == 303, "other sessions have ended"
    async with db.open(Work(acme.id)):
        told = "SELECT count(*) FROM audit WHERE tenant_id = $1 AND verb = $2 AND subject = $3"
        assert await db.value(told, acme.id, forgotten.OF_MEMBER, str(person.id)) == 2


async def test_nobody_hears_whose_address_it_is(site: Caller, here: Ground) -> None:
    acme, bolt = here.people.acme, here.people.bolt
    stranger = bolt.requester
    async with visiting(site, PORTAL) as browser:
        for company, email in (
            (acme.slug, "nobody@acme.example"),
            (acme.slug, stranger.email),
            ("no-such-company", stranger.email),
        ):
            page = await browser.post("/forgotten", company=company, email=email)
            assert (page.status_code, SENT in page.text) == (200, True)
        assert await letters(bolt, stranger) == []
        assert (await browser.post("/forgotten", company=acme.slug, email="")).status_code == 422
        assert (
            await browser.post("/forgotten", company="", email="a@b.example")
        ).status_code == 422


async def test_staff_keep_their_second_factor(site: Caller, here: Ground) -> None:
    home, by = here.people.caro, here.people.admin.principal
    who = ("Forgetful", f"forgetful-{home.id}@provider.example", "agent", 1)
    person = await world.staff_person(by, *who, [home.id])
    async with visiting(site) as browser:
        page = await browser.get("/forgotten")
        assert 'name="company"' not in page.text
        sent = await browser.post("/forgotten", email=person.email.upper())
        assert SENT in sent.text
        (text,) = await letters(home, person)
        path = path_in(text)
        with world.cheap_hashes():
            done = await browser.post(path, password=ANOTHER, again=ANOTHER)
        assert where(done) == "/sign-in", "no key is shown"
        async with db.open(Provider()):
            told = "SELECT count(*) FROM provider_audit WHERE verb = $1 AND subject = $2"
            assert await db.value(told, forgotten.OF_STAFF, str(person.id)) == 1
        entered = await browser.post("/session", email=person.email, password=ANOTHER, back="/")
        assert where(entered).startswith("/session/code")
        code = world.fresh_code(person)
        assert where(await browser.post("/session/code", code=code, back="/")) == "/"
    async with visiting(site, PORTAL) as portal:
        assert (await portal.get(path)).status_code == 404


@pytest.mark.parametrize("origin", [DESK, PORTAL])
async def test_three_in_an_hour_are_enough(site: Caller, origin: str) -> None:
    asked = {"company": "none", "email": "often@provider.example"}
    async with visiting(site, origin) as browser:
        met = [(await browser.post("/forgotten", **asked)).status_code for _ in range(4)]
        assert met == [200, 200, 200, 429]
        assert "Wait an hour" in (await browser.post("/forgotten", **asked)).text
