"""What helps to write on a ticket: a macro done when its text is sent, articles the client may
read, and in the writer's own page that somebody named was not told. All without scripts."""

from __future__ import annotations

import html
import re

import httpx

from tests import world
from tests.service.console.ground import Ground
from tests.service.console.test_connectors import form
from underpin.desk.deeds.deed import Tag
from underpin.desk.knowledge import finding
from underpin.desk.macros import macros
from underpin.desk.macros.macro import Macro, Said
from underpin.desk.tickets import raising, reading, tagging
from underpin.desk.tickets.raising import NewTicket
from underpin.kernel import ids, verb
from underpin.kernel.web.caller import Caller


async def prepared(here: Ground) -> Macro:
    texts = {"en": "Hello {{requester.first_name}}, which printer?"}
    said = Said(f"Ask {ids.new()}", "own", None, "reply", texts, (Tag(tags=["asked-which"]),))
    made: Macro = await verb.perform(macros.keep, here.people.agent.principal, said)
    return made


async def raised(here: Ground) -> int:
    new = NewTicket("Printer", "It prints blank pages.")
    ticket = await verb.perform(raising.raise_ticket, here.acme.client.requester.principal, new)
    return int(ticket.number)


def typed(page: httpx.Response) -> str:
    found = re.search(r'<textarea[^>]* id="body"[^>]*>(.*?)</textarea>', page.text, re.DOTALL)
    assert found is not None
    return html.unescape(found[1])


async def test_a_macros_deeds_are_done_when_its_text_is_sent(site: Caller, here: Ground) -> None:
    number, macro, client = await raised(here), await prepared(here), here.acme.client
    at = f"/tickets/{client.key}-{number}"
    async with world.browser(site, here.people.agent) as page:
        assert macro.name in (await page.get(f"{at}/macros", params={"words": macro.name})).text
        begun = await page.get(at, params={"macro": str(macro.id)})
        first = client.requester.name.partition(" ")[0]
        assert typed(begun) == f"Hello {first}, which printer?"
        assert f'name="macro" value="{macro.id}"' in begun.text
        said = {"audience": "public", "body": "Which one, please?", "macro": str(macro.id)}
        sent = await page.post(f"{at}/messages", data=form(begun.text, **said))
        assert sent.status_code == 303
    about = {"tenant": client.id}
    words = (client.id, number)
    detail = await verb.perform(reading.one, here.people.agent.principal, *words, **about)
    assert detail.messages[-1].body == "Which one, please?"
    tags = await verb.perform(tagging.of_ticket, here.people.agent.principal, *words, **about)
    assert tags == ["asked-which"]


async def test_only_what_the_client_may_read_is_put_into_an_answer(
    site: Caller, here: Ground
) -> None:
    client, at = here.acme.client, f"/tickets/{here.acme.name}"
    shelf = await verb.perform(
        finding.shelf, here.people.lead.principal, client.id, tenant=client.id
    )
    mine = {each.title[0].text: each.id for each in shelf if each.own}
    hidden, open_ = mine["ARTICLE-OF-STAFF"], mine[f"At {client.name}"]
    async with world.browser(site, here.people.agent) as page:
        picker = await page.get(f"{at}/articles", params={"q": "article staff"})
        assert "ARTICLE" in picker.text
        assert f"article={hidden}" not in picker.text
        begun = await page.get(at, params={"article": str(open_)})
        link = f"/knowledge/{open_}"
        assert typed(begun).startswith(f"At {client.name}\nhttp://portal.localhost{link}")
        quoted = await page.get(f"/api/v1{at}/quotations/{open_}", params={"what": "text"})
        assert quoted.json()["text"].startswith(f"At {client.name}\n\nWords\n\n")
        assert (await page.get(at, params={"article": str(hidden)})).status_code == 404
        refused = await page.get(f"/api/v1{at}/quotations/{hidden}")
        assert refused.status_code == 404


async def test_who_was_not_told_is_said_beside_what_was_written(site: Caller, here: Ground) -> None:
    at, stranger = f"/tickets/{here.acme.name}", here.people.stranger.name
    async with world.browser(site, here.people.agent) as page:
        begun = await page.get(at)
        said = form(begun.text, audience="internal", body=f"@{stranger} should know of this")
        again = await page.post(f"{at}/messages", data=said)
        assert again.status_code == 409
        assert typed(again) == f"@{stranger} should know of this"
        assert "and is not told of it" in again.text
        assert 'value="internal" checked' in again.text
        offered = await page.get(f"/api/v1{at}/colleagues", params={"q": stranger})
        assert stranger not in [each["name"] for each in offered.json()]


async def test_what_is_known_already_stands_beside_a_ticket(site: Caller, here: Ground) -> None:
    client, word = here.acme.client, f"spool{ids.new().hex[-8:]}"
    new = NewTicket(f"The {word} is full", "Nothing prints.")
    asker = client.requester.principal
    first = await verb.perform(raising.raise_ticket, asker, new)
    second = await verb.perform(raising.raise_ticket, asker, new)
    async with world.browser(site, here.people.agent) as page:
        whole = await page.get(f"/tickets/{client.key}-{second.number}")
        assert f'hx-get="/tickets/{client.key}-{second.number}/alike"' in whole.text
        beside = await page.get(
            f"/tickets/{client.key}-{second.number}/alike", headers={"X-Fragment": "ticket_alike"}
        )
    assert beside.text.lstrip().startswith('<div id="alike"')
    assert f'href="/tickets/{client.key}-{first.number}"' in beside.text
    assert f'href="/tickets/{client.key}-{second.number}"' not in beside.text
    assert "No article has the words of this ticket." in beside.text
