"""Mailboxes are read over real IMAP: once each message, whatever breaks off; OAuth tokens are asked
for, kept and renewed; mail leaves through a mailbox's own server."""

from __future__ import annotations

import asyncio
import base64
import json
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.conftest import Database
from tests.service.desk.mail import imap_server, post
from tests.unit.kernel import outbound_servers
from tests.world import World, build
from underpin import wiring
from underpin.desk.mail.fetching import entering, mailbox, polling, sending
from underpin.desk.mail.fetching.mailbox import Mailbox, MailboxTaken, NewMailbox, Secret
from underpin.desk.mail.names import addresses
from underpin.kernel import db, mail_channel, outgoing, verb
from underpin.kernel.database.scope import Provider
from underpin.kernel.errors import Forbidden, Malformed
from underpin.kernel.outbound import Outbound, OutboundFailed
from underpin.kernel.outbound_address import AddressRefused, AddressRule

LOCAL = AddressRule(allow_private=True)
GOT = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)


@pytest.fixture
async def world(scopes: Database) -> AsyncIterator[World]:
    """No mailbox of one test is read in another's round."""
    wiring.wire()
    yield await build()
    async with db.open(Provider()):
        await db.execute("UPDATE mailbox SET state = 'off'")


def _plain(server: imap_server.Server, address: str, **words: Any) -> NewMailbox:
    secret = words.pop("secret", Secret(password="secret"))
    return NewMailbox(
        address,
        words.pop("kind", "imap"),
        "127.0.0.1",
        "reader",
        secret,
        imap_port=server.port,
        security="none",
        **words,
    )


async def _added(world: World, new: NewMailbox) -> Mailbox:
    made: Mailbox = await verb.perform(mailbox.add, world.admin.principal, new)
    return made


async def _polled(box: Mailbox, rule: AddressRule = LOCAL) -> int:
    async with Outbound(rule) as outbound:
        return await polling.poll(outbound, rule, box)


async def test_what_lies_in_a_clients_mailbox_becomes_tickets_of_when_it_came(world: World) -> None:
    acme = world.acme
    async with imap_server.serving() as server:
        new = _plain(server, f"it@{acme.slug}.org", client_id=acme.id, done_folder="Done")
        box = await _added(world, new)
        for subject in ("First", "Second"):
            server.put(post.letter(acme.requester.email, box.address, subject).as_bytes())

        assert await _polled(box) == 2
        assert await _polled(box) == 0
        await post.settle(acme)

        assert not server.folders["INBOX"] and len(server.folders["Done"]) == 2
    assert [t["subject"] for t in await post.tickets(acme)] == ["First", "Second"]
    assert {t["raised_at"] for t in await post.tickets(acme)} == {GOT}


@pytest.mark.parametrize("moves", [True, False])
async def test_what_broke_off_after_storing_is_not_stored_again(world: World, moves: bool) -> None:
    acme = world.acme
    async with imap_server.serving(moves=moves) as server:
        new = _plain(server, f"x@{acme.slug}.org", client_id=acme.id, done_folder="Done")
        box = await _added(world, new)
        raw = post.letter(acme.requester.email, box.address).as_bytes()
        server.put(raw)
        await _polled(box)
        # the move was lost; then the server lost its mind and numbers everything anew
        server.folders["INBOX"] = dict(server.folders["Done"])
        assert await _polled(box) == 0
        server.validity, server.folders["Done"] = 8, {}
        server.put(raw)
        await _polled(box)
        await post.settle(acme)

        assert not server.folders["INBOX"]
    assert len(await post.tickets(acme)) == 1


async def test_without_a_folder_for_what_is_done_it_is_marked_read(world: World) -> None:
    acme = world.acme
    async with imap_server.serving() as server:
        box = await _added(world, _plain(server, f"y@{acme.slug}.org", client_id=acme.id))
        uid = server.put(post.letter(acme.requester.email, box.address).as_bytes())
        assert (await _polled(box), await _polled(box)) == (1, 0)

        assert server.folders["INBOX"][uid].flags == {r"\Seen"}
        assert sum("BODY" in each for each in server.said) == 1


async def test_mail_in_the_providers_own_mailbox_is_placed_by_its_author(world: World) -> None:
    async with imap_server.serving() as server:
        box = await _added(world, _plain(server, f"all@{world.acme.slug}.provider.org"))
        stranger = f"odd@{world.acme.slug}.nowhere"
        for sender in (world.bolt.requester.email, stranger):
            server.put(post.letter(sender, box.address).as_bytes())
        report = post.letter(f"mailer-daemon@{world.acme.slug}.nowhere", box.address)
        server.put(b"Return-Path: <>\n" + report.as_bytes())

        assert await _polled(box) == 3
    await post.settle(world.bolt)
    assert len(await post.tickets(world.bolt)) == 1
    (waits,) = await post.triage(stranger)
    assert waits["received_at"] == GOT
    (report_row,) = await post.triage(str(report["From"]))
    assert report_row["decision"] == "ignored"


