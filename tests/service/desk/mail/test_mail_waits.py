"""Mail that no rule could place waits for a person: given to a client, a ticket, or nobody."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage

import pytest

from tests.conftest import Database
from tests.service.desk.mail import post
from tests.world import World, build
from underpin.desk.aside import set_aside
from underpin.desk.mail.arriving import reading_back, waiting
from underpin.desk.mail.triage import deciding, triage_inbox
from underpin.desk.writing import limits
from underpin.desk.writing.limits import Limits
from underpin.kernel import db, verb
from underpin.kernel import files as kept_files
from underpin.kernel.database.scope import Provider
from underpin.kernel.errors import Conflict, Forbidden, Malformed, NotFound


@pytest.fixture
async def world(scopes: Database) -> World:
    return await build()


async def _in_triage(world: World) -> db.Row:
    """A stranger's mail that reached us an hour ago."""
    stranger = f"new@{world.acme.slug}.nowhere"
    await post.deliver(post.letter(stranger, f"help@{post.DOMAIN}", body="Who am I?"))
    async with db.open(Provider()):
        await db.execute(
            "UPDATE triage_mail SET received_at = received_at - interval '1 hour' "
            "WHERE sender = $1",
            stranger,
        )
    (row,) = await post.triage(stranger)
    return row


async def test_what_is_given_to_a_client_counts_from_when_it_reached_us(world: World) -> None:
    row = await _in_triage(world)
    lead = world.lead.principal
    assert (await verb.perform(triage_inbox.one, lead, row["id"])).text == "Who am I?"

    for _ in range(2):
        await verb.begin(deciding.assign, lead, row["id"], world.acme.id)
    await post.settle(world.acme)

    (ticket,) = await post.tickets(world.acme)
    assert ticket["raised_at"] == row["received_at"]
    (message,) = await post.messages(world.acme)
    assert message["author_name"] == row["sender"]
    with pytest.raises(Conflict):
        await verb.begin(deciding.assign, lead, row["id"], world.bolt.id)
    with pytest.raises(NotFound):
        await verb.perform(deciding.discard, lead, row["id"], "No.")


async def test_a_giving_that_broke_off_is_finished_by_the_worker(world: World) -> None:
    row = await _in_triage(world)
    async with db.open(Provider()):
        await db.execute(deciding.GIVE, row["id"], world.lead.id, row["received_at"], world.acme.id)

    await deciding.finish()
    await deciding.finish()
    await post.settle(world.acme)

    assert len(await post.tickets(world.acme)) == 1


async def test_nobody_gives_mail_to_a_client_that_is_none_of_theirs(world: World) -> None:
    row = await _in_triage(world)

    for client in (world.acme, world.caro):
        with pytest.raises((Forbidden, NotFound)):
            await verb.begin(deciding.assign, world.agent.principal, row["id"], client.id)

    (same,) = await post.triage(row["sender"])
    assert same == row


async def test_what_is_discarded_keeps_its_reason(world: World) -> None:
    row = await _in_triage(world)
    with pytest.raises(Malformed):
        await verb.perform(deciding.discard, world.lead.principal, row["id"], " ")

    await verb.perform(deciding.discard, world.lead.principal, row["id"], "Spam.")

    (kept,) = await post.triage(row["sender"])
    assert (kept["decision"], kept["decided_reason"]) == ("discarded", "Spam.")
    assert kept["raw"]


async def _waits_on_a_ticket(world: World) -> db.Row:
    acme = world.acme
    await post.sent(acme, post.letter(acme.requester.email, post.address_of(acme)))
    late = post.letter(acme.colleague.email, post.address_of(acme), f"Re: {acme.key}-1", "Me too.")
    await post.sent(acme, late)
    return (await post.mails(acme))[-1]


