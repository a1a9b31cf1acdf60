"""Mail in over SMTP or LMTP: a 250 is a promise that the message is stored.

Meant to stand behind the installation's own mail server, so it listens on loopback unless told
otherwise. Whatever goes wrong while a message is taken in is answered 451, and the sender keeps
it and tries again (RFC 5321, 4.2.5).
"""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from types import TracebackType
from typing import AnyStr, Self, cast

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

from underpin.kernel import logs, metrics

Accept = Callable[[str, tuple[str, ...], bytes], Awaitable[None]]
"""Stores one message: the envelope's sender (empty for a bounce), its recipients, the raw bytes.
Returns when the message is safe, raises when it is not."""

_logger = logs.get("underpin.kernel.smtp_listener")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one connection may ask of us. Sizes in bytes, times in seconds."""

    message_bytes: int = 25 * 1024 * 1024
    recipients: int = 50
    connections: int = 50
    idle_seconds: int = 60
    accept_seconds: int = 30


class SmtpListener:
    """Listens while entered. `domains` are those we take mail for; None takes any. With `lmtp` it
    speaks LMTP (RFC 2033): each recipient is answered for."""

    def __init__(
        self,
        accept: Accept,
        *,
        domains: frozenset[str] | None,
        host: str = "127.0.0.1",
        port: int = 0,
        limits: Limits = Limits(),
        lmtp: bool = False,
    ) -> None:
        self._speaks = _LmtpConversation if lmtp else _Conversation
        self._handler = _Handler(accept, domains, limits)
        self._address = (host, port)
        self._limits = limits
        self._open: set[_Conversation] = set()
        self._server: asyncio.Server | None = None

    @property
    def port(self) -> int:
        """The port listened on, also when it was left to the system to choose."""
        if self._server is None:
            raise RuntimeError("The listener has no port before it is entered.")
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def __aenter__(self) -> Self:
        host, port = self._address
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._conversation, host, port)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop listening and hang up; a message not yet answered stays with its sender."""
        if self._server is not None:
            self._server.close()
            for conversation in list(self._open):
                conversation.hang_up()
            await self._server.wait_closed()

    async def serve_forever(self) -> None:
        """Listen until cancelled."""
        async with self:
            await asyncio.get_running_loop().create_future()

    def _conversation(self) -> "_Conversation":
        return self._speaks(self._handler, self._limits, self._open)


class _Conversation(SMTP):
    """aiosmtpd's protocol, with a limit on what is sent in all: a line that never ends would
    otherwise be collected for as long as it comes."""

    # Mailers send longer lines than RFC 5321 allows, and to refuse them is to lose mail.
    line_length_limit = 65536

    def __init__(
        self, handler: "_Handler", limits: Limits, open_ones: set["_Conversation"]
    ) -> None:
        super().__init__(
            handler,
            data_size_limit=limits.message_bytes,
            enable_SMTPUTF8=True,
            hostname="underpin",
            ident="ESMTP",
            timeout=limits.idle_seconds,
            loop=asyncio.get_running_loop(),
        )
        self._left = limits.message_bytes * 4 + 65536
        self._most = limits.connections
        self._open_ones = open_ones

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._open_ones.add(self)
        if len(self._open_ones) > self._most:
            self.hang_up()

    def connection_lost(self, error: Exception | None) -> None:
        self._open_ones.discard(self)
        super().connection_lost(error)

    def data_received(self, data: bytes) -> None:
        self._left -= len(data)
        if self._left < 0:
            self.hang_up()
        else:
            super().data_received(data)

    def hang_up(self) -> None:
        # uvloop's transports are none of asyncio's classes, so there is nothing to narrow by.
        transport = cast("asyncio.WriteTransport | None", self.transport)
        if transport is not None:
            transport.abort()


class _LmtpConversation(_Conversation, LMTP):
    """Says the answer to a message as often as it has recipients (RFC 2033, 4.2), also where it is
    refused for its size: we store it for all of them or for none."""

    _answers = 0

    async def push(self, status: AnyStr) -> None:
        line = status if isinstance(status, bytes) else status.encode()
        answers, self._answers = self._answers or 1, 0
        if line.startswith(b"354 ") and self.envelope is not None:
            self._answers = len(self.envelope.rcpt_tos)
        await super().push(b"\r\n".join([line] * answers))


class _Handler:
    """What aiosmtpd asks us: may this recipient, is this message stored, what went wrong."""

    def __init__(self, accept: Accept, domains: frozenset[str] | None, limits: Limits) -> None:
        self._accept = accept
        self._domains = domains and frozenset(domain.lower() for domain in domains)
        self._limits = limits

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _: SMTP, __: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        domain = address.rpartition("@")[2].lower()
        if self._domains is not None and domain not in self._domains:
            metrics.mails_received.labels("unknown domain").inc()
            return "550 5.7.1 We take no mail for this domain"
        if len(envelope.rcpt_tos) >= self._limits.recipients:
            return "452 4.5.3 Too many recipients: send the rest separately"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 Recipient taken"

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, _: SMTP, __: Session, envelope: Envelope
    ) -> str:
        sender = envelope.mail_from or ""
        raw = envelope.original_content or b""
        async with asyncio.timeout(self._limits.accept_seconds):
            await self._accept(
                "" if sender == "<>" else sender, tuple(envelope.rcpt_tos), bytes(raw)
            )
        metrics.mails_received.labels("stored").inc()
        return "250 2.0.0 Message stored"

    async def handle_exception(self, error: Exception) -> str:
        metrics.mails_received.labels("failed").inc()
        _logger.error("mail not taken in", exc_info=error)
        return "451 4.3.0 We could not store this message: try again later"