async def test_what_is_too_large_stays_there_and_is_told(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("underpin.kernel.mail_read.LARGEST", 1000)
    async with imap_server.serving() as server:
        box = await _added(world, _plain(server, f"big@{world.acme.slug}.org", done_folder="Done"))
        uid = server.put(post.letter("a@b.example", box.address, body="x" * 2000).as_bytes())

        assert (await _polled(box), await _polled(box)) == (0, 0)
        assert r"\Flagged" in server.folders["Done"][uid].flags
        assert not any("BODY" in each for each in server.said)
    async with db.open(Provider()):
        rows = await db.rows("SELECT reason FROM triage_mail WHERE recipients = $1", box.address)
    assert len(rows) == 1 and "too large" in rows[0]["reason"]


async def test_a_mailbox_that_fails_says_why_and_is_no_others_trouble(world: World) -> None:
    acme = world.acme
    async with imap_server.serving() as server:
        wrong = _plain(server, f"w@{acme.slug}.org", secret=Secret(password="other"))
        failing = await _added(world, wrong)
        fine = await _added(world, _plain(server, f"f@{acme.slug}.org", client_id=acme.id))
        server.put(post.letter(acme.requester.email, fine.address).as_bytes())
        async with Outbound(LOCAL) as outbound:
            await polling.round(outbound, LOCAL)
            assert await polling.round(outbound, LOCAL) == 0, "nothing is due again yet"
    boxes = {each.id: each for each in await verb.perform(mailbox.every, world.admin.principal)}
    assert "said no" in str(boxes[failing.id].last_error)
    assert boxes[fine.id].last_error is None and boxes[fine.id].polled_at
    await post.settle(acme)
    assert len(await post.tickets(acme)) == 1


async def test_a_mailbox_leads_to_no_machine_of_ours(world: World) -> None:
    async with imap_server.serving() as server:
        box = await _added(world, _plain(server, f"ssrf@{world.acme.slug}.org"))
        with pytest.raises(AddressRefused):
            await _polled(box, AddressRule())
        assert server.said == []


async def test_secrets_go_in_and_never_out(world: World) -> None:
    acme = world.acme
    async with imap_server.serving() as server:
        new = _plain(server, f"s@{acme.slug}.org", secret=Secret(password="open-sesame"))
        with pytest.raises(Forbidden):
            await verb.perform(mailbox.add, world.lead.principal, new)
        box = await _added(world, new)
        with pytest.raises(MailboxTaken):
            await _added(world, new)
        with pytest.raises(Malformed):
            await _added(world, _plain(server, "t@t.org", secret=Secret()))
    async with db.open(Provider()):
        row = await db.row("SELECT * FROM mailbox WHERE id = $1", box.id)
        told = await db.rows("SELECT detail::text FROM provider_audit_detail")
    assert row is not None and b"open-sesame" not in bytes(row["secret_sealed"])
    assert not any("open-sesame" in each["detail"] for each in told)
    assert mailbox.unseal(box.id, bytes(row["secret_sealed"])).password == "open-sesame"
    for gone in (mailbox.switch, mailbox.remove):
        words = ("off",) if gone is mailbox.switch else ()
        await verb.perform(gone, world.admin.principal, box.id, *words)
    assert box.id not in {e.id for e in await verb.perform(mailbox.every, world.admin.principal)}


@asynccontextmanager
async def _tokens(*answers: object) -> AsyncIterator[outbound_servers.HttpServer]:
    """A token endpoint that gives these answers in turn; the last one for ever."""
    left = list(answers)

    async def answer(writer: asyncio.StreamWriter) -> None:
        given = left.pop(0) if len(left) > 1 else left[0]
        status = given if isinstance(given, int) else 200
        body = b"{}" if isinstance(given, int) else json.dumps(given).encode()
        head = f"HTTP/1.1 {status} X\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        writer.write(head.encode() + body)
        await writer.drain()

    async with outbound_servers.http_server(answer) as server:
        yield server


def _by_oauth(server: imap_server.Server, address: str, port: int, kind: str) -> NewMailbox:
    return _plain(
        server,
        address,
        kind=kind,
        secret=Secret(client_secret="app", refresh_token="first" if kind == "google" else None),
        token_url=f"http://127.0.0.1:{port}/token",
        oauth_client="underpin",
        oauth_scope="mail",
        done_folder="Done",
    )


@pytest.mark.parametrize("kind", ["microsoft", "google"])
async def test_a_token_is_asked_for_once_and_used_until_it_ends(world: World, kind: str) -> None:
    first = {"access_token": "good", "expires_in": 3600, "refresh_token": "second"}
    async with imap_server.serving(tokens={"good"}) as server, _tokens(first) as endpoint:
        address = f"{kind}@{world.acme.slug}.org"
        box = await _added(world, _by_oauth(server, address, endpoint.port, kind))
        server.put(post.letter(f"o@{world.acme.slug}.nowhere", address).as_bytes())

        assert (await _polled(box), await _polled(box)) == (1, 0)

        (asked,) = [parse_qs(body.decode()) for body in endpoint.bodies]
        wanted = "refresh_token" if kind == "google" else "client_credentials"
        assert asked["grant_type"] == [wanted]
        assert (await entering.secret(box.id)).refresh_token == "second"


async def test_a_refused_token_is_not_used_again(world: World) -> None:
    answers = ({"access_token": "stale", "expires_in": 3600}, {"access_token": "good"})
    async with imap_server.serving(tokens={"good"}) as server, _tokens(*answers) as endpoint:
        address = f"stale@{world.acme.slug}.org"
        await _added(world, _by_oauth(server, address, endpoint.port, "google"))
        server.put(post.letter(f"p@{world.acme.slug}.nowhere", address).as_bytes())
        async with Outbound(LOCAL) as outbound:
            await polling.round(outbound, LOCAL)
            async with db.open(Provider()):
                await db.execute(
                    "UPDATE mailbox SET poll_at = transaction_timestamp() WHERE address = $1",
                    address,
                )
            assert await polling.round(outbound, LOCAL) == 1


@pytest.mark.parametrize("answer", [400, 500, {"nothing": 1}])
async def test_a_grant_that_is_not_honoured_says_so(world: World, answer: object) -> None:
    async with imap_server.serving() as server, _tokens(answer) as endpoint:
        box = await _added(
            world,
            _by_oauth(server, f"no@{world.acme.slug}.org", endpoint.port, "microsoft"),
        )
        with pytest.raises((entering.oauth.GrantRefused, OutboundFailed)):
            await _polled(box)


class _Submission:
    """Takes mail from who says the right access token (XOAUTH2), and nobody else."""

    def __init__(self, token: str) -> None:
        self.token, self.mails = token, list[tuple[str, list[str], bytes]]()

    async def auth_XOAUTH2(self, server: SMTP, words: list[str]) -> AuthResult:
        said = base64.b64decode(words[1]).decode()
        return AuthResult(
            success=f"Bearer {self.token}\1" in said, auth_data=LoginPassword(b"", b"")
        )

    async def handle_DATA(self, _: SMTP, __: Session, envelope: Envelope) -> str:
        raw = bytes(envelope.content or b"")  # type: ignore[arg-type]
        self.mails.append((str(envelope.mail_from), list(envelope.rcpt_tos), raw))
        return "250 taken"


@asynccontextmanager
async def _submission(
    folder: Path, token: str
) -> AsyncIterator[tuple[int, _Submission, ssl.SSLContext]]:
    served, trusted = outbound_servers.certificate(folder, "smtp.mailbox.example")
    handler = _Submission(token)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(handler, tls_context=served, auth_required=True, loop=loop), "127.0.0.1", 0
    )
    async with server:
        yield server.sockets[0].getsockname()[1], handler, trusted