async def test_accepted_it_is_the_clients_message_of_when_it_came(world: World) -> None:
    acme, row = world.acme, await _waits_on_a_ticket(world)
    listed = await verb.perform(waiting.everywhere, world.agent.principal)
    assert row["id"] in {each.id for each in listed}

    await verb.perform(waiting.accept, world.agent.principal, row["id"], tenant=acme.id)

    (_, message) = await post.messages(acme)
    assert (message["body"], message["author_id"]) == ("Me too.", acme.colleague.id)
    assert message["happened_at"] == row["received_at"]
    facts = await post.rows(
        acme,
        "SELECT happened_at FROM event WHERE tenant_id = $1 AND kind = 'ticket.client_message'",
    )
    assert [each["happened_at"] for each in facts] == [row["received_at"]]
    watchers = await post.rows(acme, "SELECT * FROM ticket_watcher WHERE tenant_id = $1")
    assert watchers == [], "to be let in once is no part in the ticket"
    with pytest.raises(NotFound):
        await verb.perform(waiting.accept, world.agent.principal, row["id"], tenant=acme.id)


async def test_refused_it_says_nothing(world: World) -> None:
    acme, row = world.acme, await _waits_on_a_ticket(world)

    await verb.perform(
        waiting.refuse, world.agent.principal, row["id"], "Not theirs.", tenant=acme.id
    )

    assert len(await post.messages(acme)) == 1
    assert (await post.mails(acme))[-1]["outcome"] == "refused: Not theirs."


async def test_a_technicians_forward_asks_who_the_requester_is(world: World) -> None:
    acme, agent = world.acme, world.agent
    body = (
        "See below.\n\n-----Original Message-----\n"
        f"From: Bob <{acme.colleague.email}>\nSent: Monday\nSubject: Help\n\nIt is broken.\n"
    )
    mail = post.letter(agent.email, post.address_of(acme), "Fwd: Help", body)
    raw = f"Authentication-Results: {post.proven(agent.email)}\n".encode() + mail.as_bytes()

    await post.deliver(raw, post.address_of(acme))
    await post.settle(acme)

    (row,) = await post.mails(acme)
    assert (row["waits_for"], row["suggested"]) == ("requester", acme.colleague.email)
    assert await post.tickets(acme) == []
    words = (row["id"], row["suggested"])
    number = await verb.perform(waiting.open_for, agent.principal, *words, tenant=acme.id)
    (ticket,) = await post.tickets(acme)
    assert (ticket["number"], ticket["requester_id"]) == (number, acme.colleague.id)
    assert ticket["raised_at"] == row["received_at"]


async def test_staff_are_nobodys_requester(world: World) -> None:
    acme, agent = world.acme, world.agent
    await post.sent(acme, post.letter(agent.email, post.address_of(acme)))
    (row,) = await post.mails(acme)

    with pytest.raises(Malformed):
        await verb.perform(
            waiting.open_for, agent.principal, row["id"], agent.email, tenant=acme.id
        )

    assert await post.mails(acme) == [row]
    assert await post.tickets(acme) == []


async def test_what_cannot_be_read_is_set_aside_whole_and_can_be_tried_again(world: World) -> None:
    acme, lead = world.acme, world.lead.principal
    bomb = b"From: a@b.example\nContent-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\n\n" * 2000
    await post.deliver(bomb, post.address_of(acme))
    await post.deliver(post.letter(acme.requester.email, post.address_of(acme)))
    await post.settle(acme)

    assert len(await post.tickets(acme)) == 1, "the next one is not held up"
    (item,) = [each for each in await verb.perform(set_aside.waiting, lead) if each.key == acme.key]
    assert (item.lane, item.error) == ("mails", "The mail has more parts than anybody sends.")
    assert bytes((await post.mails(acme))[0]["raw"]) == bomb
    said = await verb.perform(waiting.one, lead, acme.id, item.id, tenant=acme.id)
    assert said.source is not None and said.source.startswith("From: a@b.example")

    await verb.perform(set_aside.retry, lead, "mails", item.id, tenant=acme.id)
    await post.settle(acme)

    again = [each for each in await verb.perform(set_aside.waiting, lead) if each.key == acme.key]
    assert [each.id for each in again] == [item.id]


