"""A client's portal in its own name, colour and logo, chosen by administration."""

from __future__ import annotations

import base64
import re

from tests import world
from tests.service.console.ground import Ground
from tests.service.console.test_connectors import sent
from tests.service.console.test_working import form
from underpin.console.routes.own import brand
from underpin.kernel.web.caller import Caller

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64


async def test_what_was_chosen_stands_on_the_portal_of_that_client_alone(
    site: Caller, here: Ground
) -> None:
    client = here.bolt.client
    at = f"/api/v1/clients/{client.key}/branding"
    async with world.browser(site, here.people.admin) as desk:
        unreadable = await desk.put(at, json={"name": "Bolt help", "accent": "#ffee00"})
        assert unreadable.status_code == 422
        assert "nearest" in unreadable.text
        chosen = await desk.put(at, json={"name": "Bolt help", "accent": "#0B6E4F"})
        assert chosen.json()["accent"] == "#0b6e4f"
        for wrong in (b"<svg/>", b"MZ", PNG + b"\0" * 300_000):
            said = {"image": base64.b64encode(wrong).decode()}
            assert (await desk.put(f"{at}/logo", json=said)).status_code == 422
        said = {"image": base64.b64encode(PNG).decode()}
        assert (await desk.put(f"{at}/logo", json=said)).status_code == 200
    async with world.browser(site, here.people.lead) as desk:
        assert (await desk.put(at, json={"name": "x", "accent": None})).status_code == 403
    brand.forget(client.id)
    async with world.browser(site, client.requester) as page:
        start = (await page.get("/")).text
        assert "Bolt help</bdi>" in start
        assert "/brand.css?v=0b6e4f" in start
        for path, why in (
            (f"/tickets/{client.key}-99999", 404),
            ("/nowhere", 404),
            ("/invoices", 403),
        ):
            refused = await page.get(path)
            assert (refused.status_code, "Bolt help</bdi>" in refused.text) == (why, True), path
        css = await page.get("/brand.css")
        assert "#0b6e4f" in css.text
        logo = await page.get("/brand/logo")
        assert (logo.content, logo.headers["content-type"]) == (PNG, "image/png")
    async with world.browser(site, here.acme.client.requester) as page:
        assert "Bolt help" not in (await page.get("/")).text
        assert (await page.get("/brand.css")).status_code == 404
        assert (await page.get("/brand/logo")).status_code == 404
    async with world.browser(site, face="portal") as visitor:
        assert (await visitor.get("/brand.css")).status_code == 404


async def test_staff_try_keep_and_take_back_on_a_page(site: Caller, here: Ground) -> None:
    client = here.people.acme
    at = f"/clients/{client.key}/branding"
    async with world.browser(site, here.people.admin) as desk:
        tried = (await desk.get(at, params={"tried": "#ffee00"})).text
        assert "at least 4.5" in tried
        assert "The nearest colour" in tried
        refused = await sent(desk, at, at, name="Our typed name", accent="#ffee00")
        assert refused.status_code == 422
        assert "Our typed name" in refused.text
        kept = await sent(desk, at, at, name="Acme help", accent="#0b6e4f")
        assert kept.headers["location"] == at
        css = await desk.get(f"{at}/preview.css", params={"accent_colour": "#0b6e4f"})
        assert css.text.startswith(".brand-preview {")
        await sent(desk, at, at, name="", accent="#0b6e4f")
        page = (await desk.get(at)).text
        assert re.search(rf'name="name"[^>]*placeholder="{client.name}', page)
        assert not re.search(r'name="name"[^>]*value="[^"]', page)
        hidden = await form(desk, at, f"{at}/logo")
        wrong = [("image", ("logo.png", b"<svg/>"))]
        assert (await desk.post(f"{at}/logo", data=hidden, files=wrong)).status_code == 422
        hidden = await form(desk, at, f"{at}/logo")
        logo = [("image", ("logo.png", PNG))]
        assert (await desk.post(f"{at}/logo", data=hidden, files=logo)).status_code == 303
        assert (await desk.get(f"{at}/logo")).content == PNG
        assert (await sent(desk, at, f"{at}/logo", image="")).status_code == 303
        assert (await desk.get(f"{at}/logo")).status_code == 404
        assert (await sent(desk, at, f"{at}/default")).status_code == 303
        assert "Acme help" not in (await desk.get(at)).text
    async with world.browser(site, here.people.agent) as desk:
        assert f'action="{at}"' not in (await desk.get(at)).text