async def test_mail_leaves_through_the_mailboxs_own_server(world: World, tmp_path: Path) -> None:
    acme = world.acme
    given = {"access_token": "good", "expires_in": 3600}
    async with (
        imap_server.serving(tokens={"good"}) as server,
        _tokens(given) as endpoint,
        _submission(tmp_path, "good") as (port, submission, trusted),
    ):
        address = f"desk@{acme.slug}.org"
        new = _by_oauth(server, address, endpoint.port, "google")
        own = {"client_id": acme.id, "smtp_host": "smtp.mailbox.example", "smtp_port": port}
        await _added(world, NewMailbox(**{n: getattr(new, n) for n in new.__slots__} | own))
        await verb.begin(addresses.write_as, world.admin.principal, acme.id, "IT", address)
        await post.sent(acme, post.letter(acme.requester.email, post.address_of(acme)))

        rule = outbound_servers.leading_to("127.0.0.1")
        async with Outbound(rule, tls=trusted) as outbound:
            outgoing.CHANNELS[mail_channel.MAILBOX] = sending.sender(outbound)
            try:
                assert await outgoing.drain(acme.id) == 1
            finally:
                del outgoing.CHANNELS[mail_channel.MAILBOX]
    ((sender, recipients, raw),) = submission.mails
    assert (sender, recipients) == (address, [acme.requester.email])
    assert f"<{address}>".encode() in raw


async def test_a_report_in_the_mailbox_is_known_by_what_it_returns(world: World) -> None:
    acme = world.acme
    await post.sent(acme, post.letter(acme.requester.email, post.address_of(acme)))
    (sent,) = await post.rows(acme, "SELECT * FROM mail_sent WHERE tenant_id = $1")
    raw = (
        "From: MAILER-DAEMON@mx.example\nContent-Type: multipart/report; boundary=x\n\n--x\n"
        "Content-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\nAction: failed\n"
        f"Status: 5.1.1\n\n--x\nContent-Type: message/rfc822\n\nMessage-ID: {sent['mail_id']}\n"
        "\nHello\n--x--\n"
    )

    await post.deliver(raw.encode(), post.address_of(acme), envelope_from="")
    await post.settle(acme)

    (marked,) = await post.rows(acme, "SELECT * FROM mail_sent WHERE tenant_id = $1")
    assert marked["bounce_status"] == "5.1.1"
    refused = await post.rows(acme, "SELECT address FROM mail_refused WHERE tenant_id = $1")
    assert [row["address"] for row in refused] == [acme.requester.email]