def _with_files() -> EmailMessage:
    mail = post.letter("x@y.example", "z@y.example")
    mail.add_alternative(
        '<p onclick="x()">Look<script>alert(1)</script> <img src="cid:pic"> '
        '<img src="https://spy.example/x.png"></p>',
        subtype="html",
    )
    mail.add_attachment(b"MZ", maintype="application", subtype="exe", filename="../run.exe")
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="żółw.pdf")
    mail.add_attachment(
        b"\x89PNG", maintype="image", subtype="png", cid="<pic>", disposition="inline"
    )
    return mail


async def test_what_a_client_does_not_take_is_left_out_of_its_mails_and_named(world: World) -> None:
    acme, anna = world.acme, world.acme.requester
    only = Limits(largest_megabytes=1, endings="docx")
    await verb.perform(limits.agree, world.manager.principal, only, tenant=acme.id)
    mail = _with_files()
    mail.replace_header("From", anna.email)
    mail.add_attachment(b"x" * 1_100_000, maintype="text", subtype="x", filename="long.docx")
    mail.add_attachment(b"short", maintype="text", subtype="x", filename="plan.DOCX")
    await post.sent(acme, mail, post.address_of(acme))
    (ticket,) = await post.tickets(acme)
    files = await verb.perform(reading_back.attachments, anna.principal, acme.id, ticket["number"])
    told = {each.name: each.withheld for each in files}
    assert [told[name] for name in ("run.exe", "żółw.pdf", "long.docx", "plan.DOCX")] == [
        *("type", "type", "size"),
        None,
    ]
    assert [each.withheld for each in files if each.inline] == [None], "it is within the text"


async def test_what_comes_with_a_mail_is_kept_and_made_safe(world: World) -> None:
    acme, anna = world.acme, world.acme.requester
    mail = _with_files()
    mail.replace_header("From", anna.email)
    await post.sent(acme, mail, post.address_of(acme))
    about = (acme.id, 1)

    files = await verb.perform(reading_back.attachments, anna.principal, *about)

    told = {each.name: (each.withheld, each.size) for each in files}
    assert told["run.exe"] == ("type", 2)
    assert told["żółw.pdf"] == (None, 4)
    (message,) = await post.messages(acme)
    whole = await verb.perform(reading_back.whole, anna.principal, *about, message["id"])
    assert whole.html is not None
    for unsafe in ("script", "onclick", "spy.example", "cid:"):
        assert unsafe not in whole.html
    url = next(each.url for each in files if each.name == "żółw.pdf")
    assert url is not None
    assert (await reading_back.download(url.rpartition("/")[2])).content == b"%PDF"
    with pytest.raises(NotFound):
        await verb.perform(reading_back.attachments, acme.colleague.principal, *about)


async def test_an_address_of_a_file_ends_and_cannot_be_changed(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    acme, anna = world.acme, world.acme.requester
    mail = _with_files()
    mail.replace_header("From", anna.email)
    await post.sent(acme, mail, post.address_of(acme))
    files = await verb.perform(reading_back.attachments, anna.principal, acme.id, 1)
    token = next(str(each.url).rpartition("/")[2] for each in files if each.url)

    swapped = ("B" if token[3] != "B" else "C").join((token[:3], token[4:]))
    for wrong in (swapped, token[:-4], "", "ż", token + "A"):
        with pytest.raises(NotFound):
            await reading_back.download(wrong)
    monkeypatch.setattr(kept_files, "ADDRESS_LIVES", -timedelta(seconds=1))
    late = await verb.perform(reading_back.attachments, anna.principal, acme.id, 1)
    with pytest.raises(NotFound):
        await reading_back.download(
            next(str(each.url).rpartition("/")[2] for each in late if each.url)
        )
