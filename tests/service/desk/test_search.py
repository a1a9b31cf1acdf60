"""Tickets are found by what is said in them, by whoever may read it, and by nobody else."""

from __future__ import annotations

import pytest

from tenants import erasing
from tests import served
from tests.conftest import Database
from tests.world import Client, Human, World, browser, build, member
from underpin.desk import erasing as desk_erasing
from underpin.desk.search import filling, finding
from underpin.desk.search.finding import Found, Narrowed
from underpin.desk.tickets import confidants, finishing, raising, talking, working
from underpin.desk.tickets.raising import NewTicket
from underpin.kernel import db, verb
from underpin.kernel.database.scope import Member, Staff, Work
from underpin.kernel.errors import Malformed, NotFound


@pytest.fixture(scope="module")
async def world(scopes: Database) -> World:
    return await build()


async def raised(client: Client, subject: str, body: str = "", **words: object) -> int:
    ticket = await verb.perform(
        raising.raise_ticket,
        client.requester.principal,
        NewTicket(subject, body, **words),  # type: ignore[arg-type]
    )
    return int(ticket.number)


async def found(who: Human, q: str, **words: object) -> list[str]:
    answer: Found = await verb.perform(finding.find, who.principal, q, Narrowed(**words))  # type: ignore[arg-type]
    return [hit.name for hit in answer.hits]


def name(client: Client, number: int) -> str:
    return f"{client.key}-{number}"


@pytest.mark.parametrize(
    ("body", "asked"),
    [
        ("会议室的打印机无法打印", "打印机"),
        ("会议室的投影仪坏了", "影"),
        ("Drukarka w księgowości nie działa", "ksiegowosci dziala"),
        ("الطابعة لا تعمل في المكتب", "طابعة"),
        ("طابعة المكتب معطلة أحمد", "الطابعه احمد"),
        ("Fehler 0x80070005 beim Drücken", "0x8007"),
    ],
)
async def test_words_are_found_in_every_language_by_both_sides(
    world: World, body: str, asked: str
) -> None:
    number = await raised(world.acme, "Please help", body)
    assert name(world.acme, number) in await found(world.agent, asked)
    assert name(world.acme, number) in await found(world.acme.requester, asked)


@pytest.mark.parametrize(
    ("body", "asked", "marked"),
    [
        ("نرجو إصلاح الراوتر في الطابق الثالث", "راوتر", "الراوتر"),
        ("نرجو إصلاح راوتر في طابق ثالث", "الراوتر", "راوتر"),
    ],
)
async def test_arabic_is_found_and_marked_with_and_without_its_article(
    world: World, body: str, asked: str, marked: str
) -> None:
    number = await raised(world.acme, "Please help", body)
    for who in (world.agent, world.acme.requester):
        answer: Found = await verb.perform(finding.find, who.principal, asked, Narrowed())
        (hit,) = [each for each in answer.hits if each.name == name(world.acme, number)]
        assert [part.text for part in hit.snippet if part.marked] == [marked]


async def test_what_is_said_is_found_as_soon_as_it_is_said(world: World) -> None:
    number = await raised(world.acme, "Nothing works")
    assert await found(world.agent, "gobbledygook") == []
    await verb.perform(
        talking.reply, world.agent.principal, number, "Gobbledygook it is.", tenant=world.acme.id
    )
    assert await found(world.agent, "gobbledygook") == [name(world.acme, number)]
    assert await found(world.acme.requester, "gobbledy") == [name(world.acme, number)]


async def test_a_note_is_found_by_staff_alone(world: World) -> None:
    number = await raised(world.acme, "Lamp flickers")
    await verb.perform(
        talking.note, world.agent.principal, number, "Flimflam again", tenant=world.acme.id
    )
    assert await found(world.agent, "flimflam") == [name(world.acme, number)]
    for who in (world.acme.requester, world.acme.observer, world.acme.admin):
        assert await found(who, "flimflam") == []
    async with db.open(Member(world.acme.id, world.acme.requester.id)):
        assert await db.rows("SELECT FROM search_word WHERE word = 'flimflam'") == []


