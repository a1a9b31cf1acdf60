"""A client's mail becomes a ticket, once, in the right company, and only its people continue it."""

from __future__ import annotations

import asyncio

import pytest

from tests.conftest import Database
from tests.service.desk.mail import post
from tests.world import World, build
from underpin.desk.tickets import talking
from underpin.desk.watching import copied as copied_in
from underpin.desk.watching import watchers
from underpin.kernel import verb


@pytest.fixture
async def world(scopes: Database) -> World:
    return await build()


async def test_a_mail_to_the_clients_address_is_a_ticket_and_is_acknowledged(world: World) -> None:
    acme, anna = world.acme, world.acme.requester
    mail = post.letter(
        anna.email, post.address_of(acme), "Printer on fire", "It burns.\n\n-- \nAnna"
    )

    await post.sent(acme, mail)

    (ticket,) = await post.tickets(acme)
    assert (ticket["subject"], ticket["channel"]) == ("Printer on fire", "mail")
    assert ticket["requester_id"] == anna.id
    (message,) = await post.messages(acme)
    assert message["body"] == "It burns."
    (kept,) = await post.mails(acme)
    assert ticket["raised_at"] == kept["received_at"]
    (acknowledgement,) = await post.leaving(acme)
    assert f"[{acme.key}-1]" in str(acknowledgement["Subject"])
    assert acknowledgement["In-Reply-To"] == mail["Message-ID"]
    assert acknowledgement["Auto-Submitted"] == "auto-generated"
    assert str(acknowledgement["From"]).endswith(f"<{post.address_of(acme)}>")
    assert await post.tickets(world.bolt) == []


async def test_fifty_deliveries_of_one_mail_are_one_message(world: World) -> None:
    acme = world.acme
    mail = post.letter(acme.requester.email, post.address_of(acme))
    raw = mail.as_bytes()
    ways = [f"Received: from hop{way} by mx\n".encode() + raw for way in range(50)]

    await asyncio.gather(*(post.deliver(way, post.address_of(acme)) for way in ways))
    await post.settle(acme)
    await post.deliver(raw, post.address_of(acme))
    await post.settle(acme)

    assert len(await post.messages(acme)) == len(await post.tickets(acme)) == 1


async def test_another_content_under_the_same_id_is_another_mail(world: World) -> None:
    acme = world.acme
    words = {"Message_ID": "<same@client.example>"}
    for body in ("First.", "Second."):
        await post.sent(
            acme, post.letter(acme.requester.email, post.address_of(acme), body=body, **words)
        )

    assert len(await post.tickets(acme)) == 2


async def test_the_author_tells_the_company_where_one_alone_knows_them(world: World) -> None:
    mail = post.letter(world.bolt.requester.email, f"help@{post.DOMAIN}")

    await post.sent(world.bolt, mail)

    assert len(await post.tickets(world.bolt)) == 1
    assert await post.tickets(world.acme) == []


async def test_who_nobody_knows_waits_in_triage_whatever_name_they_give(world: World) -> None:
    stranger = f"stranger@{world.acme.slug}.nowhere"
    mail = post.letter(f'"{world.acme.requester.name}" <{stranger}>', f"help@{post.DOMAIN}")

    await post.sent(world.acme, mail)

    assert await post.tickets(world.acme) == []
    (waiting,) = await post.triage(stranger)
    assert (waiting["decision"], waiting["reason"]) == (None, "no client known")


async def _acknowledged(world: World) -> tuple[str, str]:
    """Anna's ticket; the address to which she answers, and the acknowledgement's id."""
    acme = world.acme
    await post.sent(acme, post.letter(acme.requester.email, post.address_of(acme)))
    (mail,) = await post.leaving(acme)
    return str(mail["Reply-To"].addresses[0].addr_spec), str(mail["Message-ID"])


async def test_an_answer_to_her_own_address_continues_her_ticket(world: World) -> None:
    acme, (address, answered) = world.acme, await _acknowledged(world)
    body = f"Still dead.\n\nOn 1.1.2026 Desk <{address}> wrote:\n> We have it\n"
    mail = post.letter(acme.requester.email, address, "Re: whatever", body, In_Reply_To=answered)

    await post.sent(acme, mail)

    assert len(await post.tickets(acme)) == 1
    first, second = await post.messages(acme)
    assert second["body"] == "Still dead."
    assert (second["author_id"], second["author_name"]) == (acme.requester.id, acme.requester.name)
    assert first["author_name"] == acme.requester.email, "nothing had proven who wrote the first"
    whole = await post.rows(acme, "SELECT text FROM message_whole WHERE tenant_id = $1")
    assert any("> We have it" in row["text"] for row in whole)


