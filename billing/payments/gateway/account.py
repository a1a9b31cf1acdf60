"""The provider's Stripe account, as this process reaches it; or that there is none.

    client = account.client()         # raises NotSetUp
    await client.v1.invoices.retrieve_async("in_...")

Never within a transaction. The version of the API is the one that the pinned package was written
for: both change together, or neither.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import stripe

from billing.payments.gateway.http_out import HttpOut
from underpin.kernel.errors import Conflict
from underpin.kernel.outbound import Outbound
from underpin.kernel.settings import Settings

API_VERSION: Final = "2026-10-28.endive"
"""Of package stripe 16.1. A test holds the two together."""
RETRIES: Final = 1
"""By the SDK, of what did not arrive: under the same key. All other patience is the push's own."""


class NotSetUp(Conflict):
    code = "cards-not-set-up"
    title = "Card collection is not set up: pay by bank transfer, or set UNDERPIN_STRIPE_KEY"


@dataclass(frozen=True, slots=True)
class Account:
    """`simulated`: it moves no real money. What lives in simulated time is pushed only there."""

    client: stripe.StripeClient
    simulated: bool


class _Process:
    account: Account | None = None


def of(
    key: str, http: stripe.HTTPClient, *, simulated: bool = False, base: str | None = None
) -> Account:
    """An account reached over this seam, whose connections belong to the running event loop.

    `base`: where the API is, for a simulator on loopback. Telemetry is off for the whole process.
    """
    stripe.enable_telemetry = False
    client = stripe.StripeClient(
        key,
        stripe_version=API_VERSION,
        max_network_retries=RETRIES,
        http_client=http,
        base_addresses={"api": base} if base else None,
    )
    return Account(client, simulated)


def of_settings(settings: Settings, outbound: Outbound) -> Account | None:
    """None where no key is set."""
    if settings.stripe_key is None:
        return None
    elsewhere = settings.stripe_url
    simulated = elsewhere is not None
    return of(settings.stripe_key, HttpOut(outbound), simulated=simulated, base=elsewhere)


@contextmanager
def used(account: Account | None) -> Iterator[None]:
    """This process collects through it, until the context ends."""
    before, _Process.account = _Process.account, account
    try:
        yield
    finally:
        _Process.account = before


def current() -> Account:
    """Raises NotSetUp."""
    if _Process.account is None:
        raise NotSetUp
    return _Process.account


def client() -> stripe.StripeClient:
    """Raises NotSetUp."""
    return current().client


def is_set_up() -> bool:
    return _Process.account is not None
