"""Mail of ours that comes back marks itself and its ticket; who refused for good gets no more; what
was decided too fast is taken back; who watches may stop."""

from __future__ import annotations

import pytest

from tests.conftest import Database
from tests.service.desk.mail import post
from tests.world import World, build
from underpin.desk.mail.leaving import undoing, watching
from underpin.desk.tickets import talking
from underpin.kernel import db, verb
from underpin.kernel.database.scope import Work
from underpin.kernel.errors import Conflict, NotFound

REPORT = """\
From: Mail Delivery System <mailer-daemon@mx.client.example>
Subject: Undelivered
Content-Type: multipart/report; report-type=delivery-status; boundary=x

--x

Sorry.
--x
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.client.example

Final-Recipient: rfc822; anna@client.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {said}

--x--
"""


@pytest.fixture
async def world(scopes: Database) -> World:
    return await build()


async def _acknowledged(world: World) -> str:
    """Where reports about Anna's acknowledgement go."""
    acme = world.acme
    await post.sent(acme, post.letter(acme.requester.email, post.address_of(acme)))
    sealed = await post.rows(acme, "SELECT id FROM mail_sent WHERE tenant_id = $1")
    return post.bounces_of(acme, sealed[0]["id"])


async def _report(world: World, to: str, action: str, status: str) -> None:
    raw = REPORT.format(action=action, status=status, said="550 No such user").encode()
    await post.deliver(raw, to, envelope_from="")
    await post.settle(world.acme)


async def test_an_address_that_refuses_for_good_gets_nothing_more(world: World) -> None:
    acme, to = world.acme, await _acknowledged(world)

    await _report(world, to, "failed", "5.1.1")
    await _report(world, to, "failed", "5.1.2")

    (sent,) = await post.rows(acme, "SELECT * FROM mail_sent WHERE tenant_id = $1")
    assert (sent["bounce_status"], sent["bounce_reason"]) == ("5.1.1", "smtp; 550 No such user")
    notes = [row["body"] for row in await post.messages(acme) if row["visibility"] == "internal"]
    assert len(notes) == 1 and acme.requester.email in notes[0]
    await verb.perform(talking.reply, world.agent.principal, 1, "Hello?", tenant=acme.id)
    await post.settle(acme)
    assert len(await post.leaving(acme)) == 1, "the acknowledgement alone"


async def test_a_delay_is_no_refusal(world: World) -> None:
    acme, to = world.acme, await _acknowledged(world)

    await _report(world, to, "failed", "4.2.2")

    assert await post.rows(acme, "SELECT * FROM mail_refused WHERE tenant_id = $1") == []
    await verb.perform(talking.reply, world.agent.principal, 1, "Hello?", tenant=acme.id)
    await post.settle(acme)
    assert len(await post.leaving(acme)) == 2


async def test_a_person_who_writes_there_reports_nothing(world: World) -> None:
    acme, to = world.acme, await _acknowledged(world)

    await post.sent(acme, post.letter("evil@evil.example", to, body="5.1.1 550 failed"))

    sent = await post.rows(acme, "SELECT bounced_at FROM mail_sent WHERE tenant_id = $1")
    assert {row["bounced_at"] for row in sent} == {None}
    assert await post.rows(acme, "SELECT * FROM mail_refused WHERE tenant_id = $1") == []


async def test_a_reply_is_taken_back_before_it_leaves(world: World) -> None:
    acme, agent = world.acme, world.agent.principal
    await _acknowledged(world)
    said = await verb.perform(talking.reply, agent, 1, "Too fast.", tenant=acme.id)

    taken = await verb.perform(undoing.withdraw, agent, 1, said.id, tenant=acme.id)
    await post.settle(acme)

    assert taken == 1
    assert len(await post.leaving(acme)) == 1, "the acknowledgement alone"
    with pytest.raises(Conflict):
        await verb.perform(undoing.withdraw, agent, 1, said.id, tenant=acme.id)


@pytest.mark.parametrize("way", ["mail", "link"])
async def test_who_watches_may_stop(world: World, way: str) -> None:
    acme = world.acme
    await _acknowledged(world)
    async with db.open(Work(acme.id)):
        await db.execute(
            "INSERT INTO ticket_watcher SELECT tenant_id, id, $2 FROM ticket WHERE tenant_id = $1",
            acme.id,
            acme.colleague.id,
        )
    await verb.perform(talking.reply, world.agent.principal, 1, "News.", tenant=acme.id)
    await post.settle(acme)
    theirs = {str(each["To"].addresses[0].addr_spec): each for each in await post.leaving(acme)}
    assert theirs[acme.requester.email]["List-Unsubscribe"] is None, "it is her own ticket"
    leave = str(theirs[acme.colleague.email]["List-Unsubscribe"]).strip("<>")

    if way == "mail":
        await post.sent(acme, post.letter(acme.colleague.email, leave.removeprefix("mailto:")))
    else:
        token = leave.partition("@")[0].partition("+")[2]
        with pytest.raises(NotFound):
            await watching.leave_by("a" * 48)
        await watching.leave_by(token)

    assert await post.rows(acme, "SELECT * FROM ticket_watcher WHERE tenant_id = $1") == []
    assert len(await post.tickets(acme)) == 1
