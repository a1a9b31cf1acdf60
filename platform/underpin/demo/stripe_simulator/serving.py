"""The simulated Stripe as a server of the demo: its API, its pages, its webhooks to the desk."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from underpin.demo.stripe_simulator import delivery, keeping, pages
from underpin.demo.stripe_simulator.pages import Answered
from underpin.demo.stripe_simulator.simulator import Receive, Scope, Send, Simulator
from underpin.demo.stripe_simulator.state import Obj

PAUSE_SECONDS = 0.5
"""Between tries to tell a desk that does not answer."""


@dataclass
class Hook:
    """Where webhooks go: the desk's origin, reached at an address of this machine."""

    origin: str
    address: str
    secret: str

    async def tell(self, http: httpx.AsyncClient, body: bytes, signature: str) -> int:
        headers = {
            "host": urlsplit(self.origin).netloc,
            "stripe-signature": signature,
            "content-type": "application/json",
        }
        try:
            answer = await http.post(
                f"http://{self.address}/webhooks/stripe", content=body, headers=headers
            )
        except httpx.TransportError:
            return 503
        return answer.status_code


class Served:
    """An ASGI app. What happened is kept in the file before anybody is answered."""

    def __init__(self, simulator: Simulator, file: Path, hook: Hook) -> None:
        self.simulator, self._file, self._hook = simulator, file, hook
        self._told = keeping.load(simulator, file)
        self._rung = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            return await self._live(receive, send)
        if not scope["path"].startswith("/v1/"):
            await _answer(send, await self._page(scope, receive))
            return None
        answers: list[dict[str, Any]] = []

        async def later(message: dict[str, Any]) -> None:
            answers.append(message)

        await self.simulator(scope, receive, later)
        self._keep()
        for message in answers:
            await send(message)
        return None

    async def _page(self, scope: Scope, receive: Receive) -> Answered:
        if scope["method"] != "POST":
            return pages.shown(self.simulator, scope["path"])
        body = (await receive()).get("body", b"")
        card = parse_qs(bytes(body).decode()).get("card", [""])[0]
        answered = pages.pressed(self.simulator, scope["path"], card)
        self._keep()
        return answered

    def _keep(self) -> None:
        keeping.save(self.simulator, self._told, self._file)
        self._rung.set()

    async def _live(self, receive: Receive, send: Send) -> None:
        async with self._telling():
            while True:
                kind = (await receive())["type"]
                await send({"type": f"{kind}.complete"})
                if kind == "lifespan.shutdown":
                    return

    @asynccontextmanager
    async def _telling(self) -> AsyncIterator[None]:
        telling = asyncio.create_task(self._tell())
        try:
            yield
        finally:
            telling.cancel()

    async def _tell(self) -> None:
        """In the order things happened; what is refused is told again until it is taken."""
        self._rung.set()
        async with httpx.AsyncClient(timeout=10) as http:
            while await self._rung.wait():
                self._rung.clear()
                for event in self.simulator.events[self._told :]:
                    await self._until_taken(http, event)
                    self._told += 1
                    keeping.save(self.simulator, self._told, self._file)

    async def _until_taken(self, http: httpx.AsyncClient, event: Obj) -> None:
        while True:
            said = delivery.signed(event, self._hook.secret, int(time.time()))
            if 200 <= await self._hook.tell(http, *said) < 300:
                return
            await asyncio.sleep(PAUSE_SECONDS)


async def _answer(send: Send, answered: Answered) -> None:
    headers = [(b"content-type", b"text/html; charset=utf-8")]
    if answered.to:
        headers.append((b"location", answered.to.encode()))
    await send({"type": "http.response.start", "status": answered.status, "headers": headers})
    await send({"type": "http.response.body", "body": answered.html.encode()})