@pytest.mark.parametrize("way", ["number", "thread", "address of another"])
async def test_naming_a_ticket_is_no_proof(world: World, way: str) -> None:
    """Headers and numbers suggest; the mail waits on the ticket, and no clock hears of it."""
    acme, (address, answered) = world.acme, await _acknowledged(world)
    who = acme.colleague.email if way == "address of another" else acme.requester.email
    to = address if way == "address of another" else post.address_of(acme)
    subject = f"Re: [{acme.key}-1] Printer" if way == "number" else "Re: Printer"
    more = {"In_Reply_To": answered} if way == "thread" else {}
    before = await post.tickets(acme)

    await post.sent(acme, post.letter(who, to, subject, **more))

    assert await post.tickets(acme) == before
    assert len(await post.messages(acme)) == 1
    waits = (await post.mails(acme))[-1]
    assert (waits["waits_for"], waits["ticket_id"]) == ("acceptance", before[0]["id"])


async def test_the_relays_word_proves_the_author(world: World) -> None:
    acme, (_, answered) = world.acme, await _acknowledged(world)
    anna = acme.requester.email
    mail = post.letter(anna, post.address_of(acme), In_Reply_To=answered)
    raw = f"Authentication-Results: {post.proven(anna)}\n".encode() + mail.as_bytes()

    await post.deliver(raw, post.address_of(acme))
    await post.settle(acme)

    assert [row["author_id"] for row in await post.messages(acme)] == [None, acme.requester.id]


@pytest.mark.parametrize(
    "forged",
    [
        "Authentication-Results: mx.evil.example; dmarc=pass header.from={domain}\n",
        "Authentication-Results: mx.evil.example; none\nAuthentication-Results: mx.desk.example; "
        "dmarc=pass header.from={domain}\n",
        "Authentication-Results: mx.desk.example; dmarc=fail header.from={domain}\n"
        "Authentication-Results: mx.desk.example; dmarc=pass header.from={domain}\n",
        "Authentication-Results: mx.desk.example; spf=pass smtp.mailfrom={domain}\n"
        "Received: from evil by mx.desk.example\n"
        "Authentication-Results: mx.desk.example; dmarc=pass header.from={domain}\n",
        "Authentication-Results: mx.desk.example; dmarc=pass header.from=evil.example\n",
        "Authentication-Results: mx.desk.example; dmarc=pass\n",
    ],
)
async def test_what_others_wrote_about_the_author_proves_nothing(world: World, forged: str) -> None:
    acme, (_, answered) = world.acme, await _acknowledged(world)
    anna = acme.requester.email
    mail = post.letter(anna, post.address_of(acme), In_Reply_To=answered)
    said = forged.format(domain=anna.rpartition("@")[2]).encode()

    await post.deliver(said + mail.as_bytes(), post.address_of(acme))
    await post.settle(acme)

    assert len(await post.messages(acme)) == 1
    assert (await post.mails(acme))[-1]["waits_for"] == "acceptance"


async def test_being_copied_in_gives_no_part_in_a_ticket(world: World) -> None:
    acme, (address, answered) = world.acme, await _acknowledged(world)
    copied = acme.colleague
    mail = post.letter(acme.requester.email, address, Cc=copied.email, In_Reply_To=answered)
    await post.sent(acme, mail)
    theirs = post.letter(copied.email, address, In_Reply_To=str(mail["Message-ID"]))
    raw = f"Authentication-Results: {post.proven(copied.email)}\n".encode() + theirs.as_bytes()

    await post.deliver(raw, address)
    await post.settle(acme)

    assert len(await post.messages(acme)) == 2
    assert (await post.mails(acme))[-1]["waits_for"] == "acceptance"
    to = {str(each["To"].addresses[0].addr_spec) for each in await post.leaving(acme)}
    assert copied.email not in to
    named = {"tenant": acme.id}
    ticket = (await post.tickets(acme))[-1]["number"]
    offered = await verb.perform(
        copied_in.of_ticket, world.agent.principal, acme.id, ticket, **named
    )
    assert [each.person_id for each in offered] == [copied.id]
    await verb.perform(watchers.add, world.agent.principal, ticket, copied.id, **named)
    assert not await verb.perform(
        copied_in.of_ticket, world.agent.principal, acme.id, ticket, **named
    )


