"""A file goes with a message: it waits for its author alone, is what its bytes say, is handed out
as an attachment on the content origin, and is forgotten where nobody sends it."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta
from decimal import Decimal
from typing import Any

import httpx
import pytest
from redis.asyncio import Redis

from tests import served
from tests import world as people
from tests.conftest import Database
from tests.service.desk import ground
from tests.service.desk.ground import MONDAY
from tests.world import Human, World, build
from underpin.desk.tickets import raising, talking
from underpin.desk.tickets.raising import NewTicket
from underpin.desk.writing import measuring, staging
from underpin.kernel import db, file_kinds, rounds, verb
from underpin.kernel.database.scope import Work
from underpin.kernel.embedded import redis as embedded
from underpin.kernel.errors import Malformed
from underpin.kernel.wake import Bell

API = "/api/v1"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(64))


@pytest.fixture(scope="module")
async def world(scopes: Database) -> World:
    world = await build()
    await ground.under_contract(world.acme)
    return world


@pytest.fixture(scope="module")
def site() -> Any:
    return served.site()


async def raised(world: World) -> str:
    new = NewTicket("The scanner jams", "Every page.")
    ticket = await verb.perform(raising.raise_ticket, world.acme.requester.principal, new)
    return f"{world.acme.key}-{ticket.number}"


async def sent(page: httpx.AsyncClient, where: str, name: str, raw: bytes) -> httpx.Response:
    return await page.post(f"{API}/{where}/uploads", files={"file": (name, raw, "image/png")})


async def counted(world: World, table: str) -> int:
    async with db.open(Work(world.acme.id)):
        return int(await db.value(f"SELECT count(*) FROM {table}"))


async def test_a_file_waits_for_its_author_goes_with_the_message_and_is_never_shown(
    world: World, site: Any
) -> None:
    name = await raised(world)
    async with people.browser(site, world.acme.requester) as anna:
        staged = (await sent(anna, f"tickets/{name}", "C:\\x\\jam.png", PNG)).json()
        assert (staged["name"], staged["media_type"], staged["size"]) == (
            "jam.png",
            "image/png",
            72,
        )
        again = (await sent(anna, f"tickets/{name}", "jam.png", PNG)).json()
        assert again["id"] == staged["id"], "asked twice it is there once"
        assert [
            each["id"] for each in (await anna.get(f"{API}/tickets/{name}/uploads")).json()
        ] == [staged["id"]]
        body = {"body": "See the picture.", "attach": [staged["id"]]}
        await _refused_for(site, world.acme.observer, name, body)
        said = await anna.post(f"{API}/tickets/{name}/replies", json=body)
        assert said.status_code == 201, said.text
        twice = await anna.post(f"{API}/tickets/{name}/replies", json=body)
        assert (twice.status_code, twice.json()["field"]) == (422, "attach")
    async with people.browser(site, world.agent) as agent:
        (found,) = (await agent.get(f"{API}/tickets/{name}/attachments")).json()
        assert (found["message_id"], found["name"]) == (said.json()["id"], "jam.png")
        content = {"Host": "content.localhost"}
        got = await agent.get(httpx.URL(found["url"]).raw_path.decode(), headers=content)
    assert got.content == PNG
    assert got.headers["content-disposition"].startswith("attachment;")
    assert got.headers["x-content-type-options"] == "nosniff"


async def _refused_for(site: Any, other: Human, name: str, body: dict[str, Any]) -> None:
    """Who sees the ticket too still does not have somebody else's files."""
    async with people.browser(site, other) as page:
        assert (await page.get(f"{API}/tickets/{name}/uploads")).json() == []
        refused = await page.post(f"{API}/tickets/{name}/replies", json=body)
        (waits,) = body["attach"]
        key = name.split("-", maxsplit=1)[0]
        assert (await page.delete(f"{API}/clients/{key}/uploads/{waits}")).status_code == 404
    assert (refused.status_code, refused.json()["field"]) == (422, "attach")


async def test_what_a_file_is_stands_in_its_bytes_and_programs_are_not_taken(
    world: World, site: Any
) -> None:
    name, before = await raised(world), await counted(world, "upload")
    async with people.browser(site, world.acme.requester) as anna:
        for given, raw in (("photo.png", b"MZ\x90\x00"), ("a.pdf", b"\x7fELF"), ("run.exe", b"hi")):
            answer = await sent(anna, f"tickets/{name}", given, raw)
            assert (answer.status_code, answer.json()["field"]) == (422, "file"), given
        page = (await sent(anna, f"tickets/{name}", "photo.png", b"<!DOCTYPE html><p>")).json()
        assert page["media_type"] == "text/html"
        nobodys = await sent(anna, f"tickets/{world.acme.key}-999999", "a.txt", b"hello")
        assert nobodys.status_code == 404
        await anna.delete(f"{API}/clients/{world.acme.key}/uploads/{page['id']}")
    assert await counted(world, "upload") == before


