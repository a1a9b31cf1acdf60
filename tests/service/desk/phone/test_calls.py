"""The telephone: a call in one form counts at its own start, and what the telephone system tells us
waits to be written down."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import pytest_asyncio

from tests import served
from tests import world as worlds
from tests.conftest import Database
from tests.service.desk import ground
from tests.service.desk.ground import MONDAY
from tests.world import Client, World
from underpin import wiring
from underpin.desk.phone import call, calls, logging
from underpin.desk.phone.logging import Logged, Spoken
from underpin.desk.tickets import finishing, raising, states, talking
from underpin.desk.tickets.raising import NewTicket
from underpin.kernel import db, verb
from underpin.kernel.database.scope import Member, Work
from underpin.kernel.errors import Forbidden, Malformed, NotFound

MINUTE = timedelta(minutes=1)


@pytest_asyncio.fixture(scope="module")
async def people(scopes: Database) -> World:
    wiring.wire()
    wiring.wire_alarms()
    made = await worlds.build()
    await ground.under_contract(made.acme)
    return made


@pytest_asyncio.fixture(scope="module")
async def page(people: World) -> AsyncIterator[httpx.AsyncClient]:
    inside = httpx.ASGITransport(app=served.site())
    async with httpx.AsyncClient(transport=inside, base_url=worlds.SETTINGS.desk_origin) as page:
        yield page


async def at(client: Client, moment: datetime) -> None:
    await ground.pass_time(client, moment)


async def log(people: World, **words: Any) -> Logged:
    about = {"tenant": people.acme.id}
    call_id = words.pop("call_id", None)
    spoken = Spoken(**({"words": "She says that nothing prints."} | words))
    made: Logged = await verb.perform(
        logging.log, people.agent.principal, spoken, call_id=call_id, **about
    )
    return made


async def rows(client: Client, sql: str, *words: Any) -> list[db.Row]:
    async with db.open(Work(client.id)):
        return await db.rows(sql, *words)


async def clock(client: Client, number: int, metric: str) -> db.Row:
    (row,) = await rows(
        client,
        "SELECT c.* FROM clock c JOIN ticket t ON t.tenant_id = c.tenant_id "
        "AND t.id = c.ticket_id WHERE t.number = $1 AND c.metric = $2",
        number,
        metric,
    )
    return row


async def state(client: Client, number: int) -> str:
    (row,) = await rows(client, "SELECT state FROM ticket WHERE number = $1", number)
    return str(row["state"])


async def test_a_call_that_came_in_is_a_ticket_answered_at_its_start(people: World) -> None:
    await at(people.acme, MONDAY + 20 * MINUTE)
    who = people.acme.requester.id
    service = ground.service(people.acme)
    words = {"started_at": MONDAY, "seconds": 1080, "person_id": who, "service_id": service}
    made = await log(people, subject="Printer", **words)
    (ticket,) = await rows(people.acme, "SELECT * FROM ticket WHERE number = $1", made.ticket)
    assert (ticket["channel"], ticket["raised_at"]) == ("phone", MONDAY)
    assert ticket["requester_id"] == who
    answered = await clock(people.acme, made.ticket, "first_response")
    assert (answered["state"], answered["elapsed_us"]) == ("stopped", 0)
    (said,) = await rows(people.acme, "SELECT * FROM message WHERE ticket_id = $1", ticket["id"])
    assert (said["happened_at"], said["channel"]) == (MONDAY, "phone")
    assert said["visibility"] == "public"
    assert made.call.seconds == 1080


async def test_a_call_we_made_answers_from_its_start(people: World) -> None:
    start = MONDAY + timedelta(hours=1)
    await at(people.acme, start)
    new = NewTicket("Slow", "x", service_id=ground.service(people.acme))  # type: ignore[arg-type]
    ticket = await verb.perform(raising.raise_ticket, people.acme.requester.principal, new)
    await at(people.acme, start + 21 * MINUTE)
    words = {"started_at": start + 10 * MINUTE, "seconds": 600, "direction": "out"}
    await log(people, ticket=ticket.number, **words)
    answered = await clock(people.acme, ticket.number, "first_response")
    assert answered["state"] == "stopped"
    assert answered["elapsed_us"] == 10 * MINUTE // timedelta(microseconds=1)
    assert await state(people.acme, ticket.number) == "open"


async def test_the_clients_word_on_the_telephone_ends_the_wait_for_them(people: World) -> None:
    start = MONDAY + timedelta(hours=2)
    await at(people.acme, start)
    new = NewTicket("Odd", "x", service_id=ground.service(people.acme))  # type: ignore[arg-type]
    ticket = await verb.perform(raising.raise_ticket, people.acme.requester.principal, new)
    about = {"tenant": people.acme.id}
    number, agent = ticket.number, people.agent.principal
    await verb.perform(talking.reply, agent, number, "Since when?", then_wait=True, **about)
    await at(people.acme, start + 30 * MINUTE)
    await log(people, ticket=number, started_at=start + 25 * MINUTE, seconds=120)
    assert await state(people.acme, number) == "open"
    waited = await clock(people.acme, number, "resolution")
    await at(people.acme, start + 60 * MINUTE)
    await verb.perform(finishing.resolve, agent, number, **about)
    done = await clock(people.acme, number, "resolution")
    assert done["elapsed_us"] == 35 * MINUTE // timedelta(microseconds=1)
    assert waited["state"] == "running"


async def test_where_nobody_was_reached_no_clock_moves(people: World) -> None:
    start = MONDAY + timedelta(hours=3)
    await at(people.acme, start)
    new = NewTicket("Away", "x", service_id=ground.service(people.acme))  # type: ignore[arg-type]
    ticket = await verb.perform(raising.raise_ticket, people.acme.requester.principal, new)
    await log(people, ticket=ticket.number, direction="out", reached=False, words="No answer.")
    assert (await clock(people.acme, ticket.number, "first_response"))["state"] == "running"
    assert await state(people.acme, ticket.number) == "new"
    async with db.open(Member(people.acme.id, people.acme.requester.id)):
        read = await db.rows("SELECT body FROM message WHERE ticket_id = $1", ticket.id)
    assert [row["body"] for row in read] == ["x"]


@pytest.mark.parametrize(
    ("words", "field"),
    [
        ({"words": " "}, "words"),
        ({"seconds": -1}, "seconds"),
        ({"direction": "sideways"}, "direction"),
        ({"started_at": datetime(2030, 1, 1, tzinfo=UTC)}, "started_at"),
        ({"started_at": MONDAY}, "reason"),
        ({}, "requester_id"),
    ],
)
async def test_what_cannot_be_is_said_and_nothing_is_kept(
    people: World, words: dict[str, Any], field: str
) -> None:
    await at(people.acme, MONDAY + timedelta(hours=4))
    sql = "SELECT (SELECT count(*) FROM phone_call) AS calls, (SELECT count(*) FROM ticket) AS t"
    before = await rows(people.acme, sql)
    with pytest.raises(Malformed) as refused:
        await log(people, **words)
    assert refused.value.field == field
    assert await rows(people.acme, sql) == before


async def test_a_call_written_down_late_says_why(people: World) -> None:
    await at(people.acme, MONDAY + timedelta(hours=4))
    words = {"started_at": MONDAY + timedelta(hours=3), "person_id": people.acme.requester.id}
    made = await log(people, reason="I was on the road.", **words)
    assert made.call.started_at == MONDAY + timedelta(hours=3)


async def test_a_ticket_that_is_done_is_reopened_first(people: World) -> None:
    await at(people.acme, MONDAY + timedelta(hours=5))
    made = await log(people, person_id=people.acme.requester.id)
    about = {"tenant": people.acme.id}
    await verb.perform(finishing.close, people.agent.principal, made.ticket, **about)
    with pytest.raises(states.WrongState):
        await log(people, ticket=made.ticket)


async def a_line(people: World, client: Client, name: str) -> str:
    made = await verb.perform(calls.open_line, people.lead.principal, name, tenant=client.id)
    return str(made.secret.address)


async def ring(page: httpx.AsyncClient, client: Client, address: str, **said: Any) -> int:
    told = {"id": "c1", "event": "ringing", "number": "+48 22 123 45 67"} | said
    answer = await page.post(address, json=told)
    await ground.settle(client)
    return answer.status_code


async def drafts(people: World, client: Client) -> list[call.Call]:
    lead = people.lead.principal
    found: list[call.Call] = await verb.perform(calls.waiting, lead, client.id, tenant=client.id)
    return found


async def test_a_ringing_telephone_is_a_call_of_whoever_has_the_number(
    people: World, page: httpx.AsyncClient
) -> None:
    bolt, about = people.bolt, {"tenant": people.bolt.id}
    agent = people.agent.principal
    await verb.perform(calls.set_numbers, agent, bolt.requester.id, ("+48 22 123 45 67",), **about)
    address = await a_line(people, bolt, "switchboard")
    assert await ring(page, bolt, address, agent=people.agent.email) == 202
    (draft,) = await drafts(people, bolt)
    assert (draft.person_id, draft.staff_id) == (bolt.requester.id, people.agent.id)
    assert (draft.state, draft.number) == ("draft", "48221234567")
    await ring(page, bolt, address, event="ended", seconds=90)
    await ring(page, bolt, address, event="answered")
    (draft,) = await drafts(people, bolt)
    assert draft.seconds == 90
    made = await verb.perform(
        logging.log, agent, Spoken("Nothing prints.", seconds=90), call_id=draft.id, **about
    )
    assert (made.call.id, made.call.state) == (draft.id, "logged")
    assert await drafts(people, bolt) == []
    with pytest.raises(call.WrittenDown):
        await verb.perform(logging.log, agent, Spoken("Again."), call_id=draft.id, **about)
    await ring(page, bolt, address, event="missed")
    assert await drafts(people, bolt) == []
    (ticket,) = await rows(bolt, "SELECT requester_id, channel FROM ticket")
    assert (ticket["requester_id"], ticket["channel"]) == (bolt.requester.id, "phone")


async def test_its_news_may_come_in_any_order_and_a_missed_call_stands_as_missed(
    people: World, page: httpx.AsyncClient
) -> None:
    caro = people.caro
    address = await a_line(people, caro, "switchboard")
    for event in ("missed", "ringing"):
        await ring(page, caro, address, id="m", event=event, number="anonymous")
    for event in ("ended", "missed", "ringing"):
        seconds = 30 if event == "ended" else None
        await ring(page, caro, address, id="a", event=event, seconds=seconds)
    found = {each.number: each for each in await drafts(people, caro)}
    assert found[""].state == "missed"
    assert (found["48221234567"].state, found["48221234567"].seconds) == ("draft", 30)
    assert found["48221234567"].person_id is None, "the number is of another client's person"
    lead = people.lead.principal
    await verb.perform(calls.drop, lead, found[""].id, tenant=caro.id)
    assert [each.number for each in await drafts(people, caro)] == ["48221234567"]


async def test_a_number_is_remembered_where_somebody_says_so(people: World) -> None:
    await at(people.acme, MONDAY + timedelta(hours=6))
    who = people.acme.colleague.id
    await log(people, person_id=who, number="+49 30 901820", remember=True)
    found = await verb.perform(
        calls.numbers, people.agent.principal, people.acme.id, who, tenant=people.acme.id
    )
    assert found == ["4930901820"]


async def test_a_line_is_one_clients_and_what_it_says_must_be_in_our_form(
    people: World, page: httpx.AsyncClient
) -> None:
    address = await a_line(people, people.acme, "walled")
    assert (await page.post(address.replace("calls", "alerts"), json={})).status_code == 404
    assert (await page.post(address, json={"number": "1"})).status_code == 202
    await ground.settle(people.acme)
    (waiting,) = await rows(
        people.acme, "SELECT state, reason FROM hook_delivery WHERE purpose = 'call'"
    )
    assert waiting["state"] == "set_aside"
    assert await drafts(people, people.acme) == []
    for who in (people.acme.requester, people.stranger, people.finance):
        with pytest.raises((Forbidden, NotFound)):
            await verb.perform(calls.waiting, who.principal, people.acme.id, tenant=people.acme.id)
    with pytest.raises(Exception, match="permission denied"):
        async with db.open(Member(people.acme.id, people.acme.admin.id)):
            await db.rows("SELECT number FROM phone_call")
