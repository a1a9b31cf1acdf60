"""Mail out: the same bytes on every try, and a clear verdict on who must act."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.unit.kernel.outbound_servers import certificate, leading_to
from underpin.kernel import mail_compose, smtp_catcher
from underpin.kernel.mail_compose import Correspondent, OutgoingMail
from underpin.kernel.outbound import (
    AddressRefused,
    Limits,
    MailRefused,
    Outbound,
    OutboundFailed,
    RefusedRecipient,
    Relay,
)

MAIL = OutgoingMail(
    message_id="<0199a000@desk.example>",
    date=datetime(2026, 11, 22, 9, 30, tzinfo=UTC),
    sender=Correspondent("Zażółć", "case+abc@desk.example"),
    to=(Correspondent("Ada", "ada@vendor.example"), Correspondent("", "bob@vendor.example")),
    subject="Drukarka płonie",
    text="Płonie.\n",
    envelope_from="bounce@desk.example",
)
QUICK = Limits(seconds=5)


def _relay(port: int) -> Relay:
    return Relay("relay.example", port, security="none")


async def test_a_mail_arrives_as_composed_and_a_retry_is_the_same_bytes(tmp_path: Path) -> None:
    async with smtp_catcher.listener(tmp_path) as catcher, Outbound(leading_to("127.0.0.1")) as out:
        first = await out.send_mail(_relay(catcher.port), MAIL)
        await out.send_mail(_relay(catcher.port), MAIL)

    one, two = smtp_catcher.messages(tmp_path)
    assert first.refused == ()
    assert one.raw == two.raw == mail_compose.as_bytes(MAIL)
    assert one.sender == "bounce@desk.example"
    assert one.recipients == ("ada@vendor.example", "bob@vendor.example")


async def test_a_mail_that_may_cause_no_bounce_leaves_with_an_empty_sender(tmp_path: Path) -> None:
    async with smtp_catcher.listener(tmp_path) as catcher, Outbound(leading_to("127.0.0.1")) as out:
        await out.send_mail(_relay(catcher.port), replace(MAIL, envelope_from=""))

    assert smtp_catcher.messages(tmp_path)[0].sender == ""


async def test_a_relay_on_loopback_is_refused_by_default(tmp_path: Path) -> None:
    async with smtp_catcher.listener(tmp_path) as catcher, Outbound() as out:
        for host in ("127.0.0.1", "localhost"):
            with pytest.raises(AddressRefused):
                await out.send_mail(Relay(host, catcher.port, security="none"), MAIL)

    assert smtp_catcher.messages(tmp_path) == ()


class _Answering:
    """A relay that answers as told."""

    def __init__(self, *, to: dict[str, str] | None = None, data: str = "250 OK") -> None:
        self._to = to or {}
        self._data = data
        self.seen: list[tuple[str, ...]] = []

    async def handle_RCPT(
        self, _: SMTP, __: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address not in self._to:
            envelope.rcpt_tos.append(address)
        return self._to.get(address, "250 OK")

    async def handle_DATA(self, _: SMTP, __: Session, envelope: Envelope) -> str:
        self.seen.append(tuple(envelope.rcpt_tos))
        return self._data


@asynccontextmanager
async def _relaying(handler: _Answering, tls: ssl.SSLContext | None = None) -> AsyncIterator[int]:
    loop = asyncio.get_running_loop()

    def converse() -> SMTP:
        return SMTP(
            handler, hostname="relay", loop=loop, tls_context=tls, require_starttls=bool(tls)
        )

    server = await loop.create_server(converse, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


@pytest.mark.parametrize(
    ("handler", "verdict"),
    [
        (_Answering(data="554 Spam"), MailRefused),
        (_Answering(data="451 Busy"), OutboundFailed),
        (_Answering(to={a.address: "550 Unknown" for a in MAIL.to}), MailRefused),
        (_Answering(to={a.address: "450 Greylisted" for a in MAIL.to}), OutboundFailed),
        (
            _Answering(to={"ada@vendor.example": "550 No", "bob@vendor.example": "450 Later"}),
            OutboundFailed,
        ),
    ],
)
async def test_never_and_later_are_told_apart(
    handler: _Answering, verdict: type[Exception]
) -> None:
    async with _relaying(handler) as port, Outbound(leading_to("127.0.0.1"), limits=QUICK) as out:
        with pytest.raises(verdict) as told:
            await out.send_mail(_relay(port), MAIL)
    assert type(told.value) is verdict


async def test_whom_the_relay_left_out_is_told() -> None:
    handler = _Answering(to={"ada@vendor.example": "550 Unknown here"})
    async with _relaying(handler) as port, Outbound(leading_to("127.0.0.1"), limits=QUICK) as out:
        handed = await out.send_mail(_relay(port), MAIL)

    assert handed.refused == (RefusedRecipient("ada@vendor.example", 550, "Unknown here"),)
    assert handler.seen == [("bob@vendor.example",)]


async def test_starttls_checks_the_relays_name_and_is_never_left_out(tmp_path: Path) -> None:
    theirs, ours = certificate(tmp_path, "relay.example")
    handler = _Answering()
    rule = leading_to("127.0.0.1")
    async with Outbound(rule, limits=QUICK, tls=ours) as out:
        async with _relaying(handler, tls=theirs) as port:
            await out.send_mail(Relay("relay.example", port), MAIL)
            with pytest.raises(OutboundFailed):
                await out.send_mail(Relay("other.example", port), MAIL)
        async with _relaying(handler) as port:
            with pytest.raises(OutboundFailed):
                await out.send_mail(Relay("relay.example", port), MAIL)

    assert len(handler.seen) == 1


async def test_a_relay_that_says_nothing_is_given_up_in_time() -> None:
    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, Outbound(leading_to("127.0.0.1"), limits=Limits(seconds=1)) as out:
        with pytest.raises(OutboundFailed):
            await out.send_mail(_relay(port), MAIL)


async def test_nobody_listening_is_a_failure_to_try_again(tmp_path: Path) -> None:
    async with smtp_catcher.listener(tmp_path) as catcher:
        port = catcher.port
    async with Outbound(leading_to("127.0.0.2", "127.0.0.1"), limits=QUICK) as out:
        with pytest.raises(OutboundFailed):
            await out.send_mail(_relay(port), MAIL)


async def test_what_cannot_be_sent_reaches_no_relay(tmp_path: Path) -> None:
    async with smtp_catcher.listener(tmp_path) as catcher, Outbound(leading_to("127.0.0.1")) as out:
        with pytest.raises(mail_compose.MailUnsendable):
            await out.send_mail(
                _relay(catcher.port), replace(MAIL, subject="a\r\nBcc: b@c.example")
            )

    assert smtp_catcher.messages(tmp_path) == ()


def test_a_login_is_never_sent_in_the_clear_nor_shown() -> None:
    with pytest.raises(ValueError, match="starttls"):
        Relay("relay.example", 25, security="none", username="desk", password="pw")
    assert "hunter2" not in repr(Relay("relay.example", 587, username="desk", password="hunter2"))