def packed(*names: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return held.getvalue()


@pytest.mark.parametrize(
    ("raw", "media_type", "program"),
    [
        (packed("word/document.xml"), "application/vnd.openxmlformats-officedocument."
         "wordprocessingml.document", False),
        (packed("META-INF/MANIFEST.MF", "A.class"), "application/java-archive", True),
        (packed("notes.txt"), "application/zip", False),
        (b"PK\x03\x04 cut", "application/zip", False),
        (b"%PDF-1.7", "application/pdf", False),
        (b"RIFF\x00\x00\x00\x00WEBPVP8", "image/webp", False),
        ("Grüße\n".encode(), "text/plain", False),
        (b"\x00\x01\x02", file_kinds.UNKNOWN, False),
        (b"", "text/plain", False),
    ],
)  # fmt: skip
def test_kinds_of_files(raw: bytes, media_type: str, program: bool) -> None:
    assert file_kinds.of(raw) == file_kinds.Kind(media_type, program)


async def test_limits_and_room_are_the_clients_own(world: World, site: Any) -> None:
    where = f"clients/{world.acme.key}"
    async with people.browser(site, world.acme.requester) as anna:
        wide = {"largest_megabytes": 1, "most_per_message": 2, "quota_megabytes": 1}
        wide |= {"mail_megabytes": 1, "endings": ""}
        assert (await anna.put(f"{API}/{where}/upload-limits", json=wide)).status_code in (403, 404)
        async with people.browser(site, world.manager) as manager:
            agreed = await manager.put(f"{API}/{where}/upload-limits", json=wide)
            assert agreed.status_code == 200, agreed.text
        assert (await anna.get(f"{API}/{where}/upload-limits")).json() == wide
        large = await sent(anna, where, "a.bin", b"\x00" * (1024 * 1024 + 1))
        assert (large.status_code, large.json()["field"]) == (422, "file")
        full = await sent(anna, where, "b.bin", b"\x01" * (1024 * 1024))
        assert full.status_code == 409, "with the picture there is no room"
        assert "storage-full" in full.json()["type"]
        for n in range(2):
            assert (await sent(anna, where, f"{n}.txt", b"hello %d" % n)).status_code == 201
        third = await sent(anna, where, "3.txt", b"one more")
        assert (third.status_code, third.json()["field"]) == (422, "file")
        wide |= {"largest_megabytes": 20, "most_per_message": 20, "quota_megabytes": 100}
        async with people.browser(site, world.manager) as manager:
            await manager.put(f"{API}/{where}/upload-limits", json=wide)
            left = (await manager.get(f"{API}/{where}/storage")).json()["used_bytes"]
    assert left == await _sum(world)


async def test_only_the_kinds_of_files_agreed_with_a_client_are_taken(
    world: World, site: Any
) -> None:
    where = f"clients/{world.acme.key}"
    terms = {"largest_megabytes": 20, "most_per_message": 20, "quota_megabytes": 1000}
    async with (
        people.browser(site, world.manager) as manager,
        people.browser(site, world.acme.requester) as anna,
    ):
        for wrong, why in (("pdf exe", "exe is of programs"), ("p*f", "letters and digits")):
            refused = await manager.put(
                f"{API}/{where}/upload-limits", json={**terms, "endings": wrong}
            )
            assert (refused.status_code, refused.json()["field"]) == (422, "endings")
            assert why in refused.json()["detail"]
        kept = await manager.put(
            f"{API}/{where}/upload-limits", json={**terms, "endings": "*.PDF, .png;pdf"}
        )
        assert kept.json()["endings"] == "pdf png"
        refused = await sent(anna, where, "plan.docx", b"%PDF-1.7")
        assert (refused.status_code, refused.json()["field"]) == (422, "file")
        assert "only pdf, png; save it as one of them" in refused.json()["detail"]
        assert (await sent(anna, where, "pdf", b"%PDF-1.7")).status_code == 422
        assert (await sent(anna, where, "plan.PDF", b"%PDF-1.7")).status_code == 201
        program = await sent(anna, where, "tool.pdf", b"MZ" + b"\x00" * 64)
        assert (program.status_code, "programs" in program.json()["detail"]) == (422, True)
        await manager.delete(f"{API}/{where}/upload-limits")
        assert (await sent(anna, where, "plan.docx", b"plan")).status_code == 201


async def _sum(world: World) -> int:
    async with db.open(Work(world.acme.id)):
        return int(await db.value("SELECT sum(size) FROM file"))


async def test_a_new_ticket_takes_what_waited_and_a_day_later_the_rest_is_forgotten(
    world: World,
) -> None:
    anna = world.acme.requester.principal
    about = {"tenant": world.acme.id}
    for each in await verb.perform(staging.own, anna, world.acme.id, None, **about):
        await verb.perform(staging.drop, anna, each.id, **about)
    goes = await verb.perform(staging.stage, anna, None, "goes.txt", b"goes", **about)
    await verb.perform(staging.stage, anna, None, "stays.txt", b"stays", **about)
    used = await _sum(world)
    with pytest.raises(Malformed):
        await verb.perform(raising.raise_ticket, anna, NewTicket("No words", attach=(goes.id,)))
    new = NewTicket("With a file", "Here.", attach=(goes.id,))
    await verb.perform(raising.raise_ticket, anna, new)
    assert [each.name for each in await verb.perform(staging.own, anna, world.acme.id)] == [
        "stays.txt"
    ]
    await ground.pass_time(world.acme, MONDAY + timedelta(days=1, seconds=1))
    assert await verb.perform(staging.own, anna, world.acme.id) == []
    assert await _sum(world) == used - len(b"stays"), "and its bytes with it"


async def test_how_much_is_kept_is_the_level_of_the_storage_meter(world: World) -> None:
    about = {"tenant": world.acme.id}
    kept = (None, "trace.bin", bytes(1_000_000))
    await verb.perform(staging.stage, world.lead.principal, *kept, **about)
    assert await rounds.one("storage", measuring.of_client, world.acme.id, "round") == 1
    assert await rounds.one("storage", measuring.of_client, world.acme.id, "round") == 0, (
        "it did not change"
    )
    await ground.settle(world.acme)
    async with db.open(Work(world.acme.id)):
        level = await db.value("SELECT quantity FROM usage_event WHERE meter = 'storage'")
    assert level == Decimal("0.001000"), "some kilobytes more than 1000 are not one more"


async def test_a_draft_is_its_authors_alone_and_goes_with_the_message(
    world: World, site: Any
) -> None:
    name = await raised(world)
    drafts = f"{API}/tickets/{name}/drafts"
    async with (
        people.browser(site, world.agent) as ada,
        people.browser(site, world.lead) as lead,
        people.browser(site, world.acme.requester) as anna,
    ):
        await ada.put(f"{drafts}/public", json={"body": "Have you tr"})
        await ada.put(f"{drafts}/public", json={"body": "Have you tried"})
        await ada.put(f"{drafts}/internal", json={"body": "she never does"})
        assert (await anna.put(f"{drafts}/internal", json={"body": "x"})).status_code == 404
        assert (await anna.put(f"{drafts}/public", json={"body": "Hm"})).status_code == 200
        assert [each["body"] for each in (await ada.get(drafts)).json()] == [
            "she never does",
            "Have you tried",
        ]
        assert (await lead.get(drafts)).json() == []
        assert [each["body"] for each in (await anna.get(drafts)).json()] == ["Hm"]
        await ada.post(f"{API}/tickets/{name}/replies", json={"body": "Have you tried it?"})
        assert [each["visibility"] for each in (await ada.get(drafts)).json()] == ["internal"]
        await ada.put(f"{drafts}/internal", json={"body": " "})
        assert (await ada.get(drafts)).json() == []
        assert len((await anna.get(drafts)).json()) == 1


async def test_staff_see_who_else_is_there_and_members_never_do(
    world: World, site: Any, redis_server: embedded.Redis
) -> None:
    name, was = await raised(world), Bell.redis
    client = Redis.from_url(redis_server.url)
    Bell.connect(client)
    try:
        where = f"{API}/tickets/{name}/presence"
        async with (
            people.browser(site, world.agent) as ada,
            people.browser(site, world.lead) as lead,
            people.browser(site, world.acme.requester) as anna,
        ):
            assert (await ada.put(where, json={"doing": "typing"})).json() == []
            (other,) = (await lead.put(where, json={"doing": "looking"})).json()
            assert (other["person_id"], other["doing"]) == (str(world.agent.id), "typing")
            assert (await anna.put(where, json={"doing": "looking"})).status_code in (403, 404)
            assert (await ada.put(where, json={"doing": "dreaming"})).status_code == 422
            await ada.delete(where)
            assert (await lead.put(where, json={"doing": "looking"})).json() == []
    finally:
        Bell.connect(was)
        await client.aclose()


async def test_a_note_takes_files_that_the_client_never_sees(world: World, site: Any) -> None:
    name = await raised(world)
    number = int(name.rsplit("-", 1)[1])
    agent, about = world.agent.principal, {"tenant": world.acme.id}
    staged = await verb.perform(staging.stage, agent, number, "trace.txt", b"trace", **about)
    await verb.perform(talking.note, agent, number, "The trace.", attach=[staged.id], **about)
    async with (
        people.browser(site, world.agent) as ada,
        people.browser(site, world.acme.requester) as anna,
    ):
        assert len((await ada.get(f"{API}/tickets/{name}/attachments")).json()) == 1
        assert (await anna.get(f"{API}/tickets/{name}/attachments")).json() == []
