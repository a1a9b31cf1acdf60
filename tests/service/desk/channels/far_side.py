"""The other end on loopback: it keeps what it was sent and answers as told."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from underpin.desk.channels import answering, webhook
from underpin.kernel import outgoing
from underpin.kernel.outbound import Outbound
from underpin.kernel.outbound_address import PUBLIC_ONLY, AddressRule


@dataclass(frozen=True)
class Asked:
    path: str
    headers: dict[str, str]
    body: bytes
    method: str = "POST"

    @property
    def said(self) -> Any:
        return json.loads(self.body)

    @property
    def form(self) -> dict[str, str]:
        return {name: said[0] for name, said in parse_qs(self.body.decode()).items()}


@dataclass
class FarSide:
    """`answers` are given one after the other, the last for ever; the third of one is a header."""

    url: str = ""
    asked: list[Asked] = field(default_factory=list)
    answers: list[tuple[int, Any] | tuple[int, Any, str]] = field(
        default_factory=lambda: [(200, {"ok": True})]
    )

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = dict(line.lower().split(": ", 1) for line in head[1:] if ": " in line)
        raw = dict(line.split(": ", 1) for line in head[1:] if ": " in line)
        headers |= {name.lower(): value for name, value in raw.items()}
        body = await reader.readexactly(int(headers.get("content-length", 0)))
        asked = Asked(head[0].split(" ")[1], headers, body, head[0].split(" ")[0])
        self.asked.append(asked)
        status, said, *more = self.answer(asked)
        sent = json.dumps(said).encode()
        writer.write(
            f"HTTP/1.1 {status} x\r\nconnection: close\r\n".encode()
            + "".join(f"{header}\r\n" for header in more).encode()
            + f"content-length: {len(sent)}\r\n\r\n".encode()
            + sent
        )
        await writer.drain()
        writer.close()

    def answer(self, asked: Asked) -> tuple[Any, ...]:
        """What this one is answered."""
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@asynccontextmanager
async def far_side(made: FarSide | None = None) -> AsyncIterator[FarSide]:
    made = made or FarSide()
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        made.url = f"http://127.0.0.1:{port}"
        yield made


@asynccontextmanager
async def leaving(rule: AddressRule | None = None) -> AsyncIterator[None]:
    """Channels and webhooks leave while this is open, to loopback too unless a rule is given."""
    before = dict(outgoing.CHANNELS)
    async with Outbound(rule or AddressRule(allow_private=True)) as out:
        outgoing.CHANNELS[answering.OUT] = answering.sender(out)
        outgoing.CHANNELS[webhook.OUT] = webhook.sender(out)
        try:
            yield
        finally:
            outgoing.CHANNELS.clear()
            outgoing.CHANNELS.update(before)


PUBLIC = PUBLIC_ONLY
