"""Where the stories of collecting through Stripe take place: at the simulator, or, asked for by
`make test-stripe`, at Stripe's own test mode. What is asserted is read back through the SDK alike.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

import stripe

from billing.payments.gateway import account
from billing.payments.gateway.account import Account
from billing.payments.gateway.http_out import HttpOut
from tests.service.billing import ground
from underpin.demo.stripe_simulator.in_process import InProcess
from underpin.demo.stripe_simulator.simulator import Simulator
from underpin.kernel.outbound import Outbound

SIMULATOR, TEST_MODE = "simulator", "test_mode"


def places() -> list[str]:
    """The network is reached only where the make target asks for it, with a key of test mode."""
    key = os.environ.get("STRIPE_TEST_KEY", "")
    wanted = os.environ.get("UNDERPIN_TEST_STRIPE") == "yes"
    if wanted and not key.startswith(("sk_test_", "rk_test_")):
        raise RuntimeError("STRIPE_TEST_KEY: give a key of Stripe's test mode (sk_test_...).")
    return [TEST_MODE] if wanted else [SIMULATOR]


class Killed(BaseException):
    """The process is gone: no handler of ours sees it coming."""


@dataclass
class Moment:
    """`when`: before a request is made, or after it took effect."""

    when: str
    method: str
    path: str


class Watched(stripe.HTTPClient):
    """Counts the moments around each request, and dies at the one it is told to."""

    name: ClassVar[str] = "watched"

    def __init__(self, inner: stripe.HTTPClient) -> None:
        super().__init__()
        self._inner = inner
        self.moments: list[Moment] = []
        self.dies_at: int | None = None

    async def request_async(
        self, method: str, url: str, headers: Mapping[str, str], post_data: Any = None
    ) -> tuple[bytes, int, Mapping[str, str]]:
        path = url.split("?", maxsplit=1)[0].split("/v1", 1)[1]
        self._passes(Moment("before", method.upper(), path))
        answer = await self._inner.request_async(method, url, headers, post_data)
        self._passes(Moment("after", method.upper(), path))
        return answer

    def _passes(self, moment: Moment) -> None:
        self.moments.append(moment)
        if self.dies_at is not None and len(self.moments) == self.dies_at:
            self.dies_at = None
            raise Killed

    async def close_async(self) -> None:
        await self._inner.close_async()

    async def sleep_async(self, secs: float) -> None:
        await self._inner.sleep_async(secs)


class Clock:
    """The time of client and simulator alike."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def unix(self) -> int:
        return int(self.now.timestamp())


@dataclass
class Place:
    account: Account
    seam: Watched
    clock: Clock
    simulator: Simulator | None = None

    @property
    def client(self) -> stripe.StripeClient:
        return self.account.client

    def tomorrow(self) -> datetime:
        """More than a day on: at the simulator keys are forgotten; of Stripe we only think so."""
        self.clock.now += timedelta(hours=25)
        return self.clock.now


@asynccontextmanager
async def opened(which: str) -> AsyncIterator[Place]:
    """This process collects there."""
    if which == TEST_MODE:
        async with Outbound() as outbound:
            seam = Watched(HttpOut(outbound))
            made = account.of(os.environ["STRIPE_TEST_KEY"], seam, simulated=True)
            with account.used(made):
                yield Place(made, seam, Clock(datetime.now(UTC)))
        return
    clock = Clock(ground.TODAY)
    simulator = Simulator(clock.unix, name=secrets.token_hex(3))
    seam = Watched(InProcess(simulator))
    made = account.of(simulator.key, seam, simulated=True)
    with account.used(made):
        yield Place(made, seam, clock, simulator)
    await seam.close_async()
