"""Pictures and files in an article: put in by the editor, shown to its readers and nobody else."""

from __future__ import annotations

import re

import httpx
import pytest

from tests import world
from tests.service.console.ground import Ground
from tests.service.console.test_working import form
from underpin.desk.knowledge import enclosing
from underpin.desk.writing.limits import Limits
from underpin.kernel import ids
from underpin.kernel.web.caller import Caller

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64
GIF = b"GIF89a" + b"1" * 64
PDF = b"%PDF-1.7 " + b"x" * 32
WORDS = {
    "category": "Printing",
    "audience": "members",
    "review_months": "12",
    "language": "en",
    "title_en": "The back of the printer",
    "body_en": "Look: ![Back](back.png) and [the manual](manual.pdf), or ![it](gone.png).",
}


def files(*named: tuple[str, bytes]) -> list[tuple[str, tuple[str, bytes]]]:
    return [("file", each) for each in named]


async def test_what_an_article_carries_is_for_its_readers(site: Caller, here: Ground) -> None:
    acme = here.acme.client
    at = f"/articles/{acme.key}"
    async with world.browser(site, here.people.lead) as desk:
        hidden = await form(desk, f"{at}/new", at)
        wrong = files(("back.png", b"MZ\x90\x00"))
        refused = await desk.post(at, data=hidden | WORDS, files=wrong)
        assert (refused.status_code, "programs are not taken" in refused.text) == (422, True)
        given = files(("back.png", PNG), ("manual.pdf", PDF))
        made = await desk.post(at, data=hidden | WORDS, files=given)
        one = made.headers["location"]
        article = one.rpartition("/")[2]
        shown = (await desk.get(one)).text
        (draft,) = re.findall(rf'<img src="({one}/files/[^"]+)"', shown)
        assert (await desk.get(draft)).content == PNG
        await desk.post(f"{one}/publication", data=hidden | {"idempotency_key": str(ids.new())})
    async with world.browser(site, acme.requester) as reader:
        read = (await reader.get(f"/knowledge/{article}")).text
        (place,) = re.findall(r'<img src="([^"]+)"', read)
        answer = await reader.get(place)
        assert (answer.content, answer.headers["content-type"]) == (PNG, "image/png")
        assert "sandbox" in answer.headers["content-security-policy"]
        (manual,) = re.findall(r'href="(/knowledge/[^"]+/files/[^"]+)"', read)
        kept = (await reader.get(manual)).headers["location"]
        assert kept.startswith(world.SETTINGS.content_origin)
    origin, transport = world.SETTINGS.content_origin, httpx.ASGITransport(app=site)
    async with httpx.AsyncClient(transport=transport, base_url=origin) as elsewhere:
        file = await elsewhere.get(kept)
        assert file.content == PDF
        assert file.headers["content-disposition"].startswith("attachment")
    async with world.browser(site, here.bolt.client.requester) as stranger:
        assert (await stranger.get(place)).status_code == 404
        api = f"/api/v1/clients/{acme.key}{place}"
        assert (await stranger.get(api)).status_code == 404

    async with world.browser(site, here.people.lead) as desk:
        files_at = f"/api/v1/clients/{acme.key}/articles/{article}/files"
        newer = await desk.post(files_at, files=files(("back.png", GIF)))
        carried = newer.json()["version"]["files"]
        assert [each["name"] for each in carried] == ["back.png", "manual.pdf"]
        pdf = next(each["id"] for each in carried if each["name"] == "manual.pdf")
        assert (await desk.delete(f"{files_at}/{pdf}")).json()["version"]["number"] == 3
    async with world.browser(site, acme.requester) as reader:
        assert (await reader.get(place)).content == PNG, "what was published shows what it showed"
        assert (
            await reader.get(f"/knowledge/{article}/files/{carried[0]['id']}")
        ).status_code == 404


async def test_what_all_our_articles_carry_has_an_end(
    site: Caller, here: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enclosing, "HOUSE", Limits(quota_megabytes=0))
    async with world.browser(site, here.people.lead) as desk:
        hidden = await form(desk, "/articles/ours/new", "/articles/ours")
        said = hidden | WORDS | {"audience": "staff", "title_en": f"Full {ids.new()}"}
        full = await desk.post("/articles/ours", data=said, files=files(("back.png", PNG)))
        assert (full.status_code, "no room for this file" in full.text) == (422, True)
        api = (await desk.get("/api/v1/articles")).text
        assert said["title_en"] not in api


async def test_what_is_for_staff_is_no_members_to_see(site: Caller, here: Ground) -> None:
    async with world.browser(site, here.people.lead) as desk:
        hidden = await form(desk, "/articles/ours/new", "/articles/ours")
        said = hidden | WORDS | {"audience": "staff"}
        made = await desk.post("/articles/ours", data=said, files=files(("back.png", PNG)))
        one = made.headers["location"]
        await desk.post(f"{one}/publication", data=hidden | {"idempotency_key": str(ids.new())})
        article = one.rpartition("/")[2]
        api = f"/api/v1/clients/{here.acme.client.key}/knowledge/{article}"
        html = (await desk.get(api)).json()["html"]
        (place,) = re.findall(r'<img src="([^"]+)"', html)
        assert (await desk.get(place)).content == PNG
    async with world.browser(site, here.acme.client.requester) as member:
        assert (await member.get(place)).status_code == 404
        assert (
            await member.get(f"/knowledge/{place.partition('/knowledge/')[2]}")
        ).status_code == 404


async def test_two_who_write_one_article_lose_nothing(site: Caller, here: Ground) -> None:
    async with world.browser(site, here.people.lead) as desk:
        hidden = await form(desk, "/articles/ours/new", "/articles/ours")
        made = await desk.post("/articles/ours", data=hidden | WORDS, files=files())
        one = made.headers["location"]
        first, second = [await form(desk, one, one) | WORDS for _ in range(2)]
        theirs = {**first, "body_en": "Theirs was saved first."}
        assert (await desk.post(one, data=theirs, files=files())).status_code == 303
        mine = {**second, "body_en": "Mine came later.", "note": "Said shorter"}
        clash = await desk.post(one, data=mine, files=files())
        assert clash.status_code == 409
        assert ">Mine came later.</textarea>" in clash.text
        assert 'value="Said shorter"' in clash.text
        assert "<ins>Theirs was saved first.</ins>" in clash.text
        assert "<del>Theirs was saved first.</del>" in clash.text
        assert 'name="version" value="2"' in clash.text
        assert ">Theirs was saved first.</textarea>" in (await desk.get(one)).text
