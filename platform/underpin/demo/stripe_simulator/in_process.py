"""The SDK's seam for HTTP, straight into an ASGI app: no socket, no port."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Literal

import httpx
import stripe

from billing.payments.gateway.http_out import unreached
from underpin.demo.stripe_simulator.refusal import TimedOut
from underpin.demo.stripe_simulator.simulator import Simulator

Watch = Callable[[Literal["before", "after"], str, str], None]


class InProcess(stripe.HTTPClient):
    """`watch` is told of each request before it is made and after it took effect, with method and
    path; what it raises goes through, as when the process is killed there."""

    name: ClassVar[str] = "simulated"

    def __init__(self, simulator: Simulator, watch: Watch | None = None) -> None:
        super().__init__()
        self._http = httpx.AsyncClient(transport=httpx.ASGITransport(app=simulator))
        self.watch: Watch = watch or _nobody

    async def request_async(
        self, method: str, url: str, headers: Mapping[str, str], post_data: Any = None
    ) -> tuple[bytes, int, Mapping[str, str]]:
        path = httpx.URL(url).path
        self.watch("before", method.upper(), path)
        try:
            answer = await self._http.request(
                method, url, headers=dict(headers), content=post_data or b""
            )
        except TimedOut as silence:
            raise unreached("No answer came in time.") from silence
        self.watch("after", method.upper(), path)
        return answer.content, answer.status_code, answer.headers

    async def close_async(self) -> None:
        await self._http.aclose()

    async def sleep_async(self, secs: float) -> None:
        """Nobody waits for what is simulated."""


def _nobody(when: Literal["before", "after"], method: str, path: str) -> None:
    """Nobody watches."""
