"""The SDK's seam for HTTP, straight into an ASGI app: no socket, no port."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import httpx
import stripe

from billing.payments.gateway.http_out import unreached
from underpin.demo.stripe_simulator.refusal import TimedOut
from underpin.demo.stripe_simulator.simulator import Simulator


class InProcess(stripe.HTTPClient):
    """One per event loop, as any client of the SDK's. Ordered silence is a time-out."""

    name: ClassVar[str] = "simulated"

    def __init__(self, simulator: Simulator) -> None:
        super().__init__()
        self._http = httpx.AsyncClient(transport=httpx.ASGITransport(app=simulator))

    async def request_async(
        self, method: str, url: str, headers: Mapping[str, str], post_data: Any = None
    ) -> tuple[bytes, int, Mapping[str, str]]:
        try:
            answer = await self._http.request(
                method, url, headers=dict(headers), content=post_data or b""
            )
        except TimedOut as silence:
            raise unreached("No answer came in time.") from silence
        return answer.content, answer.status_code, answer.headers

    async def close_async(self) -> None:
        await self._http.aclose()

    async def sleep_async(self, secs: float) -> None:
        """Nobody waits for what is simulated."""
