"""The demo's own Stripe as a server: reached over loopback through the one way out, with pages to
pay on, webhooks that are told until they are taken, and a memory that outlives it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import stripe
import uvicorn

from billing.payments.gateway import account
from billing.payments.gateway.http_out import HttpOut
from underpin.demo.stripe_simulator.serving import Hook, Served
from underpin.demo.stripe_simulator.simulator import Simulator
from underpin.kernel.outbound import Outbound
from underpin.kernel.outbound_address import AddressRule

SECRET = "whsec_tests_only"


class Desk:
    """Takes webhooks, but the first one only when it is told again."""

    def __init__(self) -> None:
        self.heard: list[dict[str, Any]] = []
        self.refused = 0
        self.rung = asyncio.Event()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        body = (await receive())["body"]
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        assert (headers["host"], scope["path"]) == ("desk.localhost:1", "/webhooks/stripe")
        stripe.WebhookSignature.verify_header(  # type: ignore[no-untyped-call]
            body.decode(), headers["stripe-signature"], SECRET
        )
        status = 200 if self.refused else 503
        self.refused += status != 200
        if status == 200:
            self.heard.append(json.loads(body))
            self.rung.set()
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": b""})


class Server(uvicorn.Server):
    """Says when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = asyncio.Event()

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        self.up.set()


@asynccontextmanager
async def _served(app: Any, lifespan: Any = "on") -> AsyncIterator[str]:
    """On a free port of this machine; gives its address."""
    config = uvicorn.Config(app, port=0, lifespan=lifespan, log_config=None, access_log=False)
    server = Server(config)
    serving = asyncio.create_task(server._serve())
    await server.up.wait()
    (bound,) = server.servers[0].sockets
    try:
        yield f"127.0.0.1:{bound.getsockname()[1]}"
    finally:
        server.should_exit = True
        await serving


@asynccontextmanager
async def _stripe(folder: Path, desk: str) -> AsyncIterator[tuple[Simulator, str]]:
    simulator = Simulator(lambda: 1_780_000_000)
    simulator.state.pages = "http://pages.example"
    hook = Hook("http://desk.localhost:1", desk, SECRET)
    async with _served(Served(simulator, folder / "state.json", hook)) as where:
        yield simulator, f"http://{where}"


async def test_what_happens_is_kept_told_and_paid_on_its_page(tmp_path: Path) -> None:
    desk = Desk()
    async with (
        _served(desk, "off") as address,
        Outbound(AddressRule(allow_private=True)) as outbound,
        httpx.AsyncClient() as browser,
    ):
        async with _stripe(tmp_path, address) as (simulator, url):
            client = account.of(simulator.key, HttpOut(outbound), base=url).client
            final = await _invoice(client)
            assert final.hosted_invoice_url == f"http://pages.example/pay/{final.id}"
        async with _stripe(tmp_path, address) as (simulator, url):
            client = account.of(simulator.key, HttpOut(outbound), base=url).client
            page = await browser.get(f"{url}/pay/{final.id}")
            assert (page.status_code, "12.30 EUR" in page.text) == (200, True)
            refused = await browser.post(f"{url}/pay/{final.id}", data={"card": "never"})
            assert refused.status_code == 402
            paid = await browser.post(f"{url}/pay/{final.id}", data={"card": "works"})
            assert (paid.status_code, paid.headers["location"]) == (303, f"/pay/{final.id}")
            again = await client.v1.invoices.retrieve_async(final.id)
            assert (again.status, again.amount_paid) == ("paid", 1230)
            assert (await browser.get(f"{url}/pay/in_nothing")).status_code == 404
            happened = [each["id"] for each in simulator.events]
            while len(desk.heard) < len(happened):
                desk.rung.clear()
                async with asyncio.timeout(60):
                    await desk.rung.wait()
    assert [each["id"] for each in desk.heard] == happened, "each once, in their order"


async def _invoice(client: stripe.StripeClient) -> stripe.Invoice:
    customer = (await client.v1.customers.create_async({"name": "Acme"})).id
    words: Any = {"customer": customer, "currency": "eur"}
    made = await client.v1.invoices.create_async(words)
    await client.v1.invoice_items.create_async({**words, "invoice": made.id, "amount": 1230})
    return await client.v1.invoices.finalize_invoice_async(made.id)
