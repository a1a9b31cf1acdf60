"""Slack and Teams: a message is a ticket, its thread goes on with it, and answers come back."""

from __future__ import annotations

import time
from typing import Any

import httpx
import pytest

from tests.service.desk import ground
from tests.service.desk.channels import room
from tests.service.desk.channels.far_side import FarSide
from tests.service.desk.channels.room import Room
from tests.world import World
from underpin.desk.channels import slack, teams
from underpin.desk.tickets import talking
from underpin.kernel import db, verb
from underpin.kernel.database.scope import Work

SLACK = {"workspace": "T1", "channel": "C1"}
TEAMS = {"directory": "d-1", "team": "19:t@thread.tacv2", "app": "a-1"}


def slacked(ts: str, text: str = "No mail", user: str = "U1", **event: Any) -> Any:
    inside = {"type": "message", "user": user, "text": text, "ts": ts, "channel": "C1", **event}
    return {"type": "event_callback", "team_id": "T1", "event_id": f"E{ts}", "event": inside}


async def slack_room(people: World, page: httpx.AsyncClient, there: FarSide, name: str) -> Room:
    settings = {**SLACK, "api": there.url}
    return await room.open_at(people, people.acme, page, "slack", name, settings, "xoxb-token")


async def leave(here: Room) -> None:
    await ground.settle(here.client)
    while await ground.hurry(here.client):
        pass


async def test_slack_asks_whether_the_address_is_ours(
    people: World, page: httpx.AsyncClient, there: FarSide
) -> None:
    here = await slack_room(people, page, there, "challenge")
    asked = {"type": "url_verification", "challenge": "c-1"}
    assert (await here.send(asked)).json() == {"challenge": "c-1"}
    assert (await here.send(asked, key="another")).status_code == 403
    assert await here.deliveries() == []


async def test_a_slack_thread_is_a_ticket_and_answers_come_into_it(
    people: World, page: httpx.AsyncClient, there: FarSide
) -> None:
    here = await slack_room(people, page, there, "thread")
    await here.send(slacked("1795338000.000100", "No mail &amp; no <https://x.example|web>"))
    await here.link("T1:U1", person_id=people.acme.requester.id)
    (ticket,) = await here.tickets()
    assert (ticket["subject"], ticket["channel"]) == (
        "No mail & no web (https://x.example)",
        "slack",
    )
    about = {"tenant": people.acme.id}
    await verb.perform(
        talking.reply, people.agent.principal, ticket["number"], "See <this>.", **about
    )
    await leave(here)
    taken, answer = there.asked
    assert taken.path == "/chat.postMessage"
    assert taken.headers["authorization"] == "Bearer xoxb-token"
    assert taken.said["text"] == f"Taken as {people.acme.key}-{ticket['number']}."
    assert answer.said == {
        "channel": "C1",
        "thread_ts": "1795338000.000100",
        "text": "Agent: See &lt;this&gt;.",
        "unfurl_links": False,
    }
    await leave(here)
    counted = await here.rows(
        "SELECT u.quantity, u.dimensions ->> 'channel' AS channel, u.dimensions ->> 'way' AS way "
        "FROM usage_event u WHERE u.tenant_id = $1 AND u.meter = 'channel_messages' ORDER BY 3",
        here.client.id,
    )
    assert [tuple(row) for row in counted] == [(1, "slack", "in"), (1, "slack", "out")]
    await here.send(slacked("1795338060.000100", "Thanks", thread_ts="1795338000.000100"))
    said = await here.said(ticket["id"])
    assert [each[1] for each in said] == ["slack", "api", "slack"]
    await leave(here)
    assert len(there.asked) == 2, "what was said there is not said there again"


async def test_staff_answer_from_slack_and_the_client_reads_it(
    people: World, page: httpx.AsyncClient, there: FarSide
) -> None:
    here = await slack_room(people, page, there, "staff")
    await here.send(slacked("1795338000.000200"))
    await here.send(slacked("1795338001.000200", "We look.", "U9", thread_ts="1795338000.000200"))
    await here.link("T1:U1", person_id=people.acme.requester.id)
    await here.link("T1:U9", staff_id=people.agent.id)
    (ticket,) = await here.tickets()
    assert [each[0] for each in await here.said(ticket["id"])][1] == "Agent"
    assert ticket["state"] == "open"
    await here.send(slacked("1795338002.000200", "I muse aloud", "U9"))
    assert len(await here.tickets()) == 1


