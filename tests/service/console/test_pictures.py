"""A picture that came inside a mail is shown where the mail is read; nothing else is."""

from __future__ import annotations

import re
from email.message import EmailMessage

from tests import world
from tests.service.console.ground import Ground
from tests.service.desk import ground
from underpin.desk.mail import mail_in
from underpin.kernel import ids
from underpin.kernel.web.caller import Caller

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 64


def written(sender: str, to: str, subject: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Message-ID"] = f"<{ids.new()}@acme.example>"
    mail.set_content("Look at this.")
    page = '<p>Look <img src="cid:one"><img src="https://spy.example/x.png"></p>'
    mail.add_alternative(page, subtype="html")
    for cid, raw in (("<one>", PNG), ("<two>", b"<script>alert(1)</script>")):
        mail.add_attachment(raw, maintype="image", subtype="png", cid=cid, disposition="inline")
    return mail


async def test_own_pictures_alone_are_shown(site: Caller, here: Ground) -> None:
    client, subject = here.acme.client, f"Screen {ids.new()}"
    mail = written(client.requester.email, f"{client.slug}@desk.example", subject)
    await mail_in.accept(mail["From"], (mail["To"],), mail.as_bytes())
    await ground.settle(client)
    async with world.browser(site, client.requester) as page:
        rows = (await page.get("/api/v1/tickets")).json()
        number = next(each["number"] for each in rows if each["subject"] == subject)
        shown = await page.get(f"/tickets/{number}")
        assert "spy.example" not in shown.text
        places = re.findall(r'<img src="(/pictures/[^"]+)"', shown.text)
        assert len(places) == 2
        got = [await page.get(each) for each in places]
        picture, fake = sorted(got, key=lambda each: each.status_code)
        assert (picture.status_code, picture.content) == (200, PNG)
        assert picture.headers["content-type"] == "image/png"
        assert picture.headers["x-content-type-options"] == "nosniff"
        assert fake.status_code == 404
        assert (await page.get(f"{places[0][:-4]}AAAA")).status_code == 404
