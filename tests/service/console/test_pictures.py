"""A picture that came inside a mail is shown where it stood in the mail, without where it was
taken; nothing else is."""

from __future__ import annotations

import re
from email.message import EmailMessage

from tests import world
from tests.service.console.ground import Ground
from tests.service.desk import ground
from underpin.desk.mail import mail_in
from underpin.kernel import ids
from underpin.kernel.web.caller import Caller

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\0IDAT5\xaf\x06\x1e"
PLACE = b"\0\0\0\x09tEXtGPS 52,21\0\0\0\0"
JPEG = b"\xff\xd8\xff\xe0" + b"0" * 64


def written(sender: str, to: str, subject: str) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, to, subject
    mail["Message-ID"] = f"<{ids.new()}@acme.example>"
    mail.set_content("Look at this.\n\nThen it said this:\n\nWhat now?")
    page = (
        '<p>Look at <b>this</b>.</p><img src="cid:one"><img src="https://spy.example/x.png">'
        '<p>Then it said this:</p><p><img src="cid:three"></p><p>What now?</p>'
    )
    mail.add_alternative(page, subtype="html")
    fake = b"<script>alert(1)</script>"
    for cid, kind, raw in (
        ("one", "png", PNG + PLACE),
        ("two", "png", fake),
        ("three", "jpeg", JPEG),
    ):
        mail.add_attachment(
            raw, maintype="image", subtype=kind, cid=f"<{cid}>", disposition="inline"
        )
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
        told = [shown.text.index(each) for each in ("Look at this.", "Then it said", "What now?")]
        first, second, below = (shown.text.index(each) for each in places)
        assert told[0] < first < told[1] < second < told[2] < below
        picture, photo, fake = [await page.get(each) for each in places]
        assert (picture.content, picture.headers["content-type"]) == (PNG, "image/png")
        assert (photo.content, photo.headers["content-type"]) == (JPEG, "image/jpeg")
        assert picture.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in photo.headers["content-security-policy"]
        assert fake.status_code == 404
        assert (await page.get(f"{places[0][:-4]}AAAA")).status_code == 404