@pytest.mark.parametrize(
    "ignored",
    [
        slacked("1.1", bot_id="B1"),
        slacked("1.2", subtype="message_changed"),
        slacked("1.3", channel="C2"),
        {**slacked("1.4"), "team_id": "T2"},
        slacked("1.5", type="reaction_added"),
    ],
)
async def test_what_nobody_said_to_us_opens_nothing(
    people: World, page: httpx.AsyncClient, there: FarSide, ignored: Any
) -> None:
    here = await slack_room(people, page, there, f"ignored {ignored['event']['ts']}")
    assert (await here.send(ignored)).status_code == 200
    (kept,) = await here.deliveries()
    assert kept["state"] == "applied"
    assert "ignored" in kept["outcome"]
    assert (
        await here.rows("SELECT id FROM channel_account WHERE channel_id = $1", here.channel_id)
        == []
    )


async def test_slack_tries_again_and_it_counts_once(
    people: World, page: httpx.AsyncClient, there: FarSide
) -> None:
    here = await slack_room(people, page, there, "again")
    for ago in (2, 1, 0):
        await here.send(slacked("1795338000.000300"), at=int(time.time()) - ago)
    await here.link("T1:U1", person_id=people.acme.requester.id)
    assert len(await here.tickets()) == 1


async def test_what_slack_will_never_take_waits_for_a_person(
    people: World, page: httpx.AsyncClient, there: FarSide
) -> None:
    there.answers = [
        (200, {"ok": False, "error": "ratelimited"}),
        (200, {"ok": False, "error": "not_in_channel"}),
    ]
    settings = {**SLACK, "api": there.url}
    caro = people.caro
    here = await room.open_at(people, caro, page, "slack", "refused", settings, "xoxb-token")
    await here.send(slacked("1795338000.000400"))
    await here.link("T1:U1", person_id=caro.requester.id)
    await ground.settle(here.client)
    await ground.hurry(here.client)
    (ticket,) = await here.tickets()
    sql = "SELECT parked_at, last_error FROM outgoing WHERE subject_id = $1 AND channel = 'channel'"
    (row,) = await here.rows(sql, ticket["id"])
    assert row["parked_at"] is None
    await ground.hurry(here.client)
    (row,) = await here.rows(sql, ticket["id"])
    assert row["parked_at"] is not None
    assert "not_in_channel" in row["last_error"]


def teamed(name: str, text: str = "<at>Desk</at> No mail<br>at all", **more: Any) -> Any:
    return {
        "type": "message",
        "id": name,
        "timestamp": "2026-11-22T09:00:00.000Z",
        "text": text,
        "from": {"id": "29:x", "aadObjectId": "aad-1", "name": "Ann"},
        "conversation": {"id": "19:t@thread.tacv2;messageid=1"},
        "channelData": {"tenant": {"id": "d-1"}, "team": {"id": "19:t@thread.tacv2"}},
        "serviceUrl": "http://127.0.0.1:1/evil",
        **more,
    }


async def test_teams_is_answered_at_once_and_then_in_its_thread(
    people: World, page: httpx.AsyncClient, there: FarSide
) -> None:
    there.answers = [(200, {"access_token": "t-1"})]
    settings = {**TEAMS, "login": f"{there.url}/login", "service": f"{there.url}/service"}
    here = await room.open_at(people, people.acme, page, "teams", "teams", settings, "app-secret")
    async with db.open(Work(people.acme.id)):
        await db.execute("UPDATE tenant SET locale = 'pl' WHERE id = $1", people.acme.id)
    try:
        said = await here.send(teamed("m1"))
    finally:
        async with db.open(Work(people.acme.id)):
            await db.execute("UPDATE tenant SET locale = 'en' WHERE id = $1", people.acme.id)
    assert said.json() == {"type": "message", "text": "Przyjęto. Odpowiedź pojawi się w tym wątku."}
    await here.link("aad-1", person_id=people.acme.requester.id)
    (ticket,) = await here.tickets()
    assert (ticket["subject"], ticket["channel"]) == ("No mail", "teams")
    await leave(here)
    token, posted = there.asked
    assert token.path == "/login/d-1/oauth2/v2.0/token"
    assert (token.form["client_id"], token.form["client_secret"]) == ("a-1", "app-secret")
    where = "/service/v3/conversations/19%3At%40thread.tacv2%3Bmessageid%3D1/activities"
    assert posted.path == where, "never the address that came with the message"
    assert posted.headers["authorization"] == "Bearer t-1"
    wrong = await here.send(teamed("m2"), key=room.base64.b64encode(b"another").decode())
    assert wrong.status_code == 403
    elsewhere = {"channelData": {"tenant": {"id": "d-2"}}}
    await here.send(teamed("m3", **elsewhere))
    assert "ignored" in (await here.deliveries())[-1]["outcome"]


def test_marks_of_chats_become_plain_text() -> None:
    assert (
        slack.plain("<@U1|ann> &lt;b&gt; <#C1|desk> <https://a.b>") == "@ann <b> @desk https://a.b"
    )
    assert teams.plain("<p><at>Desk</at> a &amp; b</p><p>c</p>") == "a & b\nc"
