"""HTTP out: to the checked address under the right name, once, bounded, with one identity."""

import asyncio
import gzip
from pathlib import Path

import pytest

from tests.unit.kernel.outbound_servers import certificate, http_server, leading_to
from underpin.kernel.outbound import (
    AddressRefused,
    AddressRule,
    AnswerTooLarge,
    HttpCall,
    Limits,
    Outbound,
    OutboundFailed,
)

QUICK = Limits(seconds=60, answer_bytes=1000)


def _call(port: int, scheme: str = "http", host: str = "vendor.example") -> HttpCall:
    url = f"{scheme}://{host}:{port}/hook?x=1"
    return HttpCall("delivery-7", "POST", url, (("X-Kind", "case"),), b'{"a":1}')


async def _ok(writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 202 Accepted\r\nX-Case: 9\r\nContent-Length: 4\r\n\r\nnoted"[:-1])
    await writer.drain()


async def test_a_call_arrives_with_its_identity_and_brings_the_answer_back() -> None:
    async with http_server(_ok) as server, Outbound(leading_to("127.0.0.1")) as out:
        answer = await out.call(_call(server.port))

    assert (answer.status, answer.body) == (202, b"note")
    assert ("x-case", "9") in answer.headers
    head = server.heads[0].lower()
    assert head.startswith("post /hook?x=1 http/1.1")
    assert f"host: vendor.example:{server.port}" in head
    assert "idempotency-key: delivery-7" in head
    assert "x-kind: case" in head
    assert "cookie" not in head
    assert server.bodies == [b'{"a":1}']


async def test_tls_speaks_and_checks_the_name_though_the_address_was_resolved_here(
    tmp_path: Path,
) -> None:
    theirs, ours = certificate(tmp_path, "vendor.example")
    async with (
        http_server(_ok, tls=theirs) as server,
        Outbound(leading_to("127.0.0.1"), tls=ours) as out,
    ):
        answer = await out.call(_call(server.port, "https"))
        with pytest.raises(OutboundFailed):
            await out.call(_call(server.port, "https", host="other.example"))

    assert answer.status == 202
    assert len([head for head in server.heads if head.startswith("POST")]) == 1


async def test_the_connection_is_made_to_what_was_checked_and_the_name_is_not_asked_again() -> None:
    answers = iter([("127.0.0.99",), ("127.0.0.1",)])

    async def rebinding(host: str, port: int) -> tuple[str, ...]:
        return next(answers)

    rule = AddressRule(allow_private=True, resolve=rebinding)
    async with http_server(_ok) as server, Outbound(rule) as out:
        with pytest.raises(OutboundFailed):
            await out.call(_call(server.port))

    assert server.heads == []
    assert next(answers) == ("127.0.0.1",)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "2130706433"]
)
async def test_loopback_is_refused_by_default_and_nothing_arrives(host: str) -> None:
    async with http_server(_ok) as server, Outbound() as out:
        with pytest.raises(AddressRefused):
            await out.call(_call(server.port, host=host))

    assert server.heads == []


async def test_the_next_address_is_tried_when_one_does_not_answer() -> None:
    async with http_server(_ok) as server:
        rule = leading_to("127.0.0.99", "127.0.0.1")
        async with Outbound(rule, limits=QUICK) as out:
            assert (await out.call(_call(server.port))).status == 202


async def test_a_redirect_is_an_answer_and_is_not_followed() -> None:
    async def elsewhere(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 307 Go\r\nLocation: /other\r\nContent-Length: 0\r\n\r\n")

    async with http_server(elsewhere) as server, Outbound(leading_to("127.0.0.1")) as out:
        answer = await out.call(_call(server.port))

    assert answer.status == 307
    assert len(server.heads) == 1


async def test_an_answer_too_large_is_cut_off() -> None:
    async def endless(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(1000):
            writer.write(b"x" * 10000)
            await writer.drain()

    async with (
        http_server(endless) as server,
        Outbound(leading_to("127.0.0.1"), limits=QUICK) as out,
    ):
        with pytest.raises(AnswerTooLarge):
            await out.call(_call(server.port))


async def test_a_compressed_answer_is_not_unpacked() -> None:
    packed = gzip.compress(b"x" * 100_000)

    async def bomb(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + packed)

    async with (
        http_server(bomb) as server,
        Outbound(leading_to("127.0.0.1"), limits=QUICK) as out,
    ):
        with pytest.raises(OutboundFailed, match="compressed"):
            await out.call(_call(server.port))

    assert "accept-encoding: identity" in server.heads[0].lower()


async def test_an_answer_that_trickles_is_cut_off_as_a_whole() -> None:
    async def trickle(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(100):
            writer.write(b".")
            await writer.drain()
            await asyncio.sleep(0.05)

    async with http_server(trickle) as server:
        limits = Limits(seconds=1, answer_bytes=10**6)
        async with Outbound(leading_to("127.0.0.1"), limits=limits) as out:
            with pytest.raises(OutboundFailed, match="in time"):
                await out.call(_call(server.port))


@pytest.mark.parametrize(
    "said", [b"", b"hello\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx"]
)
async def test_what_is_no_answer_is_a_failure_to_try_again(said: bytes) -> None:
    async def strange(writer: asyncio.StreamWriter) -> None:
        writer.write(said)

    async with (
        http_server(strange) as server,
        Outbound(leading_to("127.0.0.1"), limits=QUICK) as out,
    ):
        with pytest.raises(OutboundFailed) as failed:
            await out.call(_call(server.port))
    assert failed.value.status == 503


async def test_nobody_listening_is_a_failure_to_try_again() -> None:
    async with http_server(_ok) as server:
        port = server.port
    async with Outbound(leading_to("127.0.0.1")) as out:
        with pytest.raises(OutboundFailed, match=r"vendor\.example"):
            await out.call(_call(port))


@pytest.mark.parametrize(
    "url",
    ["ftp://vendor.example/", "file:///etc/passwd", "https://", "https://user:pw@vendor.example/",
     "//vendor.example/", "not a url", "https://vendor.example:99999/"],
)  # fmt: skip
async def test_an_address_that_is_none_is_refused(url: str) -> None:
    async with Outbound(leading_to("127.0.0.1")) as out:
        with pytest.raises(AddressRefused):
            await out.call(HttpCall("id", "GET", url))


@pytest.mark.parametrize(
    "header", [("X-A", "b\r\nX-Evil: c"), ("X-A\r\nX-Evil", "c"), ("X A", "b")]
)
async def test_a_header_cannot_write_another(header: tuple[str, str]) -> None:
    async with (
        http_server(_ok) as server,
        Outbound(leading_to("127.0.0.1"), limits=QUICK) as out,
    ):
        url = f"http://vendor.example:{server.port}/"
        with pytest.raises(OutboundFailed):
            await out.call(HttpCall("id", "GET", url, (header,)))

    assert not any("x-evil" in head.lower() for head in server.heads)


async def test_host_length_and_identity_are_ours_to_say() -> None:
    spoofed = tuple((name, "evil") for name in ("Host", "Idempotency-Key", "Accept-Encoding"))
    async with http_server(_ok) as server, Outbound(leading_to("127.0.0.1")) as out:
        url = f"http://vendor.example:{server.port}/"
        await out.call(HttpCall("id-1", "GET", url, spoofed))

    assert "evil" not in server.heads[0]