@pytest.mark.parametrize("who", ["agent", "vendor-like name", "encoded"])
async def test_nobody_passes_for_staff(world: World, who: str) -> None:
    acme, agent = world.acme, world.agent
    hidden = agent.email.replace("@", "=40")
    sender = {
        "agent": agent.email,
        "vendor-like name": f'"{agent.name} (Support)" <evil@{acme.slug}.bad>',
        "encoded": f"=?utf-8?q?{agent.name}_=3C{hidden}=3E?= <evil@{acme.slug}.bad>",
    }[who]
    mail = post.letter("x@y.example", post.address_of(acme))
    raw = mail.as_bytes().replace(b"From: x@y.example", f"From: {sender}".encode())

    await post.deliver(raw, post.address_of(acme))
    await post.settle(acme)

    for message in await post.messages(acme):
        assert (message["author_kind"], message["author_id"]) == ("member", None)
        assert agent.name not in message["author_name"]
    (kept,) = await post.mails(acme)
    assert kept["waits_for"] == ("requester" if who == "agent" else None)


async def test_a_public_reply_reaches_the_clients_people_and_no_note_does(world: World) -> None:
    acme = world.acme
    await _acknowledged(world)
    for say in (talking.note, talking.reply):
        await verb.perform(say, world.agent.principal, 1, f"By {say.name}.", tenant=acme.id)
    await post.settle(acme)

    first, answer = await post.leaving(acme)
    assert str(answer["To"].addresses[0].addr_spec) == acme.requester.email
    assert "By desk.tickets.talking.reply." in answer.get_body(("plain",)).get_content()
    assert "note" not in answer.as_string()
    assert answer["References"].split()[-1] == first["Message-ID"]
    assert answer["X-Auto-Response-Suppress"] == "All"
    assert answer["Auto-Submitted"] is None, "a person wrote it"
    assert answer["Reply-To"] != first["Reply-To"], "each mail has an address of its own"


async def test_a_machine_opens_nothing_and_is_answered_by_nothing(world: World) -> None:
    acme = world.acme
    for headers in (
        {"Auto_Submitted": "auto-replied"},
        {"X_Failed_Recipients": "a@b.example"},
        {"Precedence": "auto_reply"},
        {"From": f"help@{post.DOMAIN}"},
        {"Message_ID": f"<1@{post.DOMAIN}>"},
    ):
        await post.sent(acme, post.letter(acme.requester.email, post.address_of(acme), **headers))

    assert await post.tickets(acme) == await post.leaving(acme) == []
    assert all(row["outcome"].startswith("ignored") for row in await post.mails(acme))


async def test_acknowledgements_of_one_address_are_limited(world: World) -> None:
    acme = world.acme
    for each in range(13):
        await post.deliver(post.letter(acme.requester.email, post.address_of(acme), f"{each}"))
    await post.settle(acme)

    assert len(await post.tickets(acme)) == 13
    assert len(await post.leaving(acme)) == 10


async def test_passwords_and_card_numbers_are_kept_nowhere_on_the_ticket(world: World) -> None:
    acme = world.acme
    body = "My password: hunter22\nCard 4111 1111 1111 1111\n\n-- \npassword: sig2"
    await post.sent(acme, post.letter(acme.requester.email, post.address_of(acme), body=body))

    (message,) = await post.messages(acme)
    (whole,) = await post.rows(acme, "SELECT text FROM message_whole WHERE tenant_id = $1")
    for said in (message["body"], whole["text"]):
        assert not any(secret in said for secret in ("hunter22", "4111 1111", "sig2"))
    assert "••••••" in message["body"]


async def test_who_answers_our_answers_goes_round_five_times_only(world: World) -> None:
    acme = world.acme
    for each in range(8):
        mail = post.letter(acme.requester.email, post.address_of(acme), "Gone", f"Away {each}.")
        await post.sent(acme, mail)

    assert len(await post.tickets(acme)) == len(await post.leaving(acme)) == 5
    waits = [row["waits_for"] for row in await post.mails(acme)]
    assert waits == [None] * 5 + ["requester"] * 3
