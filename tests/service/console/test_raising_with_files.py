"""A client reports a problem in one box, with what shows it."""

from __future__ import annotations

import re

from tests import world
from tests.service.console.ground import Ground
from tests.service.console.test_working import form
from underpin.kernel import db, ids
from underpin.kernel.database.scope import Work
from underpin.kernel.web.caller import Caller

PICTURE = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64
NAMES = """
SELECT a.name FROM attachment a JOIN message m ON m.tenant_id = a.tenant_id AND m.id = a.message_id
JOIN ticket t ON t.tenant_id = m.tenant_id AND t.id = m.ticket_id
WHERE t.tenant_id = $1 AND t.subject = $2 ORDER BY a.name
"""


async def test_files_go_with_the_report_and_stay_where_it_is_refused(
    site: Caller, here: Ground
) -> None:
    client, subject = here.people.acme, f"No paper {ids.new()}"
    said = {"text": "See the picture.", "impact": "low", "urgency": "low"}
    async with world.browser(site, client.requester) as page:
        hidden = await form(page, "/", "/tickets")
        program = [("file", ("setup.exe", b"MZ" + b"\x00" * 64))]
        new = {**hidden, **said, "subject": subject}
        refused = await page.post("/tickets", data=new, files=program)
        assert refused.status_code == 422
        assert subject in refused.text
        wrong = {**new, "subject": "x" * 301}
        picture = [("file", ("jam.png", PICTURE))]
        refused = await page.post("/tickets", data=wrong, files=picture)
        assert refused.status_code == 422
        assert "jam.png" in refused.text, "it waits for the report"
        box = re.search(r'name="attach" value="([^"]+)" checked', (await page.get("/")).text)
        assert box is not None
        waiting = {**await form(page, "/", "/tickets"), "attach": box[1]}
        more = [("file", ("log.txt", b"paper jam"))]
        made = await page.post("/tickets", data={**waiting, **said, "subject": subject}, files=more)
        assert made.status_code == 303
        assert "jam.png" not in (await page.get("/")).text, "nothing waits any more"
        assert "jam.png" in (await page.get(made.headers["location"])).text
    async with db.open(Work(client.id)):
        kept = [row["name"] for row in await db.rows(NAMES, client.id, subject)]
    assert kept == ["jam.png", "log.txt"]
