"""A client's own list: whose, where it stands, words in it, page by page."""

from __future__ import annotations

import re
from datetime import timedelta

import httpx

from tests import world
from tests.service.console import ground
from tests.service.console.ground import Ground
from underpin.desk.queues import own_list
from underpin.desk.queues.own_list import Wanted
from underpin.desk.tickets import follow_up
from underpin.kernel import verb
from underpin.kernel.web.caller import Caller


def shown(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200
    return re.findall(r'data-row="([^"]+)"', answer.text)


async def test_each_member_finds_their_own_and_what_was_granted(site: Caller, here: Ground) -> None:
    acme = here.acme
    link = f'href="/tickets/{acme.name}"'
    async with world.browser(site, acme.client.requester) as own:
        assert shown(await own.get("/tickets"))
        found = await own.get("/tickets?q=order+system")
        assert link in found.text
        assert shown(await own.get("/tickets?standing=done&priority=P4&service=nonsense")) == []
        assert (await own.get("/tickets?q=a%20.")).status_code in (200, 422)
    async with world.browser(site, acme.client.approver) as other:
        assert acme.name not in shown(await other.get("/tickets?whose=all&standing=any"))
    async with world.browser(site, acme.client.observer) as granted:
        assert acme.name not in shown(await granted.get("/tickets?standing=any"))
        every = await granted.get("/tickets?whose=all&standing=any&q=order+system")
        assert link in every.text


async def test_pages_follow_one_another_without_gap(here: Ground) -> None:
    client = here.bolt.client
    raised = [(await ground.raised(client, f"Page {number}")).number for number in range(3)]
    wanted, seen, after = Wanted("mine", "any"), list[int](), None
    while True:
        page = await verb.perform(own_list.page, client.requester.principal, wanted, after, 2)
        seen += [each.number for each in page.tickets]
        after = page.after
        if after is None:
            break
    assert len(seen) == len(set(seen))
    assert set(raised) <= set(seen)


async def test_a_question_waits_on_the_start_page(site: Caller, here: Ground) -> None:
    client = here.bolt.client
    made = await ground.raised(client, "Which of the two doors?")
    words = ("Which one is it?", made.raised_at + timedelta(days=365))
    lead = here.people.lead.principal
    await verb.perform(follow_up.ask, lead, made.number, *words, tenant=client.id)
    async with world.browser(site, client.requester) as page:
        start = await page.get("/")
        assert "What waits for you" in start.text
        assert f"{client.key}-{made.number}" in shown(await page.get("/tickets?standing=you"))
