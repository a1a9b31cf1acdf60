"""The vendor's page: one case, behind one link, and nothing else."""

from __future__ import annotations

import re
from datetime import timedelta

import httpx
import pytest

from tests import world
from tests.service.console import ground
from tests.service.console.ground import Ground, Lived
from underpin.kernel import db
from underpin.kernel.database.scope import Work
from underpin.kernel.web.caller import Caller

PORTAL = world.SETTINGS.portal_origin


def outside(site: Caller, **headers: str) -> httpx.AsyncClient:
    """A browser that nobody signed in with."""
    transport = httpx.ASGITransport(app=site)
    sent = {"Origin": PORTAL, **headers}
    return httpx.AsyncClient(transport=transport, base_url=PORTAL, headers=sent)


@pytest.fixture
async def sent(here: Ground) -> Lived:
    return await ground.lived(here.people, here.people.acme)


async def case(lived: Lived) -> db.Row:
    async with db.open(Work(lived.client.id)):
        found = await db.row(
            "SELECT c.state, c.reference, t.tier, t.state AS ticket FROM vendor_case c "
            "JOIN ticket t ON t.tenant_id = c.tenant_id AND t.id = c.ticket_id "
            "WHERE c.tenant_id = $1 AND c.id = $2",
            lived.client.id,
            lived.case.id,
        )
    assert found is not None
    return found


async def test_the_case_and_nothing_of_the_client(site: Caller, sent: Lived) -> None:
    async with outside(site) as page:
        answer = await page.get(f"/vendor/{sent.vendor_token}")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "private, no-store"
    for said in (ground.SUBJECT, ground.PUBLIC, "Fabrikam", "Fix", sent.name):
        assert said in answer.text
    hidden = ("NOTE-FOR-STAFF", "We look.", "Requester of", "Resolution", "OLA of", "Pickup")
    assert not [each for each in hidden if each in answer.text]


async def test_acknowledged_updated_fixed(site: Caller, sent: Lived) -> None:
    path = f"/vendor/{sent.vendor_token}"
    async with outside(site) as page:
        words = {"name": "Fay Vendor", "reference": "INC-77"}
        answer = await page.post(f"{path}/acknowledgment", data=words)
        assert (answer.status_code, answer.headers["location"]) == (303, path)
        now = await case(sent)
        assert (now["state"], now["reference"]) == ("acknowledged", "INC-77")
        await page.post(f"{path}/updates", data={"name": "Fay", "text": "Part ordered."})
        await page.post(f"{path}/fix", data={"name": "Fay", "text": "Swapped the switch."})
        text = (await page.get(path)).text
    now = await case(sent)
    assert (now["state"], now["tier"], now["ticket"]) == ("fixed", 3, "open")
    for said in ("INC-77", "Part ordered.", "Swapped the switch.", "Fix reported"):
        assert said in text
    assert "#fixed" not in text


async def test_an_empty_update_comes_back(site: Caller, sent: Lived) -> None:
    before = await ground.traces(sent.client)
    async with outside(site) as page:
        for words in ({"name": "Fay", "text": " "}, {"name": "", "text": "Typed words"}):
            answer = await page.post(f"/vendor/{sent.vendor_token}/updates", data=words)
            assert answer.status_code == 422
            assert words["text"].strip() in answer.text
    assert await ground.traces(sent.client) == before


async def test_another_sites_form_does_not_answer(site: Caller, sent: Lived) -> None:
    before = await ground.traces(sent.client)
    async with outside(site, Origin="https://evil.example") as page:
        words = {"name": "Fay", "text": "Forged"}
        answer = await page.post(f"/vendor/{sent.vendor_token}/updates", data=words)
    assert answer.status_code == 403
    assert await ground.traces(sent.client) == before


async def test_a_link_that_opens_nothing(site: Caller, sent: Lived) -> None:
    wrong = sent.vendor_token[:-4] + "AAAA"
    async with db.open(Work(sent.client.id)):
        await db.execute("SELECT revoke_links('vendor', $1)", sent.case.id)
    before = await ground.traces(sent.client)
    async with outside(site) as page:
        for token in (wrong, sent.vendor_token, "nonsense"):
            assert (await page.get(f"/vendor/{token}")).status_code == 404
            said = await page.post(f"/vendor/{token}/updates", data={"name": "F", "text": "x"})
            assert said.status_code == 404
    assert await ground.traces(sent.client) == before


async def test_the_link_opens_no_other_page(site: Caller, sent: Lived) -> None:
    async with outside(site, Authorization=f"Bearer {sent.vendor_token}") as page:
        assert (await page.get(f"/tickets/{sent.name}")).status_code == 303
        assert (await page.get("/api/v1/me")).status_code == 401


