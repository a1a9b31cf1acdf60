"""What every answer wears, whoever gives it: the security headers, and its place in the figures."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from litestar.types import Message, Send

from underpin.kernel import installation, metrics, security_headers

PRIVATE: security_headers.Headers = (("Cache-Control", "private, no-store"),)
NO_VERB = "none"


def dressed(send: Send, origin: security_headers.Origin, state: Mapping[str, Any]) -> Send:
    """`send`, with the headers of this origin added to those the handler chose itself. `state` is
    the request's: who asks and for which verb, once that is known."""
    https = installation.settings().desk_origin.startswith("https:")
    worn = _bytes(security_headers.for_origin(origin, https=https))
    started = time.monotonic()

    async def dressing(message: Message) -> None:
        if message["type"] == "http.response.start":
            # what a signed-in person saw is not for the next one at the same browser or proxy
            private = PRIVATE if state.get("principal") is not None else ()
            given = list(message.get("headers", []))
            present = {name.lower() for name, _ in given}
            wanted = [*worn, *_bytes(private)]
            message["headers"] = given + [pair for pair in wanted if pair[0] not in present]
            _count(state, message["status"], started)
        await send(message)

    return dressing


def _count(state: Mapping[str, Any], status: int, started: float) -> None:
    verb = state.get("verb", NO_VERB)
    metrics.requests.labels(verb, str(status)).inc()
    metrics.request_seconds.labels(verb).observe(time.monotonic() - started)


def _bytes(headers: security_headers.Headers) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode(), value.encode()) for name, value in headers]
