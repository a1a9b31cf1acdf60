"""Pages that go by text message, call or push: to proven numbers alone, accepted from the call, and
by the next way at once where one fails."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
import pytest_asyncio

from tests import served
from tests import world as worlds
from tests.conftest import Database
from tests.service.desk import ground
from tests.service.desk.channels.far_side import FarSide, far_side
from tests.service.desk.ground import MONDAY
from tests.service.desk.test_on_call import team_of, ticket, told
from tests.world import World
from underpin.desk.connectors.connector import Auth, Secret
from underpin.desk.on_call import carriers, pages, rotas, wishes
from underpin.desk.on_call.duty import Rota
from underpin.desk.on_call.gateways import keeping, numbers, sending, trying
from underpin.desk.on_call.gateways.gateway import Said
from underpin.desk.on_call.pages import Page
from underpin.desk.on_call.wishes import Notices
from underpin.kernel import db, installation, outgoing, verb
from underpin.kernel.database.scope import Provider, Work
from underpin.kernel.errors import Forbidden, Malformed
from underpin.kernel.outbound import Outbound
from underpin.kernel.outbound_address import AddressRule

NUMBER = "+48600100200"
TEXT = {"To": "{address}", "From": "+4822", "Body": "{subject} {link}"}


@pytest_asyncio.fixture(scope="module")
async def world(scopes: Database) -> AsyncIterator[World]:
    """The agent alone on the rota."""
    made = await worlds.build()
    await ground.under_contract(made.acme)
    team = await team_of(made.agent)
    rota = Rota("UTC", MONDAY.date(), MONDAY.time().replace(hour=0), (made.agent.id,))
    await verb.perform(rotas.establish, made.lead.principal, team, rota)
    yield made
    async with db.open(Provider()):
        await db.execute("DELETE FROM rota WHERE team_id = $1", team)
        await db.execute("DELETE FROM page_gateway")


@pytest.fixture(autouse=True)
def on_loopback(world: World) -> Iterator[None]:
    installation.use(replace(worlds.SETTINGS, allow_private_addresses=True, demo=True))
    yield
    installation.use(worlds.SETTINGS)


@pytest_asyncio.fixture
async def there() -> AsyncIterator[FarSide]:
    before = dict(outgoing.CHANNELS)
    async with far_side() as made, Outbound(AddressRule(allow_private=True)) as out:
        outgoing.CHANNELS[sending.OUT] = sending.sender(out, carriers.fall_back)
        yield made
    outgoing.CHANNELS.clear()
    outgoing.CHANNELS.update(before)


@pytest_asyncio.fixture(scope="module")
async def site() -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=served.site())
    origin = worlds.SETTINGS.desk_origin
    headers = {"origin": origin}
    async with httpx.AsyncClient(transport=transport, base_url=origin, headers=headers) as page:
        yield page


async def set_up(world: World, carrier: str, said: Said) -> None:
    await verb.perform(keeping.establish, world.admin.principal, carrier, said)


async def proven(world: World, there: FarSide, carrier: str, address: str) -> None:
    agent = world.agent.principal
    await verb.begin(numbers.give, agent, carrier, address)
    code = re.search(r"\b\d{6}\b", there.asked[-1].body.decode().replace("+", " "))
    assert code is not None
    with pytest.raises(numbers.WrongCode):
        await verb.begin(numbers.confirm, agent, carrier, "x")
    await verb.begin(numbers.confirm, agent, carrier, code[0])


async def paged(world: World) -> Page:
    """Raised now, and called. The gateway for text messages of the story before is gone."""
    async with db.open(Work(world.acme.id)):
        now = await db.now()
    await told(world.acme, ["page"], [await ticket(world.acme)])
    await ground.pass_time(world.acme, now + timedelta(seconds=1))
    await ground.hurry(world.acme)
    return await newest(world)


async def newest(world: World) -> Page:
    found: list[Page] = await verb.perform(
        pages.of_client, world.lead.principal, world.acme.id, tenant=world.acme.id
    )
    return found[0]


async def calls(world: World, page: Page) -> list[tuple[str, list[str]]]:
    async with db.open(Work(world.acme.id)):
        rows = await db.rows(
            "SELECT carrier, failed FROM page_call WHERE tenant_id = $1 AND page_id = $2 "
            "ORDER BY called_at, id",
            *(world.acme.id, page.id),
        )
    return [(row["carrier"], row["failed"]) for row in rows]


async def test_a_text_message_to_a_proven_number_is_accepted_by_its_link(
    world: World, there: FarSide, site: httpx.AsyncClient
) -> None:
    agent = world.agent.principal
    auth, secret = Auth("basic", username="AC1"), Secret(token="t0ken")
    template = {"To": "{address}", "From": "+4822", "Body": "{text} {link}"}
    said = Said("fields", f"{there.url}/Messages.json", template, auth, secret)
    with pytest.raises(Forbidden):
        await verb.perform(keeping.establish, world.lead.principal, "sms", said)
    with pytest.raises(Malformed):
        await set_up(world, "sms", replace(said, template={"Body": "{shared}"}))
    await set_up(world, "sms", said)
    with pytest.raises(Malformed):
        await verb.begin(numbers.give, agent, "sms", "600100200")
    await verb.perform(wishes.choose, agent, Notices(page_by="sms"))

    # a number that nobody proved is nobody's
    await verb.begin(numbers.give, replace(agent, locale="pl"), "sms", "+48 600 100 200")
    assert there.asked[-1].form["Body"].startswith("Twój kod do wezwań: ")
    await verb.begin(trying.send, replace(world.admin.principal, locale="zh"), "sms", NUMBER)
    assert there.asked[-1].form["Body"].startswith("这是呼叫发送测试")
    asked = len(there.asked)
    assert await calls(world, await paged(world)) == [("mail", [])]
    assert len(there.asked) == asked

    await proven(world, there, "sms", NUMBER)
    page = await paged(world)
    assert await calls(world, page) == [("sms", [])]
    last = there.asked[-1]
    assert (last.path, last.form["To"], last.form["From"]) == ("/Messages.json", NUMBER, "+4822")
    assert last.headers["authorization"].startswith("Basic ")
    assert world.acme.requester.name not in last.form["Body"]
    found = re.search(r"http://desk\.localhost(/page/\S+)", last.form["Body"])
    assert found is not None

    # whoever looks changes nothing; the button accepts, for who was called
    assert (await site.get(found[1])).status_code == 200
    assert (await newest(world)).state == "calling"
    assert (await site.post(f"{found[1]}/acceptance")).status_code in (302, 303)
    now = await newest(world)
    assert (now.id, now.state, now.accepted_by) == (page.id, "accepted", world.agent.id)
    assert "I take it" not in (await site.get(found[1])).text
    assert (await site.get("/page/upn_page_1_x")).status_code == 404


async def test_where_one_way_fails_the_next_is_taken_at_once_and_mail_in_the_end(
    world: World, there: FarSide
) -> None:
    there.answers = [(200, {})]
    await set_up(world, "push", Said("ntfy", there.url, {}, an_hour=3))
    await proven(world, there, "push", "topic-of-ada")
    pushed = there.asked[-1].said
    assert (pushed["topic"], pushed["priority"]) == ("topic-of-ada", 5)
    page = await paged(world)
    await ground.hurry(world.acme)
    assert await calls(world, page) == [("push", ["sms"])]
    assert there.asked[-1].said["click"].startswith("http://desk.localhost/page/")
    # no more than an hour may have: this one goes on to mail
    again = await paged(world)
    for _ in range(3):
        await ground.hurry(world.acme)
    last = await paged(world)
    for _ in range(3):
        await ground.hurry(world.acme)
    assert [await calls(world, each) for each in (again, last)] == [
        [("push", ["sms"])],
        [("mail", ["sms", "push"])],
    ]
    async with db.open(Work(world.acme.id)):
        aside = await db.rows(
            "SELECT last_error FROM outgoing WHERE tenant_id = $1 AND channel = $2 "
            "AND parked_at IS NOT NULL ORDER BY id",
            *(world.acme.id, sending.OUT),
        )
    assert len(aside) == 4
    assert "More calls than an hour may have" in aside[-1]["last_error"]
