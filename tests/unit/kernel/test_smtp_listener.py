"""Mail in: 250 means stored, and everything else means the sender still has it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiosmtplib
import pytest
import uvloop

from underpin.kernel import smtp_listener
from underpin.kernel.smtp_listener import Limits, SmtpListener

Stored = list[tuple[str, tuple[str, ...], bytes]]
DEFAULT = Limits()
OURS = frozenset({"desk.example"})
MAIL = b"From: ada@client.example\r\nSubject: Printer\r\n\r\nIt burns.\r\n"


@asynccontextmanager
async def _listening(
    accept: smtp_listener.Accept,
    *,
    domains: frozenset[str] | None = OURS,
    limits: Limits = DEFAULT,
) -> AsyncIterator[aiosmtplib.SMTP]:
    async with SmtpListener(accept, domains=domains, limits=limits) as listener:
        client = aiosmtplib.SMTP(hostname="127.0.0.1", port=listener.port, timeout=60)
        await client.connect()
        try:
            yield client
        finally:
            client.close()


async def test_250_is_answered_only_when_the_message_is_stored() -> None:
    stored: Stored = []
    reached, gate = asyncio.Event(), asyncio.Event()

    async def accept(sender: str, recipients: tuple[str, ...], raw: bytes) -> None:
        reached.set()
        await gate.wait()
        stored.append((sender, recipients, raw))

    async with _listening(accept) as client:
        sending = asyncio.ensure_future(
            client.sendmail("ada@client.example", ["help@Desk.Example", "it@desk.example"], MAIL)
        )
        await reached.wait()
        assert not sending.done()
        gate.set()
        refused, answer = await sending

    assert refused == {}
    assert "stored" in answer
    assert stored == [("ada@client.example", ("help@Desk.Example", "it@desk.example"), MAIL)]


async def test_a_failure_is_answered_451_and_says_nothing_of_us() -> None:
    async def accept(sender: str, recipients: tuple[str, ...], raw: bytes) -> None:
        raise ConnectionRefusedError("postgresql://door:pa55@localhost")

    async with _listening(accept) as client:
        with pytest.raises(aiosmtplib.SMTPDataError) as refused:
            await client.sendmail("ada@client.example", ["help@desk.example"], MAIL)

    assert refused.value.code == 451
    assert "pa55" not in refused.value.message


async def test_a_store_that_takes_too_long_is_a_failure() -> None:
    async def accept(sender: str, recipients: tuple[str, ...], raw: bytes) -> None:
        await asyncio.Event().wait()

    async with _listening(accept, limits=Limits(accept_seconds=0)) as client:
        with pytest.raises(aiosmtplib.SMTPDataError) as refused:
            await client.sendmail("ada@client.example", ["help@desk.example"], MAIL)

    assert refused.value.code == 451


def _into(stored: Stored) -> smtp_listener.Accept:
    async def accept(sender: str, recipients: tuple[str, ...], raw: bytes) -> None:
        stored.append((sender, recipients, raw))

    return accept


@pytest.mark.parametrize(
    "recipient", ["help@elsewhere.example", "help@sub.desk.example", "help@desk.example.evil"]
)
async def test_an_unknown_domain_is_refused_for_good_and_nothing_is_stored(recipient: str) -> None:
    stored: Stored = []

    async with _listening(_into(stored)) as client:
        with pytest.raises(aiosmtplib.SMTPRecipientsRefused) as refused:
            await client.sendmail("ada@client.example", [recipient], MAIL)

    assert [each.code for each in refused.value.recipients] == [550]
    assert stored == []


async def test_the_known_recipient_among_unknown_ones_is_served() -> None:
    stored: Stored = []

    async with _listening(_into(stored)) as client:
        refused, _ = await client.sendmail(
            "ada@client.example", ["x@elsewhere.example", "help@desk.example"], MAIL
        )

    assert list(refused) == ["x@elsewhere.example"]
    assert [recipients for _, recipients, _ in stored] == [("help@desk.example",)]


async def test_a_bounce_has_an_empty_sender() -> None:
    stored: Stored = []

    async with _listening(_into(stored)) as client:
        await client.ehlo()
        await client.execute_command(b"MAIL FROM:<>")
        await client.execute_command(b"RCPT TO:<help@desk.example>")
        await client.data(MAIL)

    assert [sender for sender, _, _ in stored] == [""]


@pytest.mark.parametrize("announced", [True, False])
async def test_a_message_too_large_is_refused_and_nothing_is_stored(announced: bool) -> None:
    stored: Stored = []
    large = MAIL + b"x" * 70 + b"\r\n" + (b"y" * 70 + b"\r\n") * 100

    async with _listening(_into(stored), limits=Limits(message_bytes=5000)) as client:
        await client.ehlo()
        size = f" SIZE={len(large)}" if announced else ""
        answer = await client.execute_command(f"MAIL FROM:<a@b.example>{size}".encode())
        if not announced:
            await client.execute_command(b"RCPT TO:<help@desk.example>")
            with pytest.raises(aiosmtplib.SMTPDataError) as refused:
                await client.data(large)
            answer = aiosmtplib.SMTPResponse(refused.value.code, refused.value.message)

    assert answer.code == 552
    assert stored == []


async def _pour(writer: asyncio.StreamWriter) -> None:
    for _ in range(200):
        writer.write(b"x" * 65536)
        await writer.drain()
        await asyncio.sleep(0)


async def _endless_line() -> Stored:
    stored: Stored = []
    limits = Limits(message_bytes=1000)
    commands = (b"EHLO x", b"MAIL FROM:<a@b.example>", b"RCPT TO:<h@desk.example>", b"DATA")

    async with SmtpListener(_into(stored), domains=OURS, limits=limits) as listener:
        _, writer = await asyncio.open_connection("127.0.0.1", listener.port)
        writer.write(b"".join(command + b"\r\n" for command in commands))
        try:
            with pytest.raises(ConnectionError):
                await _pour(writer)
        finally:
            writer.close()
    return stored


async def test_a_line_without_an_end_is_hung_up_on() -> None:
    assert await _endless_line() == []


def test_a_line_without_an_end_is_hung_up_on_by_the_loop_of_production_too() -> None:
    assert uvloop.run(_endless_line()) == []


async def test_long_lines_and_dots_and_eight_bits_arrive_as_sent() -> None:
    stored: Stored = []
    raw = MAIL + b".\r\n..leading\r\n" + b"w" * 20000 + b"\r\n" + "zażółć\r\n".encode()

    async with _listening(_into(stored)) as client:
        await client.sendmail("ada@client.example", ["help@desk.example"], raw)

    assert [taken for _, _, taken in stored] == [raw]


async def test_more_recipients_than_agreed_are_put_off() -> None:
    stored: Stored = []
    many = [f"p{number}@desk.example" for number in range(4)]

    async with _listening(_into(stored), limits=Limits(recipients=3)) as client:
        refused, _ = await client.sendmail("ada@client.example", many, MAIL)

    assert {name: answer.code for name, answer in refused.items()} == {"p3@desk.example": 452}
    assert len(stored[0][1]) == 3


async def test_more_connections_than_agreed_are_hung_up_on() -> None:
    async with SmtpListener(_into([]), domains=OURS, limits=Limits(connections=1)) as listener:
        first = aiosmtplib.SMTP(hostname="127.0.0.1", port=listener.port, timeout=60)
        await first.connect()
        second = aiosmtplib.SMTP(hostname="127.0.0.1", port=listener.port, timeout=60)
        with pytest.raises((aiosmtplib.SMTPException, ConnectionError)):
            await second.connect()
        assert (await first.noop()).code == 250
        first.close()


async def test_it_listens_on_loopback_only_while_entered() -> None:
    listener = SmtpListener(_into([]), domains=OURS)
    with pytest.raises(RuntimeError, match="entered"):
        _ = listener.port
    async with listener:
        port = listener.port
    with pytest.raises(ConnectionError):
        await asyncio.open_connection("127.0.0.1", port)


async def _over_lmtp(accept: smtp_listener.Accept, *lines: bytes) -> list[bytes]:
    """Says each line, and gives all that was answered."""
    limits = Limits(message_bytes=5000)
    async with SmtpListener(accept, domains=OURS, limits=limits, lmtp=True) as listener:
        reader, writer = await asyncio.open_connection("127.0.0.1", listener.port)
        writer.write(b"".join(line + b"\r\n" for line in (*lines, b"QUIT")))
        answers = (await asyncio.wait_for(reader.read(), 60)).split(b"\r\n")
        writer.close()
    return [answer[:3] for answer in answers if answer and answer[3:4] != b"-"]


TO_TWO = (
    *(b"LHLO relay", b"MAIL FROM:<ada@client.example>"),
    *(b"RCPT TO:<help@desk.example>", b"RCPT TO:<it@desk.example>", b"DATA"),
)


async def test_over_lmtp_every_recipient_is_answered_for() -> None:
    stored: Stored = []

    answers = await _over_lmtp(_into(stored), *TO_TWO, b"Subject: x", b"", b"y", b".")

    assert answers == [b"220", *[b"250"] * 4, b"354", b"250", b"250", b"221"]
    assert [recipients for _, recipients, _ in stored] == [("help@desk.example", "it@desk.example")]


async def test_over_lmtp_a_refusal_is_said_to_every_recipient() -> None:
    stored: Stored = []

    async def failing(sender: str, recipients: tuple[str, ...], raw: bytes) -> None:
        raise RuntimeError

    failed = await _over_lmtp(failing, *TO_TWO, b"Subject: x", b"", b"y", b".")
    large = await _over_lmtp(_into(stored), *TO_TWO, *[b"z" * 70] * 100, b".")
    greeted = await _over_lmtp(_into(stored), b"EHLO relay")

    assert failed[-3:] == [b"451", b"451", b"221"]
    assert large[-3:] == [b"552", b"552", b"221"]
    assert greeted[1] == b"500", "LMTP is no SMTP"
    assert stored == []