async def test_a_question_puts_the_time_on_us_and_a_refusal_hands_back(
    site: Caller, sent: Lived
) -> None:
    path = f"/vendor/{sent.vendor_token}"
    async with outside(site) as page:
        asked = await page.post(f"{path}/questions", data={"name": "Fay", "text": "Which port?"})
        assert asked.status_code == 303
        assert (await case(sent))["state"] == "questioned"
        empty = await page.post(f"{path}/refusal", data={"name": "Fay", "text": " "})
        assert empty.status_code == 422
        at_refusal = empty.text.split(f'action="{path}/refusal"')[1]
        assert "say what is happening" in at_refusal
        assert 'value="Fay"' in at_refusal
        await page.post(f"{path}/refusal", data={"name": "Fay", "text": "Not our switch."})
        now = await case(sent)
        assert (now["state"], now["tier"]) == ("refused", 3)
        text = (await page.get(path)).text
        assert "Not our switch." in text
        assert f'action="{path}/updates"' not in text
        assert "Refused" in text
        await page.post(f"{path}/updates", data={"name": "Olaf", "text": "From an older tab."})
        await page.post(f"{path}/questions", data={"name": "Olaf", "text": "Which hall?"})
        now = await case(sent)
        assert (now["state"], now["tier"], now["ticket"]) == ("refused", 3, "open")
        assert "From an older tab." in (await page.get(path)).text


async def test_a_question_waits_for_its_answer_whatever_else_is_said(
    site: Caller, sent: Lived
) -> None:
    path = f"/vendor/{sent.vendor_token}"
    async with outside(site) as page:
        await page.post(f"{path}/questions", data={"name": "Fay", "text": "Which port?"})
        await page.post(f"{path}/updates", data={"name": "Fay", "text": "We look meanwhile."})
        assert (await case(sent))["state"] == "questioned"
        assert "Question asked" in (await page.get(path)).text
        await page.post(f"{path}/fix", data={"name": "Fay", "text": "Fixed."})
        await page.post(f"{path}/questions", data={"name": "Fay", "text": "Does it hold?"})
        assert (await case(sent))["state"] == "fixed"


async def test_a_revoked_link_says_so_and_keeps_what_was_typed(site: Caller, sent: Lived) -> None:
    async with db.open(Work(sent.client.id)):
        await db.execute("SELECT revoke_links('vendor', $1)", sent.case.id)
    async with outside(site) as page:
        said = await page.post(
            f"/vendor/{sent.vendor_token}/updates", data={"name": "F", "text": "A long report."}
        )
    assert said.status_code == 404
    assert "This link opens nothing any more" in said.text
    assert "A long report." in said.text
    assert sent.name not in said.text


async def test_staff_hand_over_a_new_link_and_end_them_all(
    site: Caller, sent: Lived, here: Ground
) -> None:
    at = f"/tickets/{sent.name}/outside/{sent.case.id}/link"
    async with world.browser(site, here.people.lead) as page:
        shown = (await page.post(at)).text
        found = re.search(r"/vendor/([A-Za-z0-9_.-]+)", shown)
        assert found is not None
        assert found[1] not in (await page.get(f"/tickets/{sent.name}/outside")).text, "shown once"
    async with outside(site) as vendor:
        assert (await vendor.get(f"/vendor/{sent.vendor_token}")).status_code == 404
        assert (await vendor.get(f"/vendor/{found[1]}")).status_code == 200
        async with db.open(Work(sent.client.id)):
            await db.execute(
                "UPDATE vendor_case SET closed_at = $3 WHERE tenant_id = $1 AND id = $2",
                *(sent.client.id, sent.case.id, await db.now() - timedelta(days=15)),
            )
        assert (await vendor.get(f"/vendor/{found[1]}")).status_code == 404, "long over"
        async with db.open(Work(sent.client.id)):
            await db.execute(
                "UPDATE vendor_case SET closed_at = NULL WHERE tenant_id = $1 AND id = $2",
                *(sent.client.id, sent.case.id),
            )
        assert (await vendor.get(f"/vendor/{found[1]}")).status_code == 200
        async with world.browser(site, here.people.lead) as page:
            assert (await page.post(f"{at}/revocation")).status_code == 303
        assert (await vendor.get(f"/vendor/{found[1]}")).status_code == 404
    async with world.browser(site, sent.client.requester) as page:
        assert (await page.post(at)).status_code in (403, 404)


NOTED = """
SELECT m.visibility, a.name FROM attachment a
JOIN message m ON m.tenant_id = a.tenant_id AND m.id = a.message_id
JOIN vendor_case c ON c.tenant_id = a.tenant_id AND c.ticket_id = a.ticket_id
WHERE c.tenant_id = $1 AND c.id = $2
"""


async def test_files_go_to_staff_alone_and_a_refused_one_says_why(
    site: Caller, sent: Lived
) -> None:
    path, words = f"/vendor/{sent.vendor_token}", {"name": "Fay", "text": "The log is here."}
    before = await ground.traces(sent.client)
    async with outside(site) as page:
        program = [("file", ("fix.exe", b"MZ" + b"\0" * 64))]
        refused = await page.post(f"{path}/updates", data=words, files=program)
        assert refused.status_code == 422
        for kept in ("programs are not taken", "The log is here.", 'value="Fay"'):
            assert kept in refused.text
        assert await ground.traces(sent.client) == before
        log = [("file", ("../switch.log", b"port 7 down"))]
        assert (await page.post(f"{path}/updates", data=words, files=log)).status_code == 303
        assert "[switch.log]" in (await page.get(path)).text
    async with db.open(Work(sent.client.id)):
        rows = await db.rows(NOTED, sent.client.id, sent.case.id)
    assert [tuple(row.values()) for row in rows] == [("internal", "switch.log")]
    async with world.browser(site, sent.client.requester) as client:
        assert "switch.log" not in (await client.get(f"/tickets/{sent.name}")).text
