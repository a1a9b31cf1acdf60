"""The Stripe SDK's own seam for HTTP, over the one module through which everything leaves."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, ClassVar

import stripe

from underpin.kernel import ids
from underpin.kernel.outbound import HttpCall, Outbound, OutboundFailed


class HttpOut(stripe.HTTPClient):
    """Checked addresses, bounded time and size, no proxies or redirects (kernel/outbound.py).

    Raises stripe.APIConnectionError where nothing certain came back; `should_retry` lets the SDK
    try again, which is safe because the key stays the same.
    """

    name: ClassVar[str] = "underpin"

    def __init__(self, outbound: Outbound) -> None:
        super().__init__()
        self._outbound = outbound

    async def request_async(
        self, method: str, url: str, headers: Mapping[str, str], post_data: Any = None
    ) -> tuple[bytes, int, Mapping[str, str]]:
        identity = headers.get("Idempotency-Key") or str(ids.new())
        body = post_data.encode() if isinstance(post_data, str) else (post_data or b"")
        call = HttpCall(identity, method.upper(), url, tuple(headers.items()), body)
        try:
            answer = await self._outbound.call(call)
        except OutboundFailed as problem:
            raise unreached(problem.detail) from problem
        return answer.body, answer.status, CaseBlind(answer.headers)

    async def close_async(self) -> None:
        """The connections are the process's, which closes them."""

    async def sleep_async(self, secs: int | float) -> None:
        await asyncio.sleep(secs)


def unreached(said: str) -> stripe.APIConnectionError:
    """Nothing certain came back."""
    return stripe.APIConnectionError(said, should_retry=True)  # type: ignore[no-untyped-call]


class CaseBlind(dict[str, str]):
    """Headers as the SDK looks them up: by any spelling."""

    def __init__(self, pairs: tuple[tuple[str, str], ...]) -> None:
        super().__init__((name.lower(), value) for name, value in pairs)

    def __getitem__(self, name: str) -> str:
        return super().__getitem__(name.lower())

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and super().__contains__(name.lower())

    def get(self, name: str, default: Any = None) -> Any:
        return super().get(name.lower(), default)