async def test_a_member_finds_what_they_may_see(world: World) -> None:
    number = await raised(world.acme, "Quokka on the loose")
    of_acme = [name(world.acme, number)]
    assert await found(world.acme.requester, "quokka") == of_acme
    assert await found(world.acme.observer, "quokka") == of_acme
    assert await found(world.acme.colleague, "quokka") == []
    assert await found(world.bolt.observer, "quokka") == []
    assert await found(world.acme.colleague, str(number)) == []


async def test_staff_find_across_their_clients_and_no_further(world: World) -> None:
    numbers = [await raised(client, "Wombat sighted") for client in world.clients]
    names = [name(*each) for each in zip(world.clients, numbers, strict=True)]
    assert set(await found(world.l2, "wombat")) == set(names)
    assert set(await found(world.agent, "wombat")) == set(names[:2])
    assert await found(world.l3, "wombat") == names[:1]
    assert await found(world.l2, "wombat", tenants=(world.bolt.id,)) == names[1:2]
    with pytest.raises(NotFound):
        await found(world.l3, "wombat", tenants=(world.bolt.id,))


async def test_no_scope_finds_more_than_its_clients_by_asking_for_more(world: World) -> None:
    await raised(world.caro, "Axolotl escaped")
    asked = ([0], ["axolotl"], [True], [world.caro.id, world.acme.id])
    for everywhere in (False, True):
        async with db.open(Staff((world.acme.id,))):
            rows = await db.rows(
                "SELECT * FROM search_forms($1::int[], $2::text[], $3::boolean[], $4::int[], $5)",
                *asked,
                everywhere,
            )
            assert [row["seen"] for row in rows] == [0]
            words = (*asked[:3], 0, asked[3], everywhere, world.agent.id, None, await db.now())
            rows = await db.rows(finding.FOUND, *words, None, None, None, None, 500, 10)
            assert rows == []


async def test_a_confidential_ticket_is_for_named_people_alone(world: World) -> None:
    number = await raised(world.acme, "Pangolin dismissed", "Salary of P.", confidential=True)
    only = [name(world.acme, number)]
    assert await found(world.acme.requester, "pangolin") == only
    assert await found(world.acme.observer, "pangolin") == []
    assert await found(world.l3, "pangolin") == await found(world.lead, "pangolin") == []
    with pytest.raises(NotFound):
        await verb.perform(
            confidants.name, world.l3.principal, number, world.l3.id, tenant=world.acme.id
        )
    assert await found(world.l3, "pangolin") == []
    await verb.perform(
        working.assign, world.lead.principal, number, world.agent.id, tenant=world.acme.id
    )
    await verb.perform(
        confidants.name, world.agent.principal, number, world.l2.id, tenant=world.acme.id
    )
    assert await found(world.agent, "pangolin") == await found(world.l2, "salary") == only
    assert await found(world.l3, f"{world.acme.key}-{number}") == []
    await verb.perform(
        confidants.unname, world.agent.principal, number, world.l2.id, tenant=world.acme.id
    )
    assert await found(world.l2, "salary") == []


async def test_a_ticket_is_found_by_its_number(world: World) -> None:
    number = await raised(world.bolt, "Numbered")
    assert (await found(world.agent, name(world.bolt, number)))[0] == name(world.bolt, number)
    assert (await found(world.agent, name(world.bolt, number).lower()))[0] == name(
        world.bolt, number
    )
    assert name(world.bolt, number) in await found(world.agent, f"#{number}")
    assert name(world.bolt, number) in await found(world.bolt.requester, str(number))
    assert await found(world.l3, name(world.bolt, number)) == []


async def test_the_best_come_first(world: World) -> None:
    client = world.caro
    noted = await raised(client, "Old one")
    said = await raised(client, "Another", "The kumquat is offline")
    begun = await raised(client, "Kumquats everywhere")
    subject = await raised(client, "Kumquat offline")
    done = await raised(client, "Kumquat offline")
    await verb.perform(talking.note, world.l2.principal, noted, "kumquat", tenant=client.id)
    await verb.perform(finishing.resolve, world.l2.principal, done, tenant=client.id)
    ranked = [name(client, number) for number in (subject, done, begun, said, noted)]
    assert await found(world.l2, "kumquat") == ranked
    assert await found(world.l2, "kumquat ", live=True) == [
        each for each in ranked if each not in (name(client, done), name(client, begun))
    ]
    assert await found(world.l2, "kumquat offline", live=False) == [name(client, done)]
    members = [each for each in ranked if each != name(client, noted)]
    assert await found(client.requester, "kumquat") == await found(client.observer, "kumquat")
    assert await found(client.requester, "kumquat") == members


