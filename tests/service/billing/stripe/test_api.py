"""Collecting by card over the API: who may, what is said, and what stays unchanged when refused."""

from __future__ import annotations

import functools
from typing import Any

import pytest

from billing.payments import collecting
from billing.payments.gateway import account
from tests import served, world
from tests.service.billing.stripe import ground
from tests.service.billing.stripe.seam import Place
from tests.world import Client, Human, World
from underpin.demo.stripe_simulator.trouble import Trouble
from underpin.kernel import db
from underpin.kernel.database.scope import Work
from underpin.kernel.web.caller import Caller

pytestmark = pytest.mark.stripe


@functools.cache
def _site() -> Caller:
    return served.site()


async def _ask(person: Human, method: str, path: str, body: Any = None) -> tuple[int, Any]:
    async with world.browser(_site(), person) as page:
        answer = await page.request(method, f"/api/v1/clients/{path}", json=body)
    return answer.status_code, answer.json() if answer.content else None


async def _method(client: Client) -> str:
    async with db.open(Work(client.id)):
        return (await collecting.of(client.id)).method


async def test_finance_sets_how_a_client_pays(house: World, place: Place) -> None:
    client = house.bolt
    wanted = {"method": "stripe"}
    for person in (house.agent, house.lead):
        assert (await _ask(person, "PUT", f"{client.key}/collecting", wanted))[0] == 403
    assert (await _ask(client.finance, "PUT", f"{client.key}/collecting", wanted))[0] == 404, "desk"
    assert await _method(client) == "bank_transfer"
    status, said = await _ask(house.finance, "PUT", f"{client.key}/collecting", wanted)
    assert (status, said) == (200, {"method": "stripe", "card": "", "cards_set_up": True})
    assert (await _ask(client.finance, "GET", f"{client.key}/collecting"))[1] == said
    assert (await _ask(client.requester, "GET", f"{client.key}/collecting"))[0] == 403
    assert (await _ask(client.finance, "GET", f"{house.acme.key}/collecting"))[0] == 404


async def test_the_clients_finance_is_led_to_stripes_own_page(house: World, place: Place) -> None:
    client = house.acme
    await ground.collected(house, client, place)
    await ground.forget(client)
    assert (await _ask(client.requester, "POST", f"{client.key}/collecting/card-pages"))[0] == 403
    assert not (await ground.at_stripe(client, place)).customers
    status, said = await _ask(client.finance, "POST", f"{client.key}/collecting/card-pages")
    assert status == 201
    assert said["url"].startswith("https://")
    assert "stripe" in said["url"]
    again = await _ask(house.finance, "POST", f"{client.key}/collecting/card-pages")
    assert again[1]["session"] != said["session"]
    assert (await ground.at_stripe(client, place)).customers == 1, "the customer is made once"
    elsewhere = await _ask(client.finance, "POST", f"{house.bolt.key}/collecting/card-pages")
    assert elsewhere[0] == 404


async def test_without_a_key_the_api_says_so(house: World, place: Place) -> None:
    client = house.caro
    with account.used(None):
        wanted = {"method": "stripe"}
        status, said = await _ask(house.finance, "PUT", f"{client.key}/collecting", wanted)
        assert (status, said["type"].rsplit(":", 1)[-1]) == (409, "cards-not-set-up")
        assert "not set up" in said["title"]
        page = await _ask(client.finance, "POST", f"{client.key}/collecting/card-pages")
        assert page[0] == 409
        known = await _ask(client.finance, "GET", f"{client.key}/collecting")
        assert known[1] == {"method": "bank_transfer", "card": "", "cards_set_up": False}
    assert await _method(client) == "bank_transfer"


async def test_staff_see_how_far_an_invoice_is_and_where_it_is_paid(
    house: World, place: Place
) -> None:
    client = house.acme
    await ground.collected(house, client, place)
    await ground.forget(client)
    made = await ground.issue(client)
    await ground.begin(made)
    of = f"{client.key}/invoices/by-number/{made.number}"
    early = (await _ask(client.finance, "GET", f"{of}/how-to-pay"))[1]
    assert (early["page"], early["why_not"][:8]) == (None, "The page")
    await ground.go_on(client)
    status, pushes = await _ask(house.finance, "GET", f"{of}/pushes")
    assert (status, [each["state"] for each in pushes]) == (200, ["done"])
    assert pushes[0]["goal"] == pushes[0]["found"] == {"amount": "1343.78", "currency": "EUR"}
    to_pay = (await _ask(client.finance, "GET", f"{of}/how-to-pay"))[1]
    assert (to_pay["reference"], to_pay["page"][:8]) == (made.number, "https://")
    for person in (client.finance, client.admin, house.agent):
        assert (await _ask(person, "GET", f"{of}/pushes"))[0] in (403, 404)
    done = await _ask(house.finance, "PUT", f"{client.key}/pushes/{pushes[0]['id']}/retry")
    assert (done[0], done[1]["type"].rsplit(":", 1)[-1]) == (409, "not-set-aside")
    stopped = await _ask(house.finance, "DELETE", f"{of}/card-collection")
    assert stopped[0] == 204
    await ground.go_on(client)
    assert (await _ask(client.finance, "GET", f"{of}/how-to-pay"))[1]["page"] is None


async def test_when_stripe_is_silent_the_client_is_asked_to_try_again(
    house: World, place: Place
) -> None:
    if place.simulator is None:
        pytest.skip("silence cannot be ordered at Stripe")
    client = house.acme
    await ground.collected(house, client, place)
    await ground.forget(client)
    place.simulator.troubles.ordered = [Trouble("silence", 2)]
    status, said = await _ask(client.finance, "POST", f"{client.key}/collecting/card-pages")
    assert (status, said["type"].rsplit(":", 1)[-1]) == (503, "stripe-silent")
    again = await _ask(client.finance, "POST", f"{client.key}/collecting/card-pages")
    assert again[0] == 201
    assert (await ground.at_stripe(client, place)).customers == 1
