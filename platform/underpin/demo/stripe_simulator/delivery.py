"""Webhooks: events signed as Stripe signs them, delivered out of order and more than once."""

from __future__ import annotations

import hashlib
import hmac
import json
import random
from collections.abc import Awaitable, Callable, Sequence

from underpin.demo.stripe_simulator.state import Obj

Deliver = Callable[[bytes, str], Awaitable[int]]
"""Given the raw body and the header Stripe-Signature; returns the HTTP status it was answered."""


def signed(event: Obj, secret: str, at: int) -> tuple[bytes, str]:
    """The body as it is sent, and its signature (scheme v1: HMAC-SHA256 over "time.body")."""
    body = json.dumps(event, indent=2).encode()
    said = b"%d." % at + body
    mac = hmac.new(secret.encode(), said, hashlib.sha256).hexdigest()
    return body, f"t={at},v1={mac}"


async def deliver(
    events: Sequence[Obj],
    to: Deliver,
    secret: str,
    now: int,
    *,
    seed: int | None = None,
    copies: int = 1,
) -> list[int]:
    """Each `copies` times, in the order they happened, or shuffled by `seed`; what is answered
    with anything but 2xx is delivered once more at the end. Returns the answers."""
    waiting = [each for each in events for _ in range(copies)]
    if seed is not None:
        random.Random(seed).shuffle(waiting)  # noqa: S311 - an order to try, not a secret
    answers, refused = [], []
    for each in waiting:
        status = await to(*signed(each, secret, now))
        answers.append(status)
        if not 200 <= status < 300:
            refused.append(each)
    for each in refused:
        answers.append(await to(*signed(each, secret, now)))
    return answers
