"""Numbers longer than any number, and digits of other scripts, are told to whoever typed them."""

from __future__ import annotations

from tests import world
from tests.service.console.ground import Ground
from tests.service.console.test_pricing import sent
from underpin.kernel import ids
from underpin.kernel.web.caller import Caller

MAILBOXES = "/administration/mailboxes"
NO_NUMBERS = ("9" * 5000, "٣")


async def test_a_page_after_none_is_the_first(site: Caller, here: Ground) -> None:
    async with world.browser(site, here.acme.client.requester) as page:
        first = await page.get("/tickets?standing=any")
        for said in NO_NUMBERS:
            shown = await page.get(f"/tickets?standing=any&after={said}")
            assert shown.status_code == 200
            assert here.acme.name in first.text and here.acme.name in shown.text


async def test_what_is_no_number_is_asked_for_again(site: Caller, here: Ground) -> None:
    terms = f"/clients/{here.bolt.client.slug}/terms"
    begun = {"version_id": str(ids.new()), "starts_on": "2026-11-01", "treatment": "domestic"}
    async with world.browser(site, here.people.finance) as page:
        for said in NO_NUMBERS:
            days = await sent(page, terms, terms, payment_days=said, **begun)
            assert (days.status_code, "up to 365" in days.text) == (422, True)
    async with world.browser(site, here.people.admin) as page:
        for said in NO_NUMBERS:
            port = await sent(page, MAILBOXES, MAILBOXES, imap_port=said)
            assert (port.status_code, "such as 993" in port.text) == (422, True)


async def test_incidents_ticked_by_no_number_are_none(site: Caller, here: Ground) -> None:
    """The ticket is no problem: that is what is told."""
    at = f"/tickets/{here.acme.name}"
    said = {"incident": NO_NUMBERS[0], "body": "It prints again."}
    async with world.browser(site, here.people.lead) as page:
        told = await sent(page, at, f"{at}/problem/resolutions", **said)
        assert told.status_code == 409
