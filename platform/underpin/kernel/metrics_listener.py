"""The worker's metrics, over HTTP on an address of their own: one path, one method, one token.

The worker serves nothing else, so this is no web server: a request's head is read, answered, and
the connection closed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from types import TracebackType

from underpin.kernel import metrics
from underpin.kernel.settings_values import Address

LONGEST_HEAD = 8192
PATIENCE_SECONDS = 5
PATH = "/metrics"


class MetricsListener:
    """Listens while it is entered. `port` says where, also when it was asked for any."""

    def __init__(self, where: Address, token: str | None) -> None:
        self._where, self._token = where, token
        self._server: asyncio.Server | None = None

    async def __aenter__(self) -> MetricsListener:
        self._server = await asyncio.start_server(
            self._serve, self._where.host, self._where.port, limit=LONGEST_HEAD
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._server is not None:
            self._server.close()
            await self._server.wait_closed()

    @property
    def port(self) -> int:
        if self._server is None:
            raise RuntimeError("It does not listen yet.")
        found: int = self._server.sockets[0].getsockname()[1]
        return found

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                head = await reader.readuntil(b"\r\n\r\n")
                writer.write(_answer(head.decode("latin-1"), self._token))
                await writer.drain()
        except (TimeoutError, OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            writer.transport.abort()  # who does not ask in time and in form is not answered
            return
        writer.close()


def _answer(head: str, token: str | None) -> bytes:
    """Without the token there is nothing here, as at the web process."""
    first, *lines = head.split("\r\n")
    asked = first.split(" ")[:2] == ["GET", PATH]
    if asked and metrics.may_scrape(token, _authorization(lines)):
        return _response("200 OK", metrics.CONTENT_TYPE, metrics.render())
    return _response("404 Not Found", "text/plain", b"There is nothing here.\n")


def _authorization(lines: Sequence[str]) -> str:
    named = (line.partition(":") for line in lines)
    return next((value for name, _, value in named if name.lower() == "authorization"), "")


def _response(status: str, content: str, body: bytes) -> bytes:
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: {content}\r\nContent-Length: {len(body)}\r\n"
        "Cache-Control: no-store\r\nConnection: close\r\n\r\n"
    )
    return head.encode("latin-1") + body
