"""What comes in and goes out: tested where it is set up, and its secrets shown once."""

from __future__ import annotations

import re

from tests import world
from tests.service.console.administration.forms import sent
from tests.service.console.ground import Ground
from underpin.kernel import ids
from underpin.kernel.web.caller import Caller


async def test_a_lead_connects_programs_and_sees_what_they_were_told(
    site: Caller, here: Ground
) -> None:
    key, mark = here.acme.client.key, ids.new().hex
    at, base = f"/administration/connections?client={key}", f"/clients/{key}/connections"
    async with world.browser(site, here.people.lead) as page:
        assert "Choose a client" in (await page.get("/administration/connections")).text
        bad = {"name": f"ERP {mark}", "url": "http://127.0.0.1/x", "events": "ticket.raised"}
        refused = await sent(page, at, f"{base}/webhooks", **bad)
        assert refused.status_code == 422 and f"ERP {mark}" in refused.text
        good = bad | {"url": "https://erp.example/x"}
        made = await sent(page, at, f"{base}/webhooks", **good)
        assert made.status_code == 200 and "shown this once" in made.text
        shown = (await page.get(at)).text
        assert "shown this once" not in shown
        hook = re.search(rf'href="({base}/webhooks/[0-9a-f-]+)"><bdi>ERP {mark}', shown)
        assert hook is not None
        assert (await sent(page, hook[1], f"{hook[1]}/test")).status_code == 303
        assert "Waits to be sent" in (await page.get(hook[1])).text

        program = {"name": f"Bot {mark}", "kind": "webhook", "credential": "k" * 20}
        made = await sent(page, at, f"{base}/channels", **program)
        address = re.search(r'id="once-address">([^<]+)<', made.text)
        assert address is not None and "/hooks/channels/" in address[1]
        channel = re.search(
            rf'Bot {mark}.*?action="({base}/channels/[0-9a-f-]+)/test"', made.text, re.S
        )
        assert channel is not None
        assert "Answered" in (await sent(page, at, f"{channel[1]}/test")).text
        assert (await sent(page, at, f"{channel[1]}/pause")).status_code == 303


async def test_a_sample_is_tried_against_a_mapping_and_nothing_is_kept(
    site: Caller, here: Ground
) -> None:
    key, mark = here.acme.client.key, ids.new().hex
    at, base = f"/administration/connections?client={key}", f"/clients/{key}/connections"
    async with world.browser(site, here.people.lead) as page:
        contact = str(here.acme.client.requester.id)
        words = {"name": f"Odd tool {mark}", "kind": "mapping", "contact": contact}
        broken = await sent(page, at, f"{base}/sources", **words, mapping="{")
        assert broken.status_code == 422
        own = '{"fingerprint": "{/id}", "title": "{/what}"}'
        made = await sent(page, at, f"{base}/sources", **words, mapping=own)
        assert "alerts+" in made.text or "@desk.example" in made.text
        link = re.search(rf'href="({base}/sources/[0-9a-f-]+)"><bdi>Odd tool {mark}', made.text)
        assert link is not None
        before = (await page.get(f"/api/v1/clients/{key}/hook-deliveries")).json()
        sample = '{"id": 7, "what": "Pump 3 is dry"}'
        tried = await sent(page, link[1], f"{link[1]}/trial", sample=sample, mapping=own)
        assert "Pump 3 is dry" in tried.text
        nothing = await sent(page, link[1], f"{link[1]}/trial", sample="{}", mapping=own)
        assert "nothing stands at" in nothing.text
        assert (await page.get(f"/api/v1/clients/{key}/hook-deliveries")).json() == before


async def test_a_token_is_shown_once_counts_its_use_and_is_taken_back(
    site: Caller, here: Ground
) -> None:
    at, name = "/administration/tokens", f"Export {ids.new()}"
    async with world.browser(site, here.people.agent) as page:
        beyond = await sent(page, at, at, name=name, scopes="tenant.create", days="30")
        assert beyond.status_code == 422 and name in beyond.text
        reads = {"scope": "tickets", "scopes": "ticket.read", "days": "30"}
        assert (await sent(page, at, at, **reads, name="")).status_code == 422
        made = await sent(page, at, at, name=name, scopes="ticket.read", days="30")
        token = re.search(r'id="once"[^>]*value="([^"]+)"', made.text)
        assert token is not None
        row = (await page.get(at)).text.partition(name)[2].partition("</tr>")[0]
        assert token[1] not in row and "never" in row
        bearer = {"Authorization": f"Bearer {token[1]}"}
        async with world.browser(site, None, face="desk", **bearer) as program:
            assert (await program.get("/api/v1/clients")).status_code == 200
            assert (await program.post("/api/v1/staff", json={})).status_code == 403
        row = (await page.get(at)).text.partition(name)[2].partition("</tr>")[0]
        assert "never" not in row
        revocation = re.search(r'action="([^"]+/revocation)"', row)
        assert revocation is not None
        assert (await sent(page, at, revocation[1])).status_code == 303
        assert name not in (await page.get(at)).text
        async with world.browser(site, None, face="desk", **bearer) as program:
            assert (await program.get("/api/v1/clients")).status_code == 401


async def test_a_mailbox_is_tried_where_it_is_named_and_says_why_it_fails(
    site: Caller, here: Ground
) -> None:
    at, address = "/administration/mailboxes", f"help@{ids.new()}.example"
    async with world.browser(site, here.people.admin) as page:
        words = {"address": address, "kind": "imap", "imap_host": "127.0.0.1", "username": "u"}
        words |= {"imap_port": "1", "security": "tls", "folder": "INBOX"}
        lacking = await sent(page, at, at, **words)
        assert lacking.status_code == 422 and address in lacking.text
        assert (await sent(page, at, at, **words, password="s3cret-word")).status_code == 303
        shown = (await page.get(at)).text
        row = shown.partition(address)[2].partition("</tr>")[0]
        assert "Failed" in row and "s3cret-word" not in shown
        removal = re.search(r'action="([^"]+/removal)"', row)
        assert removal is not None
        assert (await sent(page, at, removal[1])).status_code == 303
        assert address not in (await page.get(at)).text
