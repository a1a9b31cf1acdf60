"""HTTP to the outside: one request, one bounded answer, to an address that was checked.

No redirects, cookies, proxies or decompression: each is a way to be led elsewhere or be flooded.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterable
from contextlib import aclosing
from dataclasses import dataclass, field

import httpcore
import httpx

from underpin.kernel import errors
from underpin.kernel.outbound_address import AddressRefused, AddressRule

Header = tuple[str, str]
_OURS = frozenset({"accept-encoding", "content-length", "host", "idempotency-key", "connection"})


class OutboundFailed(errors.Unavailable):
    """Nothing certain came back; whether it arrived is unknown. Try again, same identity."""

    code = "outbound-failed"


class AnswerTooLarge(OutboundFailed):
    """The answer was cut off: it was larger than anybody has reason to send."""

    code = "outbound-answer-too-large"


@dataclass(frozen=True, slots=True)
class HttpCall:
    """One request. `identity` is fixed before the first try, goes out as Idempotency-Key, and is
    the same on every retry."""

    identity: str
    method: str
    url: str
    headers: tuple[Header, ...] = field(default=(), repr=False)
    body: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class HttpAnswer:
    """What came back, whatever its status; a redirect is an answer like any other."""

    status: int
    headers: tuple[Header, ...]
    body: bytes


@dataclass(frozen=True, slots=True)
class Limits:
    """For one exchange as a whole, from the look-up of the name to the last byte."""

    seconds: int = 20
    answer_bytes: int = 1024 * 1024


USUAL = Limits()


class CheckedNetwork(httpcore.AsyncNetworkBackend):
    """Connects only to addresses that the rule allows. TLS still speaks and checks the name."""

    def __init__(self, rule: AddressRule) -> None:
        self._rule = rule
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's own signature
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        *others, last = await self._rule.addresses(host, port)
        for address in others:
            try:
                return await self._inner.connect_tcp(address, port, timeout, local_address)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return await self._inner.connect_tcp(last, port, timeout, local_address, socket_options)

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's own signature
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        raise AddressRefused("Nothing of ours is reached over a local socket.")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class HttpOut:
    """A pool of checked connections. Close it when the process ends."""

    def __init__(self, rule: AddressRule, limits: Limits, tls: ssl.SSLContext | None) -> None:
        self._limits = limits
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=tls or httpx.create_ssl_context(trust_env=False),
            max_connections=50,
            max_keepalive_connections=10,
            keepalive_expiry=5,
            network_backend=CheckedNetwork(rule),
        )

    async def call(self, call: HttpCall) -> HttpAnswer:
        """One exchange. Raises AddressRefused, OutboundFailed, AnswerTooLarge."""
        request = _request(call)
        try:
            async with asyncio.timeout(self._limits.seconds):
                return await self._exchange(request)
        except TimeoutError as error:
            raise OutboundFailed(f"{request.url.host} did not answer in time.") from error
        except (httpcore.TimeoutException, httpcore.NetworkError) as error:
            raise OutboundFailed(f"{request.url.host} could not be reached.") from error
        except (httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
            raise OutboundFailed(f"{request.url.host} did not speak HTTP with us.") from error

    async def aclose(self) -> None:
        await self._pool.aclose()

    async def _exchange(self, request: httpx.Request) -> HttpAnswer:
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        async with self._pool.stream(
            request.method, url, headers=request.headers.raw, content=request.content
        ) as response:
            headers = httpx.Headers(response.headers)
            if headers.get("content-encoding", "identity") != "identity":
                raise OutboundFailed("The answer was compressed, which we had not asked for.")
            body = await _bounded(response.aiter_stream(), self._limits.answer_bytes)
            return HttpAnswer(response.status, tuple(headers.multi_items()), body)


async def _bounded(parts: AsyncIterator[bytes], most: int) -> bytes:
    body = bytearray()
    async with aclosing(parts) as reading:  # type: ignore[type-var] # it is a generator
        async for part in reading:
            body += part
            if len(body) > most:
                raise AnswerTooLarge(f"The answer was larger than {most} bytes.")
    return bytes(body)


def _request(call: HttpCall) -> httpx.Request:
    """The request as httpx spells it. Raises AddressRefused for an address that is no plain
    http or https one."""
    try:
        url = httpx.URL(call.url)
    except (httpx.InvalidURL, ValueError) as error:
        raise AddressRefused("The address is not one: correct it.") from error
    plain = url.scheme in {"http", "https"} and url.host and not url.userinfo
    if not plain or not 0 < (url.port or 443) < 65536:
        raise AddressRefused("An address begins with https:// and has no password in it.")
    given = [(name, value) for name, value in call.headers if name.lower() not in _OURS]
    fixed = [("Accept-Encoding", "identity"), ("Idempotency-Key", call.identity)]
    return httpx.Request(call.method, url, headers=[*given, *fixed], content=call.body)
