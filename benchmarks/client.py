"""The lightest HTTP/1.1 client that still measures: one kept connection, one request at a time.

A full client library costs as much per request as a bare handler does; the ratios would then speak
of the client.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from types import TracebackType

PATIENCE_SECONDS = 30


class Refused(RuntimeError):
    """The answer was none of the kind that is measured."""


class Client:
    """Speaks to one server on the loopback."""

    def __init__(self, port: int, host: str = "localhost", **headers: str) -> None:
        self._port = port
        given = {"Host": f"{host}:{port}", **headers}
        self._head = "".join(f"{name}: {value}\r\n" for name, value in given.items())

    async def __aenter__(self) -> Client:
        await self._connect()
        return self

    async def _connect(self) -> None:
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self._writer.close()
        await self._writer.wait_closed()

    async def ask(self, method: str, path: str, body: bytes = b"") -> bytes:
        """The body of the answer. Raises Refused for any but a 2xx.

        A server closes what was quiet for seconds, as it is while the others have their turn.
        """
        if self._reader.at_eof():
            await self._connect()
        async with asyncio.timeout(PATIENCE_SECONDS):
            said = f"{method} {path} HTTP/1.1\r\n{self._head}Content-Length: {len(body)}\r\n"
            if body:
                said += "Content-Type: application/json\r\n"
            self._writer.write(said.encode() + b"\r\n" + body)
            return await self._answer(f"{method} {path}")

    async def _answer(self, asked: str) -> bytes:
        head = (await self._reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
        status, *lines = head.split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines if line)
        body = await self._reader.readexactly(_length(headers))
        if not status.startswith("http/1.1 2"):
            raise Refused(f"{asked}: {status} {body[:300]!r}")
        return body


def _length(headers: Mapping[str, str]) -> int:
    return int(headers["content-length"])
