"""Work on tickets through the pages' forms, and what happens when two people meet in one."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import httpx
import pytest

from tests import world
from tests.service.console import ground
from tests.service.console.ground import Ground
from tests.world import Client, Human
from underpin import wiring
from underpin.desk.tickets.ticket import Ticket
from underpin.kernel import cookies, db, pulse
from underpin.kernel.database.scope import Door, Work
from underpin.kernel.web.caller import Caller


def path_of(client: Client, ticket: Ticket) -> str:
    return f"/tickets/{client.key}-{ticket.number}"


async def row(client: Client, ticket: Ticket) -> db.Row:
    async with db.open(Work(client.id)):
        found = await db.row(
            "SELECT t.*, (SELECT count(*) FROM message m WHERE m.tenant_id = t.tenant_id "
            "AND m.ticket_id = t.id) AS messages FROM ticket t WHERE t.tenant_id = $1 "
            "AND t.id = $2",
            client.id,
            ticket.id,
        )
    assert found is not None
    return found


async def form(page: httpx.AsyncClient, path: str, action: str) -> dict[str, str]:
    """The hidden fields of a form as the page renders them."""
    return hidden_of((await page.get(path)).text, action)


def hidden_of(text: str, action: str) -> dict[str, str]:
    found = re.search(rf'<form[^>]*action="{re.escape(action)}"[^>]*>(.*?)</form>', text, re.DOTALL)
    assert found is not None, f"there is no form for {action}"
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', found[1])
    return {name: html.unescape(value) for name, value in hidden}


async def press(
    page: httpx.AsyncClient, path: str, what: str, **words: str
) -> tuple[httpx.Response, dict[str, str]]:
    """Fill in a form of the page and send it."""
    sent = {**await form(page, path, f"{path}/{what}"), **words}
    return await page.post(f"{path}/{what}", data=sent), sent


async def test_from_taken_to_reopened(site: Caller, here: Ground) -> None:
    client, agent = here.people.acme, here.people.agent
    ticket = await ground.raised(client, "Mail bounces", body="Since noon.")
    path = path_of(client, ticket)
    async with world.browser(site, agent) as page:
        assert (await press(page, path, "claim"))[0].headers["location"] == path
        await press(page, path, "messages", audience="public", body="On it.")
        await press(page, path, "messages", audience="internal", body="Odd one.")
        await press(page, path, "wait", question="Which hall?", follow_up=await a_day_to_come())
        assert (await row(client, ticket))["state"] == "waiting_client"
        await press(page, path, "wait/end")
        await press(page, path, "assignment", person=str(here.people.l2.id))
        assert (await row(client, ticket))["assignee_id"] == here.people.l2.id
        await press(page, path, "tier", reason="Needs the network team.")
        assert (await row(client, ticket))["tier"] == 2
        await press(page, path, "resolution", text="The queue was full.")
        await press(page, path, "closure")
        assert (await row(client, ticket))["state"] == "closed"
        await press(page, path, "reopening", reason="Still bounces.")
        text = (await page.get(path)).text
    now = await row(client, ticket)
    assert (now["state"], now["live"], now["messages"]) == ("open", True, 5)
    for said in ("On it.", "Odd one.", "Which hall?", "The queue was full.", "Still bounces."):
        assert said in text
    async with world.browser(site, client.requester) as page:
        text = (await page.get(path)).text
    for hidden in ("Odd one.", "Needs the network team.", "Still bounces."):
        assert hidden not in text
    assert "The queue was full." in text


async def a_day_to_come() -> str:
    async with db.open(Door()):
        return (await db.now() + timedelta(days=3)).date().isoformat()


async def test_a_wait_ends_on_its_day(site: Caller, here: Ground) -> None:
    client = here.people.acme
    ticket = await ground.raised(client, "Which printer?")
    path = path_of(client, ticket)
    wiring.wire_alarms()
    async with world.browser(site, here.people.agent) as page:
        for never in ("2020-01-01", "2999-01-01", "soon"):
            before = await row(client, ticket)
            refused, _ = await press(page, path, "wait", question="?", follow_up=never)
            assert refused.status_code == 422
            assert dict(await row(client, ticket)) == dict(before)
        await press(page, path, "wait", question="Which?", follow_up=await a_day_to_come())
    assert (await row(client, ticket))["state"] == "waiting_client"
    async with db.open(Work(client.id)):
        await db.execute(
            "UPDATE timer SET due_at = $3, fires_at = $3 WHERE tenant_id = $1 AND key = $2",
            *(client.id, str(ticket.id), await db.now()),
        )
    while await pulse.drain(client.id):
        pass
    assert (await row(client, ticket))["state"] == "open"


async def test_a_member_raises_answers_and_reopens(site: Caller, here: Ground) -> None:
    client = here.people.acme
    async with world.browser(site, client.requester) as page:
        hidden = await form(page, "/", "/tickets")
        new = {"subject": "No sound", "text": "In room 4.", "impact": "low", "urgency": "low"}
        answer = await page.post("/tickets", data={**hidden, **new})
        path = answer.headers["location"]
        again = await page.post("/tickets", data={**hidden, **new})
        assert again.headers["location"] == path
        await press(page, path, "messages", body="It hums, too.")
        text = (await page.get(path)).text
    assert "In room 4." in text
    assert "It hums, too." in text
    async with world.browser(site, here.people.agent) as desk:
        await press(desk, path, "resolution", text="New cable.")
    async with world.browser(site, client.requester) as page:
        await press(page, path, "reopening")
        assert "In progress" in (await page.get(path)).text


async def test_pressing_twice_sends_once(site: Caller, here: Ground) -> None:
    client = here.people.acme
    ticket = await ground.raised(client, "Twice")
    path = path_of(client, ticket)
    async with world.browser(site, here.people.agent) as page:
        first, sent = await press(page, path, "messages", audience="public", body="Once.")
        again = await page.post(f"{path}/messages", data=sent)
        other = await page.post(f"{path}/messages", data={**sent, "body": "Another."})
    assert (first.status_code, again.status_code, other.status_code) == (303, 303, 409)
    assert (await row(client, ticket))["messages"] == 1


async def test_an_older_page_conflicts_and_gives_back_what_was_typed(
    site: Caller, here: Ground
) -> None:
    client = here.people.acme
    ticket = await ground.raised(client, "Two at once")
    path = path_of(client, ticket)
    async with world.browser(site, here.people.agent) as page:
        old = await form(page, path, f"{path}/resolution")
        async with world.browser(site, here.people.l2) as other:
            await press(other, path, "claim")
        before = await row(client, ticket)
        answer = await page.post(f"{path}/resolution", data={**old, "text": "My long answer."})
    assert answer.status_code == 409
    for said in ("This changed in the meantime", "My long answer.", here.people.l2.name, path):
        assert said in answer.text
    assert "What happened meanwhile" in answer.text
    assert dict(await row(client, ticket)) == dict(before)


async def test_what_two_said_is_shown_side_by_side_and_sent_again_on_top(
    site: Caller, here: Ground
) -> None:
    client = here.people.acme
    ticket = await ground.raised(client, "Whose grade", impact="low", urgency="low")
    path = path_of(client, ticket)
    first = {"impact": "high", "urgency": "low", "cause": "facts", "reason": "All of hall 3."}
    async with world.browser(site, here.people.agent) as page:
        old = await form(page, path, f"{path}/priority")
        async with world.browser(site, here.people.l2) as other:
            await press(other, path, "priority", **first)
        mine = {**first, "impact": "medium", "urgency": "high", "reason": "Half of it."}
        answer = await page.post(f"{path}/priority", data={**old, **mine})
        assert answer.status_code == 409
        assert "All of hall 3." in answer.text
        beside = r"<bdi>(\w+)</bdi></th><td><ins[^>]*>(\w+)</ins></td><td[^>]*>(\w+)"
        cells = re.findall(beside, answer.text)
        assert cells == [("Impact", "Medium", "High"), ("Urgency", "High", "Low")]
        again = dict(hidden_of(answer.text, f"{path}/priority"), reason="Half of it, after all.")
        done = await page.post(f"{path}/priority", data=again)
    assert done.status_code == 303
    now = await row(client, ticket)
    assert (now["impact"], now["urgency"]) == ("medium", "high")


async def test_of_two_who_take_one_ticket_one_is_told(site: Caller, here: Ground) -> None:
    client = here.people.acme
    ticket = await ground.raised(client, "Whose is it")
    path = path_of(client, ticket)
    async with world.browser(site, here.people.agent) as page:
        sent = await form(page, path, f"{path}/claim")
        async with world.browser(site, here.people.l2) as other:
            await press(other, path, "claim")
        late = await page.post(f"{path}/claim", data=sent)
    assert late.status_code == 409
    assert "A colleague took this ticket a moment ago" in late.text
    assert (await row(client, ticket))["assignee_id"] == here.people.l2.id


async def test_take_next_takes_the_most_urgent_and_never_twice(site: Caller, here: Ground) -> None:
    caro = here.people.caro
    calm = await ground_of_caro(caro, "Calm", "low")
    urgent = await ground_of_caro(caro, "Urgent", "high")
    async with world.browser(site, here.people.stranger) as page:
        sent = await form(page, "/list", "/list/next")
        taken = [
            (await page.post("/list/next", data={**sent, "idempotency_key": str(n)}))
            for n in range(3)
        ]
    ways = [answer.headers["location"] for answer in taken]
    assert ways == [path_of(caro, urgent), path_of(caro, calm), "/list?empty=1"]


async def ground_of_caro(caro: Client, subject: str, level: str) -> Ticket:
    """A client without a contract."""
    from underpin.desk.tickets import raising
    from underpin.desk.tickets.raising import NewTicket
    from underpin.kernel import verb

    new = NewTicket(subject, impact=level, urgency=level)
    made: Ticket = await verb.perform(raising.raise_ticket, caro.colleague.principal, new)
    return made


async def test_a_member_writes_no_note(site: Caller, here: Ground) -> None:
    client = here.people.acme
    ticket = await ground.raised(client, "Mine")
    path = path_of(client, ticket)
    async with world.browser(site, client.requester) as page:
        hidden = await form(page, path, f"{path}/messages")
        words = {**hidden, "audience": "internal", "body": "psst"}
        assert (await page.post(f"{path}/messages", data=words)).status_code == 422
    assert (await row(client, ticket))["messages"] == 0


@pytest.mark.parametrize("what", ["messages", "resolution", "wait", "tier", "assignment"])
async def test_an_empty_form_changes_nothing(site: Caller, here: Ground, what: str) -> None:
    client = here.people.acme
    ticket = await ground.raised(client, "Empty")
    path, before = path_of(client, ticket), await row(client, ticket)
    async with world.browser(site, here.people.agent) as page:
        answer, _ = await press(page, path, what)
    assert answer.status_code == 422
    assert dict(await row(client, ticket)) == dict(before)


async def test_a_ticket_that_cannot_be_taken_comes_back_as_typed(
    site: Caller, here: Ground
) -> None:
    async with world.browser(site, here.people.acme.requester) as page:
        answer = await page.post("/tickets", data={"subject": "x" * 301, "text": "Long story."})
    assert answer.status_code == 422
    assert "Long story." in answer.text
    assert "Subject: 1 to 300 characters." in answer.text


async def test_a_session_that_ended_gives_back_what_was_typed(site: Caller, here: Ground) -> None:
    client = here.people.acme
    ticket = await ground.raised(client, "Late")
    path, before = path_of(client, ticket), await row(client, ticket)
    origin = world.SETTINGS.desk_origin
    ended = {
        "Cookie": f"{cookies.SESSION}=upn_session_0_{'x' * 43}",
        "Referer": f"{origin}{path}",
    }
    async with world.browser(site, face="desk", **ended) as page:
        words = {"audience": "public", "body": "A long answer."}
        answer = await page.post(f"{path}/messages", data=words)
    assert answer.status_code == 401
    assert "Please sign in again" in answer.text
    assert "A long answer." in answer.text
    assert f"/sign-in?next={path.replace('/', '%2F')}" in answer.text
    assert dict(await row(client, ticket)) == dict(before)


async def test_no_get_changes_anything(site: Caller, here: Ground) -> None:
    acme, name = here.acme, here.acme.name
    before = await ground.traces(acme.client)
    crawled: list[tuple[Human, list[str]]] = [
        (here.people.admin, ["/list", f"/tickets/{name}", "/clients", "/set-aside", "/"]),
        (here.people.manager, [f"/clients/{acme.client.slug}/contract"]),
        (acme.client.requester, ["/", f"/tickets/{name}", f"/vendor/{acme.vendor_token}"]),
    ]
    for person, paths in crawled:
        async with world.browser(site, person) as page:
            for path in paths:
                assert (await page.get(path)).status_code in (200, 303), path
    assert await ground.traces(acme.client) == before


async def test_text_is_text(site: Caller, here: Ground) -> None:
    client = here.people.acme
    ticket = await ground.raised(client, "<b>bold</b>", body="<script>alert(1)</script>")
    for person in (here.people.agent, client.requester):
        async with world.browser(site, person) as page:
            text = (await page.get(path_of(client, ticket))).text
        assert "<script>alert" not in text
        assert "&lt;b&gt;bold&lt;/b&gt;" in text


async def test_the_priority_is_corrected_with_a_reason_the_client_reads(
    site: Caller, here: Ground
) -> None:
    client = here.people.acme
    ticket = await ground.raised(client, "One lamp flickers", impact="low", urgency="low")
    path = path_of(client, ticket)
    async with world.browser(site, here.people.agent) as page:
        before = dict(await row(client, ticket))
        for wrong in ({"reason": " "}, {"reason": "x", "impact": "huge"}):
            words = {"impact": "high", "urgency": "high", "cause": "facts", **wrong}
            assert (await press(page, path, "priority", **words))[0].status_code == 422
        assert dict(await row(client, ticket)) == before
        words = {"impact": "high", "urgency": "high", "cause": "facts"}
        done, sent = await press(page, path, "priority", reason="The whole hall is dark.", **words)
        assert done.headers["location"] == path
        stale = {**sent, "idempotency_key": "another"}
        assert (await page.post(f"{path}/priority", data=stale)).status_code == 409
    assert (await row(client, ticket))["priority"] == "P1"
    async with world.browser(site, client.requester) as page:
        text = (await page.get(path)).text
    assert "P5 → P1: The whole hall is dark." in text
    assert f"{path}/priority" not in text
    async with db.open(Work(client.id)):
        facts = await db.rows(
            "SELECT body->>'cause' AS cause FROM event WHERE tenant_id = $1 AND subject_id = $2 "
            "AND kind = 'ticket.reprioritised'",
            *(client.id, ticket.id),
        )
        answered = await db.value(
            "SELECT count(*) FROM event WHERE tenant_id = $1 AND subject_id = $2 "
            "AND kind = 'ticket.public_reply'",
            *(client.id, ticket.id),
        )
    assert [each["cause"] for each in facts] == ["new_facts"]
    assert answered == 0, "a reason is no answer"


async def test_a_vendor_case_is_opened_by_hand(site: Caller, here: Ground) -> None:
    client = here.people.acme
    ticket = await ground.raised(client, "The uplink is down", body="Since nine.")
    path = path_of(client, ticket)
    async with world.browser(site, here.people.agent) as page:
        assert (await press(page, path, "case"))[0].headers["location"] == path
        text = (await page.get(path)).text
        assert "Fabrikam" in text
        assert f'action="{path}/case"' not in text, "a vendor has it already"
        assert (await page.post(f"{path}/case")).status_code == 409
    now = await row(client, ticket)
    assert (now["state"], now["tier"]) == ("waiting_vendor", 4)
    async with db.open(Work(client.id)):
        cases = await db.value("SELECT count(*) FROM vendor_case WHERE ticket_id = $1", ticket.id)
    assert cases == 1
    async with world.browser(site, client.requester) as page:
        assert "Fabrikam" not in (await page.get(path)).text


async def test_who_may_not_work_on_it_is_offered_neither(site: Caller, here: Ground) -> None:
    client = here.people.acme
    ticket = await ground.raised(client, "Looked at from afar")
    path = path_of(client, ticket)
    before = dict(await row(client, ticket))
    for who in ("manager", "auditor"):
        async with world.browser(site, getattr(here.people, who)) as page:
            text = (await page.get(path)).text
            for what in ("case", "priority"):
                assert f'action="{path}/{what}"' not in text
                words = {"impact": "high", "urgency": "high", "reason": "x", "version": "1"}
                assert (await page.post(f"{path}/{what}", data=words)).status_code == 403
    assert dict(await row(client, ticket)) == before


async def test_what_is_begun_is_there_again_and_time_and_tags_are_kept(
    site: Caller, here: Ground
) -> None:
    client, agent = here.people.acme, here.people.agent
    ticket = await ground.raised(client, "Tagged")
    path = path_of(client, ticket)
    async with world.browser(site, agent) as page:
        kept = await page.put(f"/api/v1{path}/drafts/internal", json={"body": "Half a thought"})
        assert kept.status_code == 200
        text = (await page.get(path)).text
        assert ">Half a thought</textarea>" in text
        assert re.search(r'value="internal" checked', text)
        await press(page, path, "tags", tag="Scanner")
        assert "/list?tag=scanner" in (await page.get(path)).text
        await press(page, path, "tags/removal")
        assert "/list?tag=scanner" not in (await page.get(path)).text
        assert (await press(page, path, "time", minutes="1:30", coverage="included"))[
            0
        ].status_code == 303
        assert (await press(page, path, "time", minutes="long", coverage="included"))[
            0
        ].status_code == 422
        await press(page, path, "messages", audience="public", body="Too early.")
        (back,) = re.findall(
            rf'action="({path}/messages/[^"]+/mail/withdrawal)"', (await page.get(path)).text
        )
        undone = await page.post(back, data=await form(page, path, back))
        assert undone.status_code == 303
        text = (await page.get(path)).text
        assert "Not mailed: it is read in the portal alone." in text
        assert "mail/withdrawal" not in text
    async with db.open(Work(client.id)):
        minutes = await db.value(
            "SELECT sum(worked_minutes) FROM time_entry WHERE tenant_id = $1 AND ticket_id = $2",
            client.id,
            ticket.id,
        )
    assert minutes == 90