async def test_pages_give_each_once_and_are_not_moved_by_what_comes(world: World) -> None:
    numbers = [await raised(world.bolt, f"Narwhal {place}") for place in range(7)]
    for who in (world.agent, world.bolt.requester):
        walked: list[str] = []
        after: str | None = None
        while not walked or after:
            page = await verb.perform(finding.find, who.principal, "narwhal", None, after, 3)
            walked += [hit.name for hit in page.hits]
            after = page.after
            numbers.append(await raised(world.bolt, "A narwhal too, later"))
        assert len(walked) == len(set(walked)) >= 7
    with pytest.raises(Malformed):
        await verb.perform(finding.find, world.agent.principal, "narwhal", None, "x!")


async def test_secrets_are_neither_kept_nor_found(world: World) -> None:
    number = await raised(world.acme, "Locked out", "My password: swordfish77 thanks")
    assert await found(world.agent, "swordfish77") == []
    async with db.open(Work(world.acme.id)):
        body = await db.value(
            "SELECT m.body FROM message m JOIN ticket t ON t.tenant_id = m.tenant_id "
            "AND t.id = m.ticket_id WHERE t.tenant_id = $1 AND t.number = $2",
            *(world.acme.id, number),
        )
    assert "swordfish" not in body
    assert name(world.acme, number) in await found(world.agent, "locked thanks")


async def test_what_was_erased_is_found_no_more(world: World) -> None:
    erasing.register("desk", desk_erasing.erase)
    person = await member(
        world.admin, world.acme.id, world.acme.slug, "Gone Soon", "gone@acme.example"
    )
    ticket = await verb.perform(
        raising.raise_ticket, person.principal, NewTicket("Okapi", "Tapir and okapi")
    )
    await verb.perform(
        talking.reply, world.agent.principal, ticket.number, "Tapir?", tenant=world.acme.id
    )
    await verb.perform(
        erasing.erase, world.admin.principal, person.id, "They asked.", tenant=world.acme.id
    )
    assert await found(world.agent, "okapi") == []
    assert await found(world.agent, "tapir") == [name(world.acme, ticket.number)]


async def test_the_index_is_filled_from_what_stands(world: World) -> None:
    number = await raised(world.acme, "Backfill of a capybara", "It was here before")
    before = await _words(world.acme)
    async with db.open(Work(world.acme.id)):
        await db.execute("DELETE FROM search_word WHERE tenant_id = $1", world.acme.id)
        await db.execute("DELETE FROM search_filled WHERE tenant_id = $1", world.acme.id)
    assert await found(world.agent, "capybara") == []
    assert await filling.client(world.acme.id) > 0
    assert await found(world.agent, "capybara") == [name(world.acme, number)]
    assert await _words(world.acme) == before
    assert await filling.client(world.acme.id) == 0


async def _words(client: Client) -> list[tuple[object, ...]]:
    async with db.open(Work(client.id)):
        rows = await db.rows(
            "SELECT word, number, raised_at, places FROM search_word WHERE tenant_id = $1 "
            "ORDER BY word, number",
            client.id,
        )
    return [tuple(row) for row in rows]


async def test_over_the_api(world: World) -> None:
    number = await raised(world.acme, "<script>alert(1)</script> ocelot", "Ocelot & <b>friends</b>")
    async with browser(served.site(), world.agent) as page:
        answer = (await page.get("/api/v1/search", params={"q": "ocelot"})).json()
        (hit,) = answer["hits"]
        assert hit["name"] == name(world.acme, number)
        assert {"text": "Ocelot", "marked": True} in hit["snippet"]
        assert "".join(part["text"] for part in hit["subject"]).startswith("<script>")
        assert (await page.get("/api/v1/search", params={"q": "?"})).status_code == 422
        path = f"/api/v1/tickets/{name(world.acme, number)}/confidants"
        put = await page.put(f"{path}/{world.l2.id}")
        assert put.status_code == 204
        assert [each["staff_id"] for each in (await page.get(path)).json()] == [str(world.l2.id)]
