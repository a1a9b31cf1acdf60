"""A client's own invoices: for those who keep its money, in figures that are its own."""

from __future__ import annotations

import pytest

from tests import world
from tests.service.console import ground
from tests.service.console.ground import SECRETS, Ground, Lived
from tests.world import Human
from underpin.kernel import db
from underpin.kernel.database.scope import Work
from underpin.kernel.web.caller import Caller


async def asked(lived: Lived) -> int:
    async with db.open(Work(lived.client.id)):
        found: int = await db.value(
            "SELECT count(*) FROM line_question WHERE tenant_id = $1", lived.client.id
        )
    return found


@pytest.mark.parametrize("who", ["finance", "admin"])
async def test_who_keeps_the_money_reads_what_was_issued(
    site: Caller, here: Ground, who: str
) -> None:
    person: Human = getattr(here.people.acme, who)
    async with world.browser(site, person) as page:
        assert 'href="/invoices"' in (await page.get("/")).text
        listed = (await page.get("/invoices")).text
        assert f'href="/invoices/{here.acme.invoice}"' in listed
        assert here.bolt.invoice not in listed
        one = await page.get(f"/invoices/{here.acme.invoice}")
    assert one.status_code == 200
    for said in ("LINE-FOR-CLIENT", "Still open", "ASKED-BY-CLIENT", "Waits for an answer"):
        assert said in one.text
    assert not [secret for secret in SECRETS if secret in listed + one.text]


@pytest.mark.parametrize("who", ["requester", "observer", "approver", "it_partner"])
async def test_the_others_see_no_figure(site: Caller, here: Ground, who: str) -> None:
    person: Human = getattr(here.people.acme, who)
    before = await ground.traces(here.acme.client), await asked(here.acme)
    one = f"/invoices/{here.acme.invoice}"
    async with world.browser(site, person) as page:
        assert 'href="/invoices"' not in (await page.get("/")).text
        for path in ("/invoices", one, f"{one}/payment-page"):
            answer = await page.get(path)
            assert answer.status_code == 403
            assert "LINE-FOR-CLIENT" not in answer.text
            assert "€" not in answer.text
        said = await page.post(f"{one}/lines/2/questions", data={"text": "Why?"})
        assert said.status_code == 403
    assert (await ground.traces(here.acme.client), await asked(here.acme)) == before


async def test_nobody_reads_anothers(site: Caller, here: Ground) -> None:
    other, before = f"/invoices/{here.bolt.invoice}", await asked(here.bolt)
    async with world.browser(site, here.people.acme.finance) as page:
        for path in (other, f"{other}/payment-page", "/invoices/ACME-2000-0001"):
            assert (await page.get(path)).status_code == 404
        said = await page.post(f"{other}/lines/1/questions", data={"text": "Why?"})
        assert said.status_code == 404
    assert await asked(here.bolt) == before


async def test_a_line_is_questioned_once_and_the_question_stands_on_the_page(
    site: Caller, here: Ground
) -> None:
    one, before = f"/invoices/{here.bolt.invoice}", await asked(here.bolt)
    async with world.browser(site, here.people.bolt.finance) as page:
        assert (await page.post(f"{one}/lines/99/questions", data={"text": "?"})).status_code == 404
        assert (await page.post(f"{one}/lines/2/questions", data={"text": " "})).status_code == 422
        assert await asked(here.bolt) == before
        assert f"{one}/lines/2/questions" in (await page.get(one)).text
        words = {"text": "Is <b>this</b> ours?"}
        done = await page.post(f"{one}/lines/2/questions", data=words)
        assert done.headers["location"] == one
        text = (await page.get(one)).text
        assert "Is &lt;b&gt;this&lt;/b&gt; ours?" in text
        assert f"{one}/lines/2/questions" not in text
        again = await page.post(f"{one}/lines/2/questions", data=words)
        assert again.status_code == 409
    assert await asked(here.bolt) == before + 1


async def test_without_a_page_to_pay_on_that_is_said(site: Caller, here: Ground) -> None:
    async with world.browser(site, here.people.acme.finance) as page:
        answer = await page.get(f"/invoices/{here.acme.invoice}/payment-page")
    assert answer.status_code == 409


@pytest.mark.parametrize(
    ("who", "status"),
    [("finance", 200), ("manager", 200), ("admin", 200), ("agent", 403), ("lead", 403)],
)
async def test_the_desk_sees_what_clients_owe(
    site: Caller, here: Ground, who: str, status: int
) -> None:
    slug, number = here.acme.client.slug, here.acme.invoice
    one = f"/clients/{slug}/invoices/{number}"
    async with world.browser(site, getattr(here.people, who)) as page:
        for path in ("/receivables", f"/clients/{slug}/invoices", one):
            answer = await page.get(path)
            assert answer.status_code == status, path
            assert ("€" in answer.text) is (status == 200)
        if status == 200:
            assert one in (await page.get("/receivables")).text
            assert "ASKED-BY-CLIENT" in (await page.get(one)).text


async def test_an_account_manager_sees_the_money_of_its_own_clients_alone(
    site: Caller, here: Ground
) -> None:
    slug, number = here.bolt.client.slug, here.bolt.invoice
    async with world.browser(site, here.people.manager) as page:
        owed = (await page.get("/receivables")).text
        assert here.acme.invoice in owed
        assert number not in owed
        assert (await page.get(f"/clients/{slug}/invoices")).status_code == 404
        elsewhere = f"/clients/{here.acme.client.slug}/invoices/{number}"
        assert (await page.get(elsewhere)).status_code == 404
        contract = (await page.get(f"/clients/{here.acme.client.slug}/contract")).text
    assert f"/clients/{here.acme.client.slug}/invoices/{here.acme.invoice}" in contract


async def test_the_desk_answers_what_a_client_asked_about_a_line(
    site: Caller, here: Ground
) -> None:
    slug, number = here.acme.client.slug, here.acme.invoice
    one = f"/clients/{slug}/invoices/{number}"
    async with db.open(Work(here.acme.client.id)):
        asked_about = await db.value("SELECT id FROM line_question ORDER BY id LIMIT 1")
    answer = f"{one}/questions/{asked_about}"
    async with world.browser(site, here.people.manager) as page:
        assert f"{answer}/explanation" not in (await page.get(one)).text
        assert (await page.post(f"{answer}/explanation", data={"text": "x"})).status_code == 403
    async with world.browser(site, here.people.finance) as page:
        assert f"{answer}/explanation" in (await page.get(one)).text
        for form in ({"text": " "}, {"text": "Yes", "net": "a lot"}):
            assert (await page.post(f"{answer}/acceptance", data=form)).status_code == 422
        assert f"{answer}/explanation" in (await page.get(one)).text
        said = {"text": "It is the scanner you <b>bought</b>."}
        done = await page.post(f"{answer}/explanation", data=said)
        assert done.headers.get("location") == one, done.text
        shown = (await page.get(one)).text
        assert "scanner you &lt;b&gt;bought" in shown
        assert f"{answer}/explanation" not in shown
        assert (await page.post(f"{answer}/acceptance", data=said)).status_code == 409
    async with world.browser(site, here.people.acme.finance) as page:
        assert "scanner you &lt;b&gt;bought" in (await page.get(f"/invoices/{number}")).text
