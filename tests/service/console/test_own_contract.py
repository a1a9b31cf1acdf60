"""Our contract kept, as the client reads it: the month, down to one clock, and what they object."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from contracts.compliance.apart import exclusion
from tests import world
from tests.service.console import ground
from tests.service.console.ground import SECRETS, Ground, Lived
from underpin.desk.tickets import talking
from underpin.kernel import db, verb
from underpin.kernel.database.scope import Work
from underpin.kernel.web.caller import Caller

SUBJECT = "Nobody answers about hall 9"
MISSED = """
SELECT c.id, c.decided_at, t.time_zone FROM clock c JOIN tenant t ON t.id = c.tenant_id
WHERE c.tenant_id = $1 AND c.ticket_id = $2 AND c.metric = 'first_response'
"""


@dataclass(frozen=True)
class Missed:
    number: str
    clock: UUID
    month: str

    @property
    def path(self) -> str:
        return f"/our-contract/clocks/{self.clock}"


async def missed(here: Ground, lived: Lived) -> Missed:
    """A ticket answered a week too late."""
    client = lived.client
    async with db.open(Work(client.id)):
        long_ago = await db.now() - timedelta(days=7)
    words = {"impact": "high", "urgency": "high", "raised_at": long_ago}
    ticket = await ground.raised(client, SUBJECT, **words)
    lead = here.people.lead.principal
    await verb.perform(talking.reply, lead, ticket.number, "Sorry, now.", tenant=client.id)
    async with db.open(Work(client.id)):
        row = await db.row(MISSED, client.id, ticket.id)
    assert row is not None
    month = row["decided_at"].astimezone(ZoneInfo(row["time_zone"])).strftime("%Y-%m")
    return Missed(f"{client.key}-{ticket.number}", row["id"], month)


async def test_a_miss_is_followed_down_to_its_clock_and_objected_to(
    site: Caller, here: Ground
) -> None:
    found, subject = await missed(here, here.bolt), SUBJECT
    at, clock = f"/our-contract?month={found.month}", found.path
    client = here.bolt.client
    async with world.browser(site, client.observer) as page:
        month = await page.get(at)
        assert month.status_code == 200
        assert subject in month.text
        assert "First response" in month.text
        percents = [float(each) for each in re.findall(r"([\d.,]+)%", month.text)]
        assert percents
        assert max(percents) <= 100
        assert f'href="{clock}"' in month.text
        one = (await page.get(clock)).text
        assert f'href="/tickets/{found.number}"' in one
        assert "How the time was counted" in one
        assert "Object to this" not in one  # it is counted as missed already
        await _excluded(here, here.bolt, found.clock)
        one = (await page.get(clock)).text
        assert "Caused on your side" in one
        assert "You did not say which." in one
        empty = await page.post(f"{clock}/objections", data={"wants": "counted", "text": " "})
        assert empty.status_code == 422
        words = {"wants": "counted", "text": "We did say: hall 9."}
        sent = await page.post(f"{clock}/objections", data=words)
        assert (sent.status_code, sent.headers["location"]) == (303, clock)
        one = (await page.get(clock)).text
        assert "We did say: hall 9." in one
        assert "Waits for an answer" in one
        assert "Object to this" not in one
        assert "In no percentage" in (await page.get(at)).text
        listed = await page.get(f"/our-contract/clocks?month={found.month}&outcome=excluded")
        assert subject in listed.text
        texts = [month.text, one, listed.text]
    assert not [secret for secret in SECRETS for text in texts if secret in text]
    async with world.browser(site, client.colleague) as other:
        assert (await other.get(clock)).status_code == 404
        assert (await other.post(f"{clock}/objections", data={"text": "x"})).status_code == 404
        assert subject not in (await other.get(at)).text


async def _excluded(here: Ground, lived: Lived, clock_id: UUID) -> None:
    about = {"tenant": lived.client.id}
    words = (clock_id, "client_caused", "You did not say which.")
    made = await verb.perform(exclusion.propose, here.people.lead.principal, *words, **about)
    await verb.perform(exclusion.confirm, here.people.admin.principal, made.id, **about)


async def test_credits_availability_and_evidence_open_to_whom_they_concern(
    site: Caller, here: Ground
) -> None:
    client = here.acme.client
    async with world.browser(site, client.admin) as page:
        assert "No credits" in (await page.get("/our-contract/credits")).text
        served = await page.get("/our-contract/availability")
        assert served.status_code == 200
        assert "network" in served.text.casefold()
        assert (await page.get("/our-contract?month=2026-13")).status_code == 422
        assert (await page.get("/our-contract/evidence?month=2020-01")).status_code == 404
    async with world.browser(site, client.requester) as page:
        assert (await page.get("/our-contract/credits")).status_code == 403
        assert 'href="/our-contract/credits"' not in (await page.get("/our-contract")).text
