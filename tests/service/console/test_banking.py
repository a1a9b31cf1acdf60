"""Bank accounts as pages: opened, told how their bank writes, fed with statements; and what of them
is no client's."""

from __future__ import annotations

import re

import httpx

from tests import world
from tests.service.console.ground import Ground
from tests.service.console.test_pricing import sent
from underpin.kernel import ids
from underpin.kernel.web.caller import Caller

COLUMNS = {"booked_on": "day", "amount": "sum", "payer": "who", "text": "words", "skip": "0"}
COLUMNS |= {"decimal": ".", "delimiter": ",", "encoding": "utf-8", "date_format": "YYYY-MM-DD"}


async def _file(page: httpx.AsyncClient, to: str, body: str) -> httpx.Response:
    said = {"form": "csv", "csrf": await _csrf(page)}
    return await page.post(to, data=said, files={"file": ("s.csv", body.encode())})


async def _csrf(page: httpx.AsyncClient) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', (await page.get("/bank-accounts")).text)
    assert found is not None
    return found[1]


async def _opened(page: httpx.AsyncClient) -> str:
    said = {"name": f"Account {ids.new()}", "currency": "EUR"}
    made = await sent(page, "/bank-accounts", "/bank-accounts", **said)
    return made.headers["location"]


async def _entry(page: httpx.AsyncClient, text: str) -> str:
    blocks = (await page.get("/bank-entries")).text.split('<li class="aside-item">')
    block = next(each for each in blocks if text in each)
    one = re.search(r'href="(/bank-entries/[0-9a-f-]+)"', block)
    assert one is not None
    return one[1]


async def test_a_statement_is_looked_at_and_taken_in(site: Caller, here: Ground) -> None:
    body = "day,sum,who,words\n2026-11-20,7.25,Unheard,LOOKED-AT\n2026-11-20,-3,Us,SENT-OUT\n"
    async with world.browser(site, here.people.finance) as page:
        wrong = {"name": "Typed name", "currency": "EUR", "iban": "DE00"}
        refused = await sent(page, "/bank-accounts", "/bank-accounts", **wrong)
        assert refused.status_code == 422
        assert 'value="Typed name"' in refused.text
        at = await _opened(page)
        assert (await _file(page, f"{at}/statements", body)).status_code == 409, "no columns yet"
        bad = await sent(page, at, f"{at}/columns", **{**COLUMNS, "amount": ""})
        assert bad.status_code == 422
        assert 'value="words"' in bad.text
        assert (await sent(page, at, f"{at}/columns", **COLUMNS)).headers["location"] == at
        broken = await _file(page, f"{at}/statement-previews", "day,sum\nx\n")
        assert broken.status_code == 422
        seen = await _file(page, f"{at}/statement-previews", body)
        assert seen.status_code == 200
        assert "LOOKED-AT" in seen.text
        assert "€7.25" in seen.text
        assert "LOOKED-AT" not in (await page.get("/bank-entries")).text, "nothing is kept of it"
        held = re.search(r'name="held" value="([^"]+)"', seen.text)
        assert held is not None
        again = {"form": "csv", "held": held[1]}
        for _ in range(2):
            assert (await sent(page, at, f"{at}/statements", **again)).headers["location"] == at
        assert "LOOKED-AT" in (await page.get("/bank-entries")).text
        assert "SENT-OUT" in (await page.get("/bank-entries?which=outgoing")).text
        assert (await sent(page, at, "/bank-entries/matching-runs")).status_code == 303
    for who in ("manager", "agent"):
        async with world.browser(site, getattr(here.people, who)) as page:
            assert (await page.get(at)).status_code == 403
            assert (await page.post(f"{at}/statements", data=again)).status_code == 403


async def test_what_is_no_clients_is_marked_and_a_refund_confirmed_by_another(
    site: Caller, here: Ground
) -> None:
    text, back = f"NOBODYS-{ids.new()}", f"GOES-BACK-{ids.new()}"
    body = f"day,sum,who,words\n2026-11-20,4.50,U,{text}\n2026-11-20,6,U,{back}\n"
    async with world.browser(site, here.people.finance) as page:
        at = await _opened(page)
        assert (await sent(page, at, f"{at}/columns", **COLUMNS)).status_code == 303
        assert (await _file(page, f"{at}/statements", body)).status_code == 303
        one = await _entry(page, text)
        assert (await sent(page, one, f"{one}/not-ours")).headers["location"] == one
        assert (await sent(page, one, f"{one}/not-ours")).status_code == 409
        assert text in (await page.get("/bank-entries?which=not_ours")).text
        assert (await sent(page, one, f"{one}/reopening")).status_code == 303
        to = await _entry(page, back)
        assert (await sent(page, to, f"{to}/refund-due")).status_code == 303
        seen = (await page.get(to)).text
        assert f"{to}/refund" + '"' not in seen, "who marked it does not confirm it"
        assert "a colleague says" in seen
        assert (await sent(page, to, f"{to}/refund")).status_code == 403
        key = here.bolt.client.key
        given = {"number": key, "amount": "4.50"}
        assert (await sent(page, one, f"{one}/allocations", **given)).status_code == 303
        undo = re.search(r'action="([^"]+/reversal)"', (await page.get(one)).text)
        assert undo is not None, "it stands in the client's balance"
        assert (await sent(page, one, undo[1], back=one)).headers["location"] == one
        assert "undone" in (await page.get(one)).text
    async with world.browser(site, here.people.admin) as page:
        assert (await sent(page, to, f"{to}/refund")).headers["location"] == to
        assert "Sent back" in (await page.get(to)).text
